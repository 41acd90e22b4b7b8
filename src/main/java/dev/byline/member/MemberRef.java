package dev.byline.member;

import java.util.UUID;

/** A member as other features refer to it. The email address is for internal use and must not be shown to any user. */
public record MemberRef(UUID id, String name, String emailNorm, boolean verified) {}
