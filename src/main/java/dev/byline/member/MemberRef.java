package dev.byline.member;

import java.util.UUID;

/** A member as others refer to it. The address is for nobody to see. */
public record MemberRef(UUID id, String name, String emailNorm, boolean verified) {}
