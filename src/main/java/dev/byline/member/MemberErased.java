package dev.byline.member;

import java.util.UUID;

/**
 * Event, fired in the transaction that erases a member. Observers remove the personal data that other features store.
 */
public record MemberErased(UUID id, String emailNorm) {}
