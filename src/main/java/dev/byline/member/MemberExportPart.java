package dev.byline.member;

import java.util.UUID;

/** What another feature keeps of a member: a part of the export that it adds itself. */
public interface MemberExportPart {
    /** The part's name in the export. */
    String partName();

    /** All of it, or null for nothing. */
    Object export(UUID member, String emailNorm);
}
