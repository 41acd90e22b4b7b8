package dev.byline.author;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Whoever signs articles: a public profile. */
@Entity
class Author {
    @Id
    UUID id;
    @Version
    int version = 1;
    String slug;
    String name;
    /** By locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    String bio;
    String avatarUrl;
    Instant createdAt;
}
