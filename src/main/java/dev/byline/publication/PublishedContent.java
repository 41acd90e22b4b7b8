package dev.byline.publication;

import java.time.Instant;
import java.util.Map;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * Fields of a published copy that publishing takes from the working copy, without the body and the references. The
 * fields are set by name, and are the columns of {@link Publication} at the same time.
 */
@Embeddable
public class PublishedContent {
    @Enumerated(EnumType.STRING)
    public ArticleKind kind;
    public String locale;
    public String slug;
    public String title;
    public String excerpt;
    @Embedded
    public Cover cover;
    public boolean pinned;
    @Embedded
    public Seo seo;
    @Enumerated(EnumType.STRING)
    public CommentsPolicy commentsPolicy;
    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, Object> metadata;
    public Instant firstPublishedAt;
    public Instant publishedAt;
    public Instant updatedAt;
}
