package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import jakarta.validation.constraints.NotNull;

/** Topics of a subscription. */
@Schema(name = "SubscriptionTopics", description = "The topics of the articles that the mails are about.")
public record Topics(
        @NotNull @Schema(description = "All articles.", examples = "false") boolean everything,
        @NotNull List<CategoryRef> categories,
        @NotNull List<AuthorRef> authors) {
    static final Topics NONE = new Topics(false, List.of(), List.of());
}
