package dev.byline.subscription;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

/** An email address for which mails about articles were requested. */
@Entity
class Subscriber {
    @Id
    UUID id;
    String email;
    String emailNorm;
    String name;
    String locale;
    @Enumerated(EnumType.STRING)
    SubscriberState state;
    Instant createdAt;
    Instant changedAt;

    /** States of a subscriber. Only {@code confirmed} subscribers get mails about articles. */
    @Schema(name = "SubscriberState")
    enum SubscriberState {
        pending,
        confirmed,
        unsubscribed,
        bounced,
        complained
    }

    /** Changes the state; returns false if the subscriber is already in that state. */
    boolean changeState(SubscriberState next, Instant now) {
        if (state == next) {
            return false;
        }
        state = next;
        changedAt = now;
        return true;
    }
}
