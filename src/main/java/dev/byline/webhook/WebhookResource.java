package dev.byline.webhook;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Endpoints of webhooks in the admin API. */
@Path(Paths.ADMIN_API + "/webhooks")
@Produces("application/json")
@RolesAllowed(Scope.WEBHOOKS_MANAGE)
@Tag(name = "Staff: webhooks")
class WebhookResource {
    private final WebhookService webhooks;
    private final MergePatch mergePatch;

    WebhookResource(WebhookService webhooks, MergePatch mergePatch) {
        this.webhooks = webhooks;
        this.mergePatch = mergePatch;
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "List webhooks, newest first")
    public Page<WebhookDetail> list(@BeanParam PageQuery page) {
        return webhooks.list(page);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = WebhookDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createWebhook", summary = "Create a webhook; only this response shows its secret",
            description = "The receiver gets each event that matches as a signed POST (Standard Webhooks), at least "
                    + "once, and the events of one article in their order. There are at most "
                    + WebhookService.MAX_WEBHOOKS + " webhooks.")
    public RestResponse<WebhookDetail> create(@NotNull @Valid WebhookInput input) {
        var webhook = webhooks.create(input);
        return CreatedResponse.at(Paths.ADMIN_API + "/webhooks/" + webhook.id, webhook);
    }

    @GET
    @Path("{webhook}")
    @Operation(operationId = "getWebhook", summary = "Read a webhook with its version, without its secret")
    public WebhookDetail read(@PathParam("webhook") String webhook) {
        return webhooks.read(webhook);
    }

    @PATCH
    @Path("{webhook}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchWebhook", summary = "Change a webhook",
            description = "`active: true` starts a webhook again that the service has stopped. What happened meanwhile "
                    + "is sent by a replay.")
    public WebhookDetail patch(@PathParam("webhook") String webhook, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = WebhookInput.class))) JsonNode patch) {
        return webhooks.change(webhook, ifMatch, current -> mergePatch.apply(current, patch, WebhookInput.class));
    }

    @DELETE
    @Path("{webhook}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook and its deliveries")
    public void delete(@PathParam("webhook") String webhook, @HeaderParam("If-Match") String ifMatch) {
        webhooks.delete(webhook, ifMatch);
    }

    @POST
    @Path("{webhook}/secret")
    @Consumes("application/json")
    @Operation(operationId = "rotateWebhookSecret",
            summary = "Give a webhook a new secret; only this response shows it",
            description = "For `graceHours` each request has two signatures, of the new and of the former secret, so "
                    + "that no request is refused while you replace the secret.")
    public WebhookDetail rotate(@PathParam("webhook") String webhook, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = SecretGrace.class))) @Valid SecretGrace grace) {
        return webhooks.rotate(webhook, ifMatch, SecretGrace.hoursOf(grace));
    }
}
