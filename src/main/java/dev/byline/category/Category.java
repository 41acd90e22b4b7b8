package dev.byline.category;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A section of the blog. */
@Entity
class Category {
    @Id
    UUID id;
    /** Not Hibernate's: a move may change nothing else of the row, and every change waits for the others. */
    int version = 1;
    String slug;
    String name;
    /** By locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    String description;
    UUID parentId;
    /** Among those with the same parent, from 0. {@link CategoryTree} keeps it, and the path. */
    @Column(updatable = false)
    int position;
    /** The positions from the root down to this one. */
    @Column(updatable = false)
    String path = "";
    Instant createdAt;

    /** 1 at the top. */
    int level() {
        return (path.length() + 1) / CategoryTree.PATH_SEGMENT_LENGTH;
    }

}
