package dev.byline.subscription;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.limit.RateLimited;
import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkAction;
import dev.byline.mail.LinkTokens;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ValidEmailAddress;
import dev.byline.web.ClientAddress;
import dev.byline.web.MaxBodySize;
import dev.byline.web.MergePatch;
import dev.byline.web.NeedsToken;
import dev.byline.web.Paths;
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

/** Public API of subscriptions. */
@Path(Paths.PUBLIC_API + "/subscriptions")
@Produces("application/json")
@Tag(name = "Reading: subscriptions")
class SubscriptionResource {
    private static final int MAX_BODY_SIZE = 16 * 1024;
    private static final int ACCEPTED = 202;
    private static final String TOKEN_DESCRIPTION = "The token from the mail that "
            + "`POST /api/v1/subscriptions/links` sends.";
    /**
     * Body of a one-click unsubscription (RFC 8058 §3.1): its one field, as a URL-encoded form, as JSON or as a
     * multipart form.
     */
    private static final Pattern ONE_CLICK_BODY = Pattern.compile("List-Unsubscribe=One-Click"
            + "|\\{\\s*\"List-Unsubscribe\"\\s*:\\s*\"One-Click\"\\s*}"
            + "|(?s)--[^\\r\\n]+\\r?\\n[^\\r\\n]*name=\"?List-Unsubscribe\"?[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\nOne-Click\\r?\\n--.*");

    private final SubscriptionRequests requests;
    private final SubscriptionService subscriptions;
    private final ClientAddress client;
    private final MergePatch mergePatch;

    SubscriptionResource(SubscriptionRequests requests, SubscriptionService subscriptions, ClientAddress client,
            MergePatch mergePatch) {
        this.requests = requests;
        this.subscriptions = subscriptions;
        this.client = client;
        this.mergePatch = mergePatch;
    }

    /** Response to every request for a mail. */
    @Schema(name = "SubscriptionMailAccepted",
            description = "The response to every request for a mail, whether the address is known or not.")
    public record SubscriptionRequestAccepted(@NotNull @Schema(examples = DeferredRequests.RESPONSE) String message) {
        static final SubscriptionRequestAccepted RESPONSE = new SubscriptionRequestAccepted(DeferredRequests.RESPONSE);
    }

    /** A token from the link in a mail. */
    @Schema(name = "SubscriptionToken", description = "A token from the link in a mail.",
            examples = "{\"token\": \"the-token-of-a-mail\"}")
    public record SubscriptionToken(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH) @Schema(examples = "the-token-of-a-mail") String token) {}

    /** Email address to which a link is sent. */
    @Schema(name = "SubscriptionLinkRequest", description = "The address to which the link is sent.",
            examples = "{\"email\": \"mai@example.com\"}")
    public record AddressForLink(@NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email) {}

    /** Form field of a one-click unsubscription (RFC 8058), as JSON. */
    @Schema(name = "OneClickUnsubscribe", description = "The form of RFC 8058, as JSON.",
            examples = "{\"List-Unsubscribe\": \"One-Click\"}")
    public record OneClick(@JsonProperty("List-Unsubscribe") @Schema(name = "List-Unsubscribe") String word) {}

    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = SubscriptionRequestAccepted.class, responseCode = "202",
            responseDescription = "Accepted")
    @RateLimited("subscriptions")
    @Operation(operationId = "subscribe", summary = "Subscribe to mails about new articles",
            description = "Sends the address a mail with a link. The address is subscribed when the button on "
                    + "the page of the link is pressed. The response is always the same: it does not reveal "
                    + "whether the address is known, blocked, or has reached its limit of mails.")
    public SubscriptionRequestAccepted subscribe(@NotNull @Valid SubscriptionInput input) {
        requests.requestSubscription(input, NetworkPrefix.of(client.ipAddress()));
        return SubscriptionRequestAccepted.RESPONSE;
    }

    @POST
    @Path("confirm")
    @MaxBodySize(MAX_BODY_SIZE)
    @NeedsToken
    @Operation(operationId = "confirmSubscription", summary = "Confirm a subscription with the token from the mail",
            description = "The token is valid for " + SubscriptionMails.CONFIRM_LINK_LIFETIME_HOURS
                    + " hours. A repeated request within " + LinkTokens.REUSE_PERIOD_HOURS
                    + " hours of the first gets the same response. The status 410 means that the token has expired.")
    public SubscriptionDetail.SubscriptionState confirm(@NotNull @Valid SubscriptionToken subscriptionToken) {
        return subscriptions.confirm(subscriptionToken.token(), NetworkPrefix.of(client.ipAddress()));
    }

    @POST
    @Path("unsubscribe")
    @MaxBodySize(MAX_BODY_SIZE)
    @Consumes({ "application/json", "application/x-www-form-urlencoded", "multipart/form-data" })
    @Operation(operationId = "unsubscribe", summary = "End all mails about new articles with one click (RFC 8058)",
            description = "Mail programs send this request to the address in the header `List-Unsubscribe`. The "
                    + "token never expires and authorizes nothing else.")
    public SubscriptionDetail.SubscriptionState unsubscribe(
            @Parameter(description = "The token from the unsubscribe link of the mail.", required = true,
                    schema = @Schema(examples = "the-token-of-a-mail")) @QueryParam("token") String token,
            @RequestBody(required = true,
                    content = { @Content(mediaType = "application/json",
                            schema = @Schema(implementation = OneClick.class)),
                            @Content(mediaType = "application/x-www-form-urlencoded",
                                    schema = @Schema(implementation = OneClick.class)) }) String body) {
        requireToken(token);
        if (body == null || !ONE_CLICK_BODY.matcher(body.strip()).matches()) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The body must be the form 'List-Unsubscribe=One-Click' (RFC 8058),"
                            + " or the JSON {\"List-Unsubscribe\": \"One-Click\"}.");
        }
        return subscriptions.unsubscribe(token, "one-click", NetworkPrefix.of(client.ipAddress()));
    }

    private static void requireToken(String token) {
        if (token == null) {
            throw ProblemException.invalidParameter("token", "is missing. Use the complete link from the mail");
        }
    }

    // This request changes nothing, because mail scanners follow links as well.
    @GET
    @Path("unsubscribe")
    @Produces("*/*")
    @Operation(operationId = "openUnsubscribePage", summary = "Open the page with the button that unsubscribes",
            description = "For mail programs that open the address in the header `List-Unsubscribe` in a browser. "
                    + "The request itself changes nothing.")
    @APIResponse(responseCode = "303", description = "`Location` is the address of the page.")
    public RestResponse<Void> openUnsubscribePage(
            @Parameter(description = "The token from the unsubscribe link of the mail.", required = true,
                    schema = @Schema(examples = "the-token-of-a-mail")) @QueryParam("token") String token) {
        requireToken(token);
        // The redirect is relative, so that it stays below the path under which a proxy may serve Byline.
        var page = LinkAction.pageUrl("../../..", "unsubscribe", subscriptions.findLocale(token)) + "&token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
        return RestResponse.ResponseBuilder.<Void>create(RestResponse.Status.SEE_OTHER).header("Location", page)
                .header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer").build();
    }

    @POST
    @Path("links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = SubscriptionRequestAccepted.class, responseCode = "202",
            responseDescription = "Accepted")
    @RateLimited("subscriptions")
    @Operation(operationId = "sendSubscriptionLink", summary = "Send a subscriber the link to manage the subscription",
            description = "The token of the link gives access to `/subscriptions/me` for "
                    + SubscriptionMails.MANAGE_LINK_LIFETIME_MINUTES + " minutes.")
    public SubscriptionRequestAccepted sendLink(@NotNull @Valid AddressForLink addressForLink) {
        requests.requestManageLink(addressForLink.email());
        return SubscriptionRequestAccepted.RESPONSE;
    }

    @GET
    @Path("me")
    @ResponseHeader(name = "Cache-Control", value = "private, no-store")
    @NeedsToken
    @Operation(operationId = "getSubscription", summary = "Read the subscription that belongs to the token from a mail",
            description = "The token is that of a link in any mail to the subscriber.")
    public SubscriptionDetail read(
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam("Subscription-Token") String token) {
        return subscriptions.read(token);
    }

    @PATCH
    @Path("me")
    @MaxBodySize(MAX_BODY_SIZE)
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @ResponseHeader(name = "Cache-Control", value = "private, no-store")
    @NeedsToken
    @Operation(operationId = "patchSubscription", summary = "Change the settings and topics of a subscription",
            description = "The token is that of a link in any mail to the subscriber.")
    public SubscriptionDetail change(
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam("Subscription-Token") String token,
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
    @NeedsToken
    @Operation(operationId = "exportSubscription", summary = "Read all data that is stored about a subscriber",
            description = "The token is that of a link in any mail to the subscriber. The response has the "
                    + "subscription and each consent.")
    public SubscriptionDetail.SubscriptionExport export(
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam("Subscription-Token") String token) {
        return subscriptions.export(token);
    }

    @DELETE
    @Path("me")
    @NeedsToken
    @Operation(operationId = "eraseSubscription", summary = "Erase a subscriber",
            description = "A keyed hash of the address stays, so that no import adds the address again.")
    public void erase(@Parameter(description = TOKEN_DESCRIPTION) @HeaderParam("Subscription-Token") String token) {
        subscriptions.erase(token);
    }
}
