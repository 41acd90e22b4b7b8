package dev.byline.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.byline.text.RenderedBody;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;

/** The published copy of an article, which readers see. */
@Entity
class Publication {
    @Id
    UUID articleId;
    String locale;
    String slug;
    String title;
    String excerpt;
    String html;
    String text;
    @JdbcTypeCode(SqlTypes.JSON)
    List<RenderedBody.Heading> contents;
    @Embedded
    Cover cover;
    boolean pinned;
    @Embedded
    Seo seo;
    @Enumerated(EnumType.STRING)
    CommentsPolicy commentsPolicy;
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> metadata;
    int readingMinutes;
    Instant firstPublishedAt;
    Instant publishedAt;
    Instant updatedAt;

    @ElementCollection
    @CollectionTable(name = "publication_author", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "author_id")
    List<UUID> authors = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "publication_category", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "category_id")
    List<UUID> categories = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "publication_tag", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "tag_id")
    List<UUID> tags = new ArrayList<>();

    /** Takes over the content; rows of unchanged authors, categories and tags are left alone. */
    Publication copyFrom(NewPublication content) {
        articleId = content.articleId();
        locale = content.locale();
        slug = content.slug();
        title = content.title();
        html = content.body().html();
        text = content.body().text();
        contents = content.body().contents();
        excerpt = Objects.requireNonNullElse(content.excerpt(), content.body().excerpt());
        cover = content.cover();
        pinned = content.pinned();
        seo = content.seo();
        commentsPolicy = content.commentsPolicy();
        metadata = content.metadata();
        readingMinutes = content.body().readingMinutes();
        firstPublishedAt = content.firstPublishedAt();
        publishedAt = content.publishedAt();
        updatedAt = content.updatedAt();
        replaceIfChanged(authors, content.authors());
        replaceIfChanged(categories, content.categories());
        replaceIfChanged(tags, content.tags());
        return this;
    }

    private static void replaceIfChanged(List<UUID> links, List<UUID> targets) {
        if (!links.equals(targets)) {
            links.clear();
            links.addAll(targets);
        }
    }
}
