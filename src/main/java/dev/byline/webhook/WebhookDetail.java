package dev.byline.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A webhook. The secret is present only in the response that creates the webhook or gives it a new secret. */
@Schema(name = "Webhook", description = "A URL that is told of changes.")
public final class WebhookDetail implements Versioned, HasSecrets, Cloneable {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "Send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(description = "`webhook`, or a receiver that a setting turns on, which cannot be changed here.")
    public final ReceiverKind kind;
    @NotNull
    @Schema(examples = "https://hooks.example/byline")
    public final String url;
    @NotNull
    @Schema(examples = "[\"article.*\", \"site.updated\"]")
    public final List<String> events;
    @NotNull
    public final List<WebhookInput.IncludedPart> include;
    @NotNull
    public final boolean imports;
    @NotNull
    public final boolean active;
    @Schema(examples = "Rebuilds the site")
    public final String description;
    @Schema(description = "Present if the service stopped the webhook: `paused` after failing for a day, `disabled` by "
            + "a receiver that answered 410. `active: true` starts the webhook again.")
    public final Webhook.Stopped stopped;
    @Schema(description = "Why the service stopped the webhook.",
            examples = "The receiver answered 410 Gone.")
    public final String reason;
    public final Instant stoppedAt;
    @Schema(description = "The time of the first failure since the last success; absent if the last attempt succeeded.")
    public final Instant failingSince;
    @Schema(description = "The time until which the receiver asked for no more requests, by `Retry-After`.")
    public final Instant heldUntil;
    @Schema(description = "The secret with which to verify signatures. Only this response contains it.",
            examples = "whsec_…")
    public String secret;
    @Schema(description = "The time until which the former secret signs as well.")
    public final Instant formerUntil;
    @NotNull
    public final Instant createdAt;

    WebhookDetail(Webhook webhook, String secret) {
        id = webhook.id;
        version = webhook.version;
        kind = webhook.kind;
        url = webhook.url;
        events = webhook.events;
        include = WebhookInput.of(webhook).include();
        imports = webhook.imports;
        active = webhook.active;
        description = webhook.description;
        stopped = webhook.stopped;
        reason = webhook.reason;
        stoppedAt = webhook.stoppedAt;
        failingSince = webhook.failingSince;
        heldUntil = webhook.heldUntil;
        this.secret = secret;
        formerUntil = webhook.formerUntil;
        createdAt = webhook.createdAt;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public WebhookDetail withoutSecrets() {
        try {
            var copy = (WebhookDetail) clone();
            copy.secret = null;
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a text without the secret, because objects end up in logs by mistake. */
    @Override
    public String toString() {
        return "WebhookDetail " + id;
    }
}
