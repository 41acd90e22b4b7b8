package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import jakarta.validation.constraints.NotNull;

/** What somebody is subscribed to. */
@Schema(description = "Which articles there are mails about.")
public record Topics(
        @NotNull @Schema(description = "All articles.", examples = "false") boolean everything,
        @NotNull List<CategoryRef> categories,
        @NotNull List<AuthorRef> authors) {}
