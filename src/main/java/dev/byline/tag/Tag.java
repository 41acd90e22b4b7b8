package dev.byline.tag;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Tag by which readers find articles. */
@Entity
class Tag {
    @Id
    UUID id;
    @Version
    int version = 1;
    String slug;
    String name;
    /** Names in other locales, by locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    /** Name with case and width folded (NFKC case folding); names with equal keys are the same tag. */
    String nameKey;
    Instant createdAt;
}
