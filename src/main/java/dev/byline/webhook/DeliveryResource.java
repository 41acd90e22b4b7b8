package dev.byline.webhook;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.InSiteTimeZone;
import dev.byline.web.Paths;
import dev.byline.webhook.WebhookDelivery.WebhookReplay;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of the deliveries of webhooks in the admin API. */
@Path(Paths.ADMIN_API + "/webhooks/{webhook}")
@Produces("application/json")
@RolesAllowed(Scope.WEBHOOKS_MANAGE)
@Tag(name = "Staff: webhooks")
class DeliveryResource {
    private final DeliveryService deliveries;

    DeliveryResource(DeliveryService deliveries) {
        this.deliveries = deliveries;
    }

    @GET
    @Path("deliveries")
    @Operation(operationId = "listWebhookDeliveries",
            summary = "List the events for a webhook, the latest changes first; they are kept for 30 days")
    public Page<WebhookDelivery> list(@PathParam("webhook") String webhook, @BeanParam DeliveryQuery query,
            @BeanParam PageQuery page) {
        return deliveries.list(webhook, query, page);
    }

    @GET
    @Path("deliveries/{delivery}")
    @Operation(operationId = "getWebhookDelivery", summary = "Read a delivery with its attempts")
    public WebhookDelivery read(@PathParam("webhook") String webhook, @PathParam("delivery") String delivery) {
        return deliveries.read(webhook, delivery);
    }

    @POST
    @Path("deliveries/{delivery}/replay")
    @ResponseStatus(202)
    @APIResponse(responseCode = "202", description = "The event is queued.",
            content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = WebhookDelivery.class)))
    @Operation(operationId = "replayWebhookDelivery",
            summary = "Send an event again, with the same webhook-id and the present state of what changed")
    public WebhookDelivery replay(@PathParam("webhook") String webhook, @PathParam("delivery") String delivery) {
        return deliveries.replay(webhook, delivery);
    }

    @POST
    @Path("replay")
    @ResponseStatus(202)
    @APIResponse(responseCode = "202", description = "The events are queued.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = WebhookReplay.class)))
    @Operation(operationId = "replayWebhook", summary = "Send all events since a time again, in their order")
    public WebhookReplay replaySince(@PathParam("webhook") String webhook,
            @QueryParam("since") @InSiteTimeZone @Parameter(required = true,
                    description = "The time of the first change to send again.",
                    schema = @Schema(examples = "2030-01-31T12:00:00Z")) Instant since) {
        return deliveries.replaySince(webhook, since);
    }

    @POST
    @Path("test")
    @ResponseStatus(202)
    @APIResponse(responseCode = "202", description = "The event is queued.",
            content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = WebhookDelivery.class)))
    @Operation(operationId = "testWebhook", summary = "Send a test event to a webhook",
            description = "Sends the event `webhook.test`, whatever the events of the webhook are. Read the delivery to "
                    + "see what the receiver answered.")
    public WebhookDelivery test(@PathParam("webhook") String webhook) {
        return deliveries.test(webhook);
    }
}
