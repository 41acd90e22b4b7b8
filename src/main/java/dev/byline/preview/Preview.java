package dev.byline.preview;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A preview link: the permission to read one working copy without a key until the link expires. */
@Entity
class Preview {
    @Id
    UUID id;
    UUID articleId;
    Instant createdAt;
    String createdBy;
    Instant expiresAt;
}
