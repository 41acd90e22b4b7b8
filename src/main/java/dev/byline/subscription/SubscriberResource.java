package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.security.Scope;
import dev.byline.text.EmailAddress;
import dev.byline.text.Line;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Subscribers at the staff door. */
@Path("/api/v1/admin/subscribers")
@Produces("application/json")
@RolesAllowed(Scope.READERS_MANAGE)
@Tag(name = "Staff: subscribers")
class SubscriberResource {
    private final SubscriberAdmin subscribers;

    SubscriberResource(SubscriberAdmin subscribers) {
        this.subscribers = subscribers;
    }

    /** What a mail server, or whoever sends mails for the site, reports of an address. */
    @Schema(description = "What a mail service reports of an address.",
            examples = "{\"id\": \"event-1\", \"kind\": \"bounce\", \"email\": \"mai@example.com\"}")
    public record MailReport(
            @NotNull @Line(max = 200) @Schema(
                    description = "The service's own id of the event: the same one twice changes nothing.",
                    examples = "event-1") String id,
            @NotNull @Schema(examples = "bounce") MailReportKind kind,
            @NotNull @EmailAddress @Schema(examples = "mai@example.com") String email) {
        /** What there is. */
        @Schema(name = "Kind1")
        public enum MailReportKind {
            /** Nobody is at the address, for good. */
            bounce,
            /** Somebody called a mail spam. */
            complaint
        }
    }

    /** What became of it. */
    @Schema(name = "Taken", description = "Whether a report was news; unknown addresses and repeated reports are not.")
    public record MailReportResult(@NotNull @Schema(examples = "true") boolean changed) {}

    /** Many addresses at once. */
    @Schema(description = "Addresses from somewhere else.",
            examples = """
                    {"subscribers": [{"email": "mai@example.com", "consent": {"at": "2024-05-01T00:00:00Z", "source": "old blog"}}]}""")
    public record SubscriberImport(@NotNull @Size(min = 1, max = 1000) List<@NotNull ImportedSubscriber> subscribers) {}

    @GET
    @Operation(operationId = "listSubscribers", summary = "List subscribers, newest first")
    public Page<SubscriptionDetail> list(
            @Parameter(
                    description = "Only those in this state.") @QueryParam("state") Subscriber.SubscriberState subscriberState,
            @Parameter(description = "Only the one with this address.",
                    example = "mai@example.com") @QueryParam("email") String email,
            @Parameter(description = "The order; a leading minus turns it round.", schema = @Schema(enumeration = {
                    "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return subscribers.list(subscriberState, email, Sort.of(sort, SubscriberOrder.class, "-createdAt").descending(),
                page);
    }

    /** What the list is ordered by. */
    enum SubscriberOrder {
        createdAt
    }

    @GET
    @Path("{subscriber}")
    @Operation(operationId = "getSubscriber", summary = "Read a subscriber")
    public SubscriptionDetail read(@PathParam("subscriber") String subscriber) {
        return subscribers.read(subscriber);
    }

    @GET
    @Path("{subscriber}/consents")
    @Operation(operationId = "listConsents", summary = "List how a subscriber agreed, oldest first")
    public Page<Consent> consents(@PathParam("subscriber") String subscriber, @BeanParam PageQuery page) {
        return subscribers.consents(subscriber, page);
    }

    @DELETE
    @Path("{subscriber}")
    @Operation(operationId = "deleteSubscriber", summary = "Erase a subscriber",
            description = "A keyed hash of the address stays, so that no import revives it.")
    public void delete(@PathParam("subscriber") String subscriber) {
        subscribers.delete(subscriber);
    }

    @POST
    @Path("import")
    @Consumes("application/json")
    @Operation(operationId = "importSubscribers", summary = "Import up to 1,000 subscribers, without sending a mail",
            description = "With evidence of consent (`consent`) they are confirmed, else pending, until they subscribe themselves. Known ones stay as they are; erased ones and those who complained stay away. A bad one is reported and skipped.")
    public SubscriberImportReport imports(@NotNull @Valid SubscriberImport input) {
        return subscribers.importAll(input.subscribers());
    }

    @POST
    @Path("reports")
    @Consumes("application/json")
    @Operation(operationId = "reportMail", summary = "Take a bounce or a complaint from a mail service",
            description = "For webhooks. Both end all mails about articles; whoever complained gets none any more, not even when somebody asks.")
    public MailReportResult report(@NotNull @Valid MailReport report) {
        return subscribers.handleReport(report);
    }
}
