package dev.byline.member;

import java.util.UUID;

/** A member goes, and nothing personal is to stay; fired in the transaction that erases. */
public record MemberErased(UUID id, String emailNorm) {}
