package dev.byline.transfer.format;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.tag.TagInput;

/** An item of a feed or of Blogger, as its reader collects it; becomes an article. Fields without a value are null. */
final class FeedItem {
    final String place;
    final String id;
    ArticleKind kind;
    /** The address of the page of the item, complete or not. It leads to the article, and its end becomes the slug. */
    String url;
    /** The title as HTML. */
    String title;
    String html;
    /** The summary as HTML. */
    String summary;
    BaseUrl base = new BaseUrl("");
    String coverUrl;
    String locale;
    String seoDescription;
    State state = State.live;
    /** The time of creation; that of publication if null. */
    Instant createdAt;
    Instant publishedAt;
    Instant updatedAt;
    final Set<String> authors = new LinkedHashSet<>();
    final Set<String> tags = new LinkedHashSet<>();
    final List<String> notes = new ArrayList<>();

    FeedItem(String place, String id) {
        this.place = place;
        this.id = id;
    }

    /** Parses a time; notes one that is not understood. Returns null for such a time, and without one. */
    Instant toInstant(String time) {
        var instant = ImportValues.toInstant(time);
        if (instant == null && time != null && !time.isBlank()) {
            notes.add("has the date '" + ImportValues.toSingleLine(time, 60) + "', which is not understood");
        }
        return instant;
    }

    void addTag(String name) {
        tags.add(ImportValues.toPlainLine(name, TagInput.MAX_NAME_LENGTH));
    }

    /** Makes the item a draft, with a note on the reason. */
    void restrict(String reason) {
        state = State.never_published;
        notes.add(reason + " and stays a draft");
    }

    /** Passes the item on as an article. An item whose date is in the future is scheduled for that time. */
    void emit(ImportItemSink sink) {
        tags.remove(null);
        authors.remove(null);
        boolean scheduled = state == State.live && publishedAt != null && publishedAt.isAfter(Instant.now());
        if (scheduled) {
            state = State.never_published;
            notes.add("is not public before " + publishedAt + "; it is scheduled for that time");
        }
        var text = ImportValues.toText(base.completeHtml(html));
        var input = new ArticleInput();
        input.title = ImportValues.toTitle(title, text, notes);
        input.kind = kind;
        input.slug = ImportValues.slugFromUrl(url);
        input.locale = locale;
        input.excerpt = ImportValues.toPlainLine(summary, ArticleInput.MAX_EXCERPT_LENGTH);
        input.body = text == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, text.strip());
        var picture = base.complete(coverUrl);
        input.cover = picture == null ? null : new Cover(picture, null, null, null);
        input.authors = ImportValues.takeFirst(authors, ArticleInput.MAX_AUTHORS, "authors", notes);
        input.tags = ImportValues.takeFirst(tags, ArticleInput.MAX_TAGS, "tags", notes);
        var description = ImportValues.toPlainLine(seoDescription, Seo.MAX_DESCRIPTION_LENGTH);
        input.seo = description == null ? null : new Seo(null, description, null, null);
        input.publishedAt = publishedAt;
        if (state == State.live) {
            input.firstPublishedAt = publishedAt;
            input.updatedAt = updatedAt;
        }
        var line = ImportLine.article(id, input, state);
        line.schedule = scheduled ? ImportedArticle.ImportSchedule.publish(publishedAt) : null;
        var address = base.complete(url);
        // A path of an unknown host still leads to the article.
        line.formerAddresses = FormerSlug.addresses(Collections.singletonList(address == null ? url : address));
        line.createdAt = createdAt == null ? publishedAt : createdAt;
        sink.accept(place, line, notes.toArray(String[]::new));
    }
}
