package dev.byline.subscription;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.limit.Budget;
import dev.byline.limit.Limits;
import dev.byline.mail.Requests;
import dev.byline.problem.ProblemException;
import dev.byline.text.MailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** What becomes of a wish for mails, when nobody waits for the answer any more. */
@ApplicationScoped
class SubscriptionRequests implements Requests.Handler {
    static final String KIND = "subscription";
    /** Nobody makes this site a cannon, whatever many addresses and networks he has. */
    private static final Budget ALL = new Budget("confirmations",
            List.of(new Budget.Window(2_000, Duration.ofHours(1))));

    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;
    private final Seals seals;
    private final Locks locks;
    private final Limits limits;
    private final ObjectMapper json;
    private final Clock clock;

    SubscriptionRequests(SubscriberRepository subscribers, SubscriptionMails mails, Seals seals, Locks locks,
            Limits limits, ObjectMapper json, Clock clock) {
        this.subscribers = subscribers;
        this.mails = mails;
        this.seals = seals;
        this.locks = locks;
        this.limits = limits;
        this.json = json;
        this.clock = clock;
    }

    record Asked(String email, String name, String locale, Wish wish, String network, boolean machine) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        var asked = json.convertValue(body, Asked.class);
        if (asked.machine) {
            return;
        }
        var norm = MailAddress.normal(asked.email);
        locks.alone("reader " + norm);
        if (subscribers.suppressed(seals.hidden(norm)).filter("complained"::equals).isPresent()) {
            return;
        }
        var s = subscribers.lock(norm).orElseGet(() -> pending(asked, norm));
        if (s.state == Subscriber.State.complained || !adds(s, asked.wish)) {
            return;
        }
        subscribers.subscribe(s.id, asked.wish, null);
        if (anyMore() && mails.confirm(s, asked.wish)) {
            subscribers.record(s.id, "requested", asked.wish.topics(), "subscription_confirm/" + s.locale,
                    asked.network, clock.instant());
        }
    }

    private Subscriber pending(Asked asked, String norm) {
        var s = new Subscriber();
        s.id = Ids.next();
        s.email = MailAddress.parse(asked.email).orElseThrow().toString();
        s.emailNorm = norm;
        s.name = asked.name;
        s.locale = asked.locale;
        s.state = Subscriber.State.pending;
        s.createdAt = clock.instant();
        s.changedAt = s.createdAt;
        subscribers.persistAndFlush(s);
        return s;
    }

    private boolean adds(Subscriber s, Wish wish) {
        var confirmed = subscribers.subscriptions(List.of(s.id)).getOrDefault(s.id, List.of()).stream()
                .filter(row -> row.confirmedAt() != null).map(row -> row.topic()).toList();
        return s.state != Subscriber.State.confirmed || !confirmed.containsAll(wish.topics());
    }

    private boolean anyMore() {
        try {
            limits.take(ALL, "all");
            return true;
        } catch (ProblemException spent) {
            return false;
        }
    }
}
