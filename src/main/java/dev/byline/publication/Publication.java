package dev.byline.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.byline.text.RenderedBody;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;

/** The published copy of an article, which readers see. */
@Entity
class Publication {
    @Id
    UUID articleId;
    @Embedded
    PublishedContent content;
    String html;
    String text;
    @JdbcTypeCode(SqlTypes.JSON)
    List<RenderedBody.Heading> contents;
    int readingMinutes;

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

    /** Takes over the new copy; rows of unchanged authors, categories and tags are left alone. */
    Publication copyFrom(NewPublication copy) {
        articleId = copy.articleId();
        content = copy.content();
        html = copy.body().html();
        text = copy.body().text();
        contents = copy.body().contents();
        readingMinutes = copy.body().readingMinutes();
        replaceIfChanged(authors, copy.authors());
        replaceIfChanged(categories, copy.categories());
        replaceIfChanged(tags, copy.tags());
        return this;
    }

    private static void replaceIfChanged(List<UUID> links, List<UUID> targets) {
        if (!links.equals(targets)) {
            links.clear();
            links.addAll(targets);
        }
    }
}
