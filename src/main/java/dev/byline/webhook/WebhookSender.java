package dev.byline.webhook;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import dev.byline.webhook.SendOutcome.AttemptOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Sends the deliveries of webhooks:
 * <ol>
 * <li>One thread records the outcomes that have arrived, claims due deliveries for two minutes, and builds what to send.
 * <li>Requests wait for their responses without a thread: at most {@value #MAX_IN_FLIGHT_OF_WEBHOOK} of one webhook and
 * {@value #MAX_IN_FLIGHT} in all at a time, so that a slow receiver holds up nothing but its own deliveries.
 * <li>An outcome is recorded within {@link #RECORD_INTERVAL}, together with all others of this time.
 * </ol>
 * A node that is killed has recorded all outcomes but the latest; other nodes send these deliveries again when the
 * claims end, with the same {@code webhook-id}. The limits are those of one node. The metric
 * {@code byline.webhook.attempts} counts the attempts by their outcome.
 */
@ApplicationScoped
class WebhookSender implements MeasuredQueue {
    static final int MAX_IN_FLIGHT_OF_WEBHOOK = 8;
    static final int MAX_IN_FLIGHT = 200;
    /**
     * From half of {@link #MAX_IN_FLIGHT} on, each webhook has only so many requests on their way that all webhooks
     * have some, also if most receivers are slow.
     */
    private static final int MIN_IN_FLIGHT_OF_WEBHOOK = 2;
    private static final int MAX_CLAIMED_AT_ONCE = 200;
    private static final int MAX_RECORDED_AT_ONCE = 500;
    private static final Duration CLAIM_DURATION = Duration.ofMinutes(2);
    /** Time before the end of a claim at which no request begins, so that its outcome is recorded in time. */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(30);
    private static final Duration RECORD_INTERVAL = Duration.ofMillis(50);
    /** Time for which the address of a receiver is used without another look-up. */
    private static final Duration ADDRESS_LIFETIME = Duration.ofSeconds(5);
    private static final long STOP_TIMEOUT_MILLIS = 5_000;
    private static final String DUE_DELIVERY_QUERY = "select 1 from webhook_delivery where state = 'waiting'"
            + " and due_at <= now() limit 1";

    private final DataSource connections;
    private final DeliveryClaims claims;
    private final DeliveryPayloads payloads;
    private final ReceiverClient client;
    private final Clock clock;
    private final MeterRegistry meters;
    private final QueueWorker queueWorker = new QueueWorker("webhooks", this::processBatch);
    private final Queue<SendOutcome> outcomes = new ConcurrentLinkedQueue<>();
    /** The deliveries on this node by webhook. Guarded by this object, like the counters. */
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private int inFlight;
    private boolean sending;
    private boolean stopping;

    /** The deliveries of one webhook on this node. */
    private static final class Lane {
        final Deque<PreparedRequest> queued = new ArrayDeque<>();
        int inFlight;
        Future<InetAddress> address;
        String addressUrl;
        long addressUntil;
    }

    private record PreparedRequest(ClaimedDelivery delivery, byte[] body) {}

    /** Event: deliveries were added or became due. */
    record DeliveriesQueued() {}

    WebhookSender(DataSource connections, DeliveryClaims claims, DeliveryPayloads payloads, ReceiverClient client,
            Clock clock, MeterRegistry meters) {
        this.connections = connections;
        this.claims = claims;
        this.payloads = payloads;
        this.client = client;
        this.clock = clock;
        this.meters = meters;
        for (var kind : AttemptOutcome.values()) {
            // Publishes all outcomes from the start.
            count(kind, 0);
        }
    }

    @Override
    public String queue() {
        return "webhooks";
    }

    @Override
    public String sizeAndOldestQuery() {
        return """
                select count(*), min(d.due_at) from webhook_delivery d join webhook w on w.id = d.webhook_id and w.active
                where d.state = 'waiting' and d.due_at <= now()""";
    }

    void start(@Observes StartupEvent event) {
        queueWorker.start();
    }

    /** Waits shortly for the responses that are on their way, and returns all other deliveries to the other nodes. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        synchronized (this) {
            stopping = true;
            long deadline = System.nanoTime() + STOP_TIMEOUT_MILLIS * 1_000_000;
            for (long left = STOP_TIMEOUT_MILLIS; inFlight > 0 && left > 0; left = (deadline - System.nanoTime())
                    / 1_000_000) {
                wait(left);
            }
        }
        queueWorker.stop();
        while (recordOutcomes()) {
            // Records all of them.
        }
        release(takeQueued());
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesQueued queued) {
        queueWorker.wake();
    }

    /** Records outcomes and claims deliveries; returns whether there may be more of either. */
    @ActivateRequestContext
    boolean processBatch() {
        boolean more = recordOutcomes();
        if (isStopping() || !queueWorker.hasWork(connections, DUE_DELIVERY_QUERY)) {
            return more;
        }
        var held = countHeld();
        var claimed = claims.claim(MAX_CLAIMED_AT_ONCE, held, CLAIM_DURATION);
        try {
            add(claimed, payloads.build(claimed));
        } catch (RuntimeException e) {
            claims.release(claimed);
            throw e;
        }
        return more || claimed.size() == MAX_CLAIMED_AT_ONCE;
    }

    /** Records the outcomes that have arrived; returns whether there may be more. Outcomes stay if it fails. */
    private boolean recordOutcomes() {
        var recorded = outcomes.stream().limit(MAX_RECORDED_AT_ONCE).toList();
        if (recorded.isEmpty()) {
            return false;
        }
        claims.record(recorded);
        recorded.forEach(outcome -> {
            outcomes.remove();
            count(outcome.kind(), 1);
            if (outcome.retryDelay() != null) {
                queueWorker.wakeAfter(outcome.retryDelay());
            }
        });
        return recorded.size() == MAX_RECORDED_AT_ONCE;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized Map<UUID, Integer> countHeld() {
        var held = new HashMap<UUID, Integer>();
        lanes.forEach((webhook, lane) -> held.put(webhook, lane.queued.size() + lane.inFlight));
        return held;
    }

    private synchronized void add(List<ClaimedDelivery> claimed, Map<UUID, byte[]> bodies) {
        for (var delivery : claimed) {
            lanes.computeIfAbsent(delivery.webhookId(), id -> new Lane()).queued
                    .add(new PreparedRequest(delivery, bodies.get(delivery.id())));
        }
        sendQueued();
    }

    /** Begins as many requests as the limits allow, one of each webhook in turn. */
    private synchronized void sendQueued() {
        if (sending) {
            // A request that failed at once ends within the loop below, which goes on by itself.
            return;
        }
        sending = true;
        boolean sent = true;
        while (sent && !stopping) {
            sent = false;
            for (var lane : lanes.values()) {
                int limit = inFlight < MAX_IN_FLIGHT / 2 ? MAX_IN_FLIGHT_OF_WEBHOOK : MIN_IN_FLIGHT_OF_WEBHOOK;
                if (inFlight < MAX_IN_FLIGHT && lane.inFlight < limit && !lane.queued.isEmpty()) {
                    sent = true;
                    begin(lane, lane.queued.remove());
                }
            }
        }
        sending = false;
        lanes.values().removeIf(lane -> lane.inFlight == 0 && lane.queued.isEmpty());
    }

    private void begin(Lane lane, PreparedRequest request) {
        var now = clock.instant();
        if (now.isAfter(request.delivery.claimEnd().minus(CLAIM_MARGIN))) {
            // Waited too long for others: it is due again when its claim ends.
            return;
        }
        inFlight++;
        lane.inFlight++;
        (request.body == null
                ? Future.succeededFuture(ReceiverClient.nothingToSend())
                : address(lane, request.delivery.url())
                        .compose(address -> client.send(request.delivery, request.body, address)))
                .otherwise(cause -> ReceiverClient.failed(cause, 0))
                .onSuccess(answer -> end(lane,
                        SendOutcome.of(request.delivery, now, answer, ThreadLocalRandom.current())));
    }

    /** Returns the checked address of the receiver; one look-up at a time for each webhook. */
    private Future<InetAddress> address(Lane lane, String url) {
        if (lane.address == null || !url.equals(lane.addressUrl)
                || lane.address.isComplete() && System.nanoTime() - lane.addressUntil >= 0) {
            lane.addressUrl = url;
            lane.addressUntil = System.nanoTime() + ADDRESS_LIFETIME.toNanos();
            lane.address = client.resolve(url);
        }
        return lane.address;
    }

    private synchronized void end(Lane lane, SendOutcome outcome) {
        outcomes.add(outcome);
        inFlight--;
        lane.inFlight--;
        notifyAll();
        sendQueued();
        queueWorker.wakeAfter(RECORD_INTERVAL);
    }

    private synchronized List<ClaimedDelivery> takeQueued() {
        var queued = lanes.values().stream().map(lane -> lane.queued).flatMap(Collection::stream)
                .map(PreparedRequest::delivery).toList();
        lanes.values().forEach(lane -> lane.queued.clear());
        return queued;
    }

    private void release(List<ClaimedDelivery> queued) {
        if (!queued.isEmpty()) {
            claims.release(queued);
        }
    }

    private void count(AttemptOutcome outcome, int attempts) {
        meters.counter("byline.webhook.attempts", "outcome", outcome.name()).increment(attempts);
    }
}
