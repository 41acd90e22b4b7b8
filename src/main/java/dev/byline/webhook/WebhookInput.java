package dev.byline.webhook;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The fields of a webhook that admins may set. */
@Schema(description = "A webhook: a URL that is told of changes.",
        examples = """
                {"url": "https://hooks.example/byline", "events": ["article.*", "site.updated"], "description": "Rebuilds the site"}""")
public record WebhookInput(
        @NotNull @ValidWebAddress @Schema(
                description = "The receiver: an http or https URL on the public internet, without credentials.",
                examples = "https://hooks.example/byline") String url,
        @NotNull @Size(min = 1, max = MAX_EVENTS) @Schema(
                description = "The events: a type and a change, all changes of a type (`article.*`), or all (`*`).",
                examples = "[\"article.published\", \"category.*\"]") List<@NotNull String> events,
        @Size(max = 1) @Schema(description = "The additional parts of what is sent: `body` for the bodies of articles.",
                examples = "[]") List<@NotNull IncludedPart> include,
        @Schema(description = "True to send also what imports change; otherwise an import is one `import.finished`.",
                defaultValue = "false") Boolean imports,
        @Schema(description = "False to send nothing. True also starts a webhook again that the service stopped.",
                defaultValue = "true") Boolean active,
        @PlainText(max = MAX_DESCRIPTION_LENGTH) @Schema(
                examples = "Rebuilds the site") String description) {
    private static final int MAX_EVENTS = 60;
    private static final int MAX_DESCRIPTION_LENGTH = 200;

    public WebhookInput {
        description = WhiteSpace.normalizeSpaces(description);
        events = events == null || events.contains(null) ? events : events.stream().distinct().sorted().toList();
        include = include == null ? List.of() : include.contains(null) ? include : include.stream().distinct().toList();
        imports = imports == null ? Boolean.FALSE : imports;
        active = active == null ? Boolean.TRUE : active;
    }

    /** An additional part of what a webhook sends. */
    @Schema(name = "WebhookInclude")
    public enum IncludedPart {
        body
    }

    static WebhookInput of(Webhook webhook) {
        return new WebhookInput(webhook.url, webhook.events,
                webhook.include.stream().map(IncludedPart::valueOf).toList(), webhook.imports, webhook.active,
                webhook.description);
    }

    void applyTo(Webhook webhook) {
        webhook.url = url;
        webhook.events = events;
        webhook.include = include.stream().map(Enum::name).toList();
        webhook.imports = imports;
        webhook.description = description;
        webhook.setActive(active);
    }
}
