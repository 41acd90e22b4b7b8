package dev.byline.author;

import java.time.Instant;
import java.util.UUID;

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
    String bio;
    String avatarUrl;
    Instant createdAt;
}
