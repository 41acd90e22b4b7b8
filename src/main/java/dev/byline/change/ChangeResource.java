package dev.byline.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.change.ChangeReader.ChangeRequest;
import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.web.NeedsToken;
import dev.byline.web.Paths;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** Endpoints of the changes of everything that readers see. */
@Path(Paths.PUBLIC_API + "/changes")
@Tag(name = "Reading: changes")
class ChangeResource {
    private static final int MAX_WAIT_SECONDS = 30;
    /** The time after which a stream sends a comment, so that proxies keep the connection open. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int STREAM_PAGE_SIZE = 20;

    private final ChangeFeed feed;
    private final ObjectMapper json;

    ChangeResource(ChangeFeed feed, ObjectMapper json) {
        this.feed = feed;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @NeedsToken
    @InShare(Share.NONE)
    @Operation(operationId = "listChanges", summary = "List what changed since an earlier request",
            description = "Keeps a copy of the site up to date, deletions included. The first request, without `since`, "
                    + "begins with everything that is live; each further one sends `next` of the response before. A token "
                    + "never skips a change, however many clients write at the same time. An article is listed also when "
                    + "the name of its category, tag or author changed. Counters of categories, tags and authors change "
                    + "with their articles and are not listed. A token is valid for 30 days; after that "
                    + "the response is 410: start over.")
    @APIResponseSchema(value = ChangePage.class, responseDescription = "OK")
    public Uni<ChangePage> list(@BeanParam ChangeQuery query,
            @QueryParam("size") @Parameter(
                    description = "Maximum number of changes, 1 to " + ChangeQuery.MAX_SIZE + ".",
                    schema = @Schema(defaultValue = "" + ChangeQuery.MAX_SIZE, minimum = "1",
                            maximum = "" + ChangeQuery.MAX_SIZE)) Integer size,
            @QueryParam("wait") @Parameter(
                    description = "The seconds to wait while nothing has changed, 0 to " + MAX_WAIT_SECONDS
                            + ": the response comes as soon as something changes.",
                    schema = @Schema(defaultValue = "0", minimum = "0",
                            maximum = "" + MAX_WAIT_SECONDS)) Integer wait) {
        return feed.read(query.toRequest(query.since, size), ChangeQuery.toDuration(wait, MAX_WAIT_SECONDS));
    }

    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NeedsToken
    @Blocking
    @InShare(Share.NONE)
    @Operation(operationId = "streamChanges", summary = "Follow the changes as a stream of events",
            description = "Server-Sent Events: `change` with a change as its data, and `current` once everything so far "
                    + "was sent. The id of an event is its token; an `EventSource` that connects again continues after "
                    + "it.")
    @APIResponse(responseCode = "200", description = "OK",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> stream(@BeanParam ChangeQuery query,
            @HeaderParam("Last-Event-ID") @Parameter(
                    description = "A place to continue from, instead of `since`.") String lastEventId,
            @Context Sse sse) {
        var follower = new Follower(query.toRequest(lastEventId == null ? query.since : lastEventId,
                STREAM_PAGE_SIZE), sse);
        // Before the headers are sent, so that a token that is too old is a problem and no stream.
        feed.requireKnown(follower.request);
        return Multi.createBy().repeating().uni(() -> feed.read(follower.request, follower.wait))
                .until(page -> feed.isStopped()).onItem().transformToIterable(follower::events);
    }

    /** A client that follows the stream, with its place in the log. */
    private final class Follower {
        private final Sse sse;
        private ChangeRequest request;
        private Duration wait = Duration.ZERO;

        Follower(ChangeRequest request, Sse sse) {
            this.request = request;
            this.sse = sse;
        }

        /** Returns the events of a page, and moves the place behind them; a page without events is a comment. */
        List<OutboundSseEvent> events(ChangePage page) {
            var events = new ArrayList<OutboundSseEvent>();
            for (var item : page.items()) {
                events.add(sse.newEventBuilder().id(item.token).name("change").data(toJson(item)).build());
            }
            request = request.after(page.next());
            if (!page.more() && wait.isZero()) {
                wait = HEARTBEAT;
                events.add(sse.newEventBuilder().id(page.next()).name("current").data("").build());
            } else if (events.isEmpty()) {
                events.add(sse.newEventBuilder().comment("").build());
            }
            return events;
        }
    }

    private String toJson(ChangeItem item) {
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
