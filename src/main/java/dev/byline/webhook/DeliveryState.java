package dev.byline.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The states of a delivery: it waits for its first or next attempt, it was accepted, or it has failed for good. */
@Schema(name = "WebhookDeliveryState")
public enum DeliveryState {
    waiting,
    delivered,
    failed
}
