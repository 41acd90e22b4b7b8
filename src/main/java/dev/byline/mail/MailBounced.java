package dev.byline.mail;

/** Event: a mail server permanently refused this recipient address. */
public record MailBounced(String email) {}
