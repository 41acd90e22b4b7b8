package dev.byline.database;

import java.util.UUID;

import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Makes ids: UUID version 7 (RFC 9562 §5.7), which sort by the time of their making. */
public final class Ids {
    private Ids() {
    }

    /** A new id. */
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
