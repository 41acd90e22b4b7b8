package dev.byline.database;

import java.util.UUID;

import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Creates ids: UUID version 7 (RFC 9562 §5.7), which sort by their time of creation. */
public final class Ids {
    private Ids() {
    }

    /** Returns a new id. */
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
