package dev.byline.menu;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A menu with its tree of items. */
@Entity
class Menu {
    @Id
    UUID id;
    @Version
    int version = 1;
    String name;
    /** The items, whose targets are ids. */
    @JdbcTypeCode(SqlTypes.JSON)
    List<MenuItem> items = List.of();
    Instant createdAt;
}
