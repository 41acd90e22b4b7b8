package dev.byline.subscription;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimits;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.EmailAddress;
import dev.byline.web.ClientAddress;
import dev.byline.web.MaxBodySize;
import dev.byline.web.MergePatch;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Subscriptions at the reading door. */
@Path("/api/v1/subscriptions")
@Produces("application/json")
@Tag(name = "Reading: subscriptions")
class SubscriptionResource {
    private static final int MAX_BODY_SIZE = 16 * 1024;
    private static final int ACCEPTED = 202;
    private static final RateLimit RATE_LIMIT = new RateLimit("subscriptions",
            List.of(new RateLimit.Window(5, Duration.ofHours(1))));
    /** RFC 8058 §3.1: the one field of a form, in either of the two ways in which forms are sent. */
    private static final Pattern ONE_CLICK_BODY = Pattern.compile("List-Unsubscribe=One-Click"
            + "|\\{\\s*\"List-Unsubscribe\"\\s*:\\s*\"One-Click\"\\s*}"
            + "|(?s)--[^\\r\\n]+\\r?\\n[^\\r\\n]*name=\"?List-Unsubscribe\"?[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\nOne-Click\\r?\\n--.*");

    private final SubscriptionService subscriptions;
    private final ClientAddress client;
    private final RateLimits rateLimits;
    private final MergePatch mergePatch;

    SubscriptionResource(SubscriptionService subscriptions, ClientAddress client, RateLimits rateLimits,
            MergePatch mergePatch) {
        this.subscriptions = subscriptions;
        this.client = client;
        this.rateLimits = rateLimits;
        this.mergePatch = mergePatch;
    }

    /** What was taken down. */
    @Schema(name = "Accepted",
            description = "The answer to whatever is asked for at an email address; it is the same whether the address is known or not.")
    public record SubscriptionRequestAccepted(
            @NotNull @Schema(
                    examples = "If the address can get mails, there is one on its way to it.") String message) {
        static final SubscriptionRequestAccepted RESPONSE = new SubscriptionRequestAccepted(
                "If the address can get mails, there is one on its way to it.");
    }

    /** A token from a mail. */
    @Schema(name = "Token", description = "A token from the link of a mail.",
            examples = "{\"token\": \"the-token-of-a-mail\"}")
    public record SubscriptionToken(@NotNull @Size(max = 200) @Schema(examples = "the-token-of-a-mail") String token) {}

    /** An address. */
    @Schema(name = "AddressForLink", description = "Where the link is to be sent.",
            examples = "{\"email\": \"mai@example.com\"}")
    public record AddressForLink(@NotNull @EmailAddress @Schema(examples = "mai@example.com") String email) {}

    /** RFC 8058. */
    @Schema(name = "OneClick", description = "The form of RFC 8058, as JSON.",
            examples = "{\"List-Unsubscribe\": \"One-Click\"}")
    public record OneClick(@JsonProperty("List-Unsubscribe") @Schema(name = "List-Unsubscribe") String word) {}

    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = SubscriptionRequestAccepted.class, responseCode = "202",
            responseDescription = "Accepted")
    @Operation(operationId = "subscribe", summary = "Ask for mails about new articles",
            description = "The address gets a mail with a link, and is subscribed when the button behind it is pressed. The answer is always the same: it does not tell whether the address is known, blocked, or has had enough mails.")
    public SubscriptionRequestAccepted subscribe(@NotNull @Valid SubscriptionInput input) {
        rateLimits.acquire(RATE_LIMIT, client.network());
        subscriptions.requestSubscription(input, NetworkPrefix.of(client.ipAddress()));
        return SubscriptionRequestAccepted.RESPONSE;
    }

    @POST
    @Path("confirm")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "confirmSubscription", summary = "Confirm a subscription with the token of the mail",
            description = "The token is good for 48 hours. Repeating it within a day of its use gets the same answer; 410 says that it has expired.")
    public SubscriptionDetail.SubscriptionState confirm(@NotNull @Valid SubscriptionToken subscriptionToken) {
        return subscriptions.confirm(subscriptionToken.token(), NetworkPrefix.of(client.ipAddress()));
    }

    @POST
    @Path("unsubscribe")
    @MaxBodySize(MAX_BODY_SIZE)
    @Consumes({ "application/json", "application/x-www-form-urlencoded", "multipart/form-data" })
    @Operation(operationId = "unsubscribe", summary = "End all mails about new articles with one click (RFC 8058)",
            description = "What mail programs post to the address in `List-Unsubscribe`. The token has no end, and can do nothing else.")
    public SubscriptionDetail.SubscriptionState unsubscribe(
            @Parameter(description = "The token of the mail's link.", required = true,
                    schema = @Schema(examples = "the-token-of-a-mail")) @QueryParam("token") String token,
            @RequestBody(required = true,
                    content = { @Content(mediaType = "application/json",
                            schema = @Schema(implementation = OneClick.class)),
                            @Content(mediaType = "application/x-www-form-urlencoded",
                                    schema = @Schema(implementation = OneClick.class)) }) String body) {
        if (token == null) {
            throw ProblemException.invalidParameter("token", "is missing: take the whole link of the mail");
        }
        if (body == null || !ONE_CLICK_BODY.matcher(body.strip()).matches()) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The body must be the form 'List-Unsubscribe=One-Click' (RFC 8058), or {\"List-Unsubscribe\": \"One-Click\"}.");
        }
        return subscriptions.unsubscribe(token, "one-click", NetworkPrefix.of(client.ipAddress()));
    }

    @POST
    @Path("links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = SubscriptionRequestAccepted.class, responseCode = "202",
            responseDescription = "Accepted")
    @Operation(operationId = "sendSubscriptionLink", summary = "Send a subscriber the link to the subscription",
            description = "Its token, good for an hour, opens `/subscriptions/me`.")
    public SubscriptionRequestAccepted sendLink(@NotNull @Valid AddressForLink addressForLink) {
        rateLimits.acquire(RATE_LIMIT, client.network());
        subscriptions.requestManageLink(addressForLink.email());
        return SubscriptionRequestAccepted.RESPONSE;
    }

    @GET
    @Path("me")
    @ResponseHeader(name = "Cache-Control", value = "private, no-store")
    @Operation(operationId = "getSubscription", summary = "Read the subscription that a token of a mail is for")
    public SubscriptionDetail read(@HeaderParam("Subscription-Token") String token) {
        return subscriptions.read(token);
    }

    @PATCH
    @Path("me")
    @MaxBodySize(MAX_BODY_SIZE)
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @ResponseHeader(name = "Cache-Control", value = "private, no-store")
    @Operation(operationId = "patchSubscription", summary = "Change what there are mails about")
    public SubscriptionDetail change(@HeaderParam("Subscription-Token") String token,
            @RequestBody(required = true, content = {
                    @Content(mediaType = MergePatch.MEDIA_TYPE,
                            schema = @Schema(implementation = SubscriptionSettingsInput.class)) }) JsonNode patch) {
        return subscriptions.change(token,
                current -> mergePatch.apply(current, patch, SubscriptionSettingsInput.class),
                NetworkPrefix.of(client.ipAddress()));
    }

    @GET
    @Path("me/export")
    @ResponseHeader(name = "Cache-Control", value = "private, no-store")
    @Operation(operationId = "exportSubscription", summary = "Read everything that is stored about a subscriber")
    public SubscriptionDetail.SubscriptionExport export(@HeaderParam("Subscription-Token") String token) {
        return subscriptions.export(token);
    }

    @DELETE
    @Path("me")
    @Operation(operationId = "eraseSubscription", summary = "Erase a subscriber",
            description = "A keyed hash of the address stays, so that no import revives it.")
    public void erase(@HeaderParam("Subscription-Token") String token) {
        subscriptions.erase(token);
    }
}
