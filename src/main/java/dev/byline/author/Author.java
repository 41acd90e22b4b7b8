package dev.byline.author;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Author of articles: a public profile, without sign-in or email. */
@Entity
class Author {
    @Id
    UUID id;
    @Version
    int version = 1;
    String slug;
    String name;
    /** Names in other locales, by locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    String bio;
    String avatarUrl;
    Instant createdAt;
}
