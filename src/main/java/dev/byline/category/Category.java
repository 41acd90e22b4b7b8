package dev.byline.category;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Category of articles, in a tree. */
@Entity
class Category {
    @Id
    UUID id;
    /**
     * Version, incremented by this service and not by Hibernate: a move may change no other column of the row, and
     * every change waits for the other changes.
     */
    int version = 1;
    String slug;
    String name;
    /** Names in other locales, by locale. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> names = Map.of();
    String description;
    UUID parentId;
    /** Position among the siblings, from 0. {@link CategoryTree} maintains position and path. */
    @Column(updatable = false)
    int position;
    /** Positions from the root down to this category. */
    @Column(updatable = false)
    String path = "";
    Instant createdAt;

    /** Level in the tree, 1 at the top. */
    int level() {
        return (path.length() + 1) / CategoryTree.PATH_SEGMENT_LENGTH;
    }

}
