package dev.byline.preview;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The permission to see one working copy until a time. */
@Entity
class Preview {
    @Id
    UUID id;
    UUID articleId;
    Instant createdAt;
    String createdBy;
    Instant expiresAt;
}
