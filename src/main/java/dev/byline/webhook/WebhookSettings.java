package dev.byline.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The settings of webhooks, {@code BYLINE_WEBHOOK_…}. */
@ConfigMapping(prefix = "byline.webhook")
interface WebhookSettings {
    /** True to allow receivers in private networks and on this machine. */
    @WithName("private")
    @WithDefault("false")
    boolean allowPrivate();
}
