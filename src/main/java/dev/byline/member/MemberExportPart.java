package dev.byline.member;

import java.util.UUID;

/**
 * A feature's part of a member's data export; each feature that stores data about members implements this interface.
 */
public interface MemberExportPart {
    /** Returns the part's name in the export. */
    String partName();

    /** Returns all data that the feature stores about the member, or null if there is none. */
    Object export(UUID member, String emailNorm);
}
