package dev.byline.transfer.format;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.State;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;

/**
 * The table {@code byline} in the front matter of a file that the command {@code mirror} wrote, which has what
 * generators of sites have no names for. The text of such a file is imported exactly, and its path is no address.
 */
final class MirrorFrontMatter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MirrorFrontMatter() {
    }

    /** Completes the article of a file, if the file is of a mirror. */
    static void apply(FrontMatter matter, ImportLine line, List<String> notes) {
        if (matter.text("byline.id") == null) {
            return;
        }
        line.id = find(matter, "id", UUID::fromString);
        line.formerAddresses = null;
        var input = line.article;
        // The mirror writes an empty line above the text, and a line break below it.
        var text = ImportValues.toText(matter.text().replaceFirst("\\A\n", "").replaceFirst("\n\\z", ""));
        var format = "html".equals(matter.text("byline.format"))
                ? ArticleBody.BodyFormat.html
                : ArticleBody.BodyFormat.markdown;
        input.body = text == null ? null : new ArticleBody(format, text);
        input.excerpt = ImportValues.toSingleLine(matter.text("description"), ArticleInput.MAX_EXCERPT_LENGTH);
        input.metadata = readMetadata(matter, notes);
        if (input.commentsPolicy == null) {
            input.commentsPolicy = find(matter, "commentsPolicy", CommentsPolicy::valueOf);
        }
        var first = ImportValues.toInstant(matter.text("byline.firstPublishedAt"));
        if (first != null && line.state == State.live) {
            input.firstPublishedAt = first;
        }
        if (input.cover != null) {
            input.cover = new Cover(input.cover.url(), input.cover.alt(),
                    find(matter, "coverWidth", Integer::valueOf),
                    find(matter, "coverHeight", Integer::valueOf));
        }
        if ("true".equals(matter.text("byline.noIndex"))) {
            var seo = input.seo == null ? new Seo(null, null, null, null) : input.seo;
            input.seo = new Seo(seo.title(), seo.description(), seo.canonicalUrl(), true);
        }
    }

    /** Converts a value of the table; null if there is none, or if it cannot be converted. */
    private static <T> T find(FrontMatter matter, String name, Function<String, T> conversion) {
        var text = matter.text("byline." + name);
        try {
            return text == null ? null : conversion.apply(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, Object> readMetadata(FrontMatter matter, List<String> notes) {
        var text = matter.text("byline.metadata");
        try {
            return text == null ? null : JSON.readValue(text, new TypeReference<Map<String, Object>>() {
            });
        } catch (JsonProcessingException e) {
            notes.add("its metadata is no JSON object and was left out");
            return null;
        }
    }
}
