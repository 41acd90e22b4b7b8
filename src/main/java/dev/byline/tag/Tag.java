package dev.byline.tag;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A word that articles are found by. */
@Entity
class Tag {
    @Id
    UUID id;
    @Version
    int version = 1;
    String slug;
    String name;
    /** By locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    /** The name with case and width folded (NFKC case folding), by which names are the same tag. */
    String nameKey;
    Instant createdAt;
}
