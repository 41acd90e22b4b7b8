package dev.byline.subscription;

import java.time.Clock;

import dev.byline.mail.LinkTokens;
import dev.byline.mail.Outbox;
import dev.byline.member.MemberErased;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Erases subscribers: on request, and with the account of a member. */
@ApplicationScoped
class SubscriberErasure {
    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;
    private final LinkTokens tokens;
    private final UnsubscribeTokens unsubscribeTokens;
    private final Outbox outbox;
    private final Clock clock;

    SubscriberErasure(SubscriberRepository subscribers, SubscriptionMails mails, LinkTokens tokens,
            UnsubscribeTokens unsubscribeTokens, Outbox outbox, Clock clock) {
        this.subscribers = subscribers;
        this.mails = mails;
        this.tokens = tokens;
        this.unsubscribeTokens = unsubscribeTokens;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Erases a subscriber. Only a hash of the address stays, so that no import adds the address again. */
    void erase(Subscriber s) {
        var norm = s.emailNorm;
        mails.cancelAll(s.id);
        tokens.revokeAll(s.id);
        outbox.eraseAddress(norm);
        subscribers.suppress(unsubscribeTokens.hashAddress(norm), "erased", clock.instant());
        subscribers.delete(s);
        subscribers.flush();
    }

    /** Erases the subscription of a member whose account is erased. */
    void onMemberErased(@Observes MemberErased member) {
        subscribers.lock(member.emailNorm()).ifPresent(this::erase);
    }
}
