package dev.byline.member;

import java.util.UUID;

/** What another feature keeps of a member: a part of the export that it adds itself. */
public interface MemberData {
    /** The part's name in the export. */
    String part();

    /** All of it, or null for nothing. */
    Object of(UUID member, String emailNorm);
}
