package dev.byline.category;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A section of the blog. */
@Entity
class Category {
    @Id
    UUID id;
    @Version
    int version = 1;
    String slug;
    String name;
    String description;
    Instant createdAt;
}
