package dev.byline.mail;

/** A mail server said for good that nobody is at this address. */
public record MailBounced(String email) {}
