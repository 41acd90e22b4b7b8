package dev.byline.webhook;

/** The kinds of receivers, by what they are sent. */
enum ReceiverKind {
    /** A receiver that admins created: signed JSON (Standard Webhooks). */
    webhook("application/json"),
    /** A search engine that takes addresses of pages (indexnow.org). */
    indexnow("application/json; charset=utf-8"),
    /** A hub that tells feed readers of new entries (W3C WebSub). */
    websub("application/x-www-form-urlencoded");

    final String contentType;

    ReceiverKind(String contentType) {
        this.contentType = contentType;
    }
}
