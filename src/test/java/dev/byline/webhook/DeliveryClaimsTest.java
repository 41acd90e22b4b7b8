package dev.byline.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.hibernate.Session;
import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.webhook.SendOutcome.ReceiverAnswer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests that several nodes share the deliveries, and that the death of one loses none. The test is the other node. */
@QuarkusTest
class DeliveryClaimsTest extends DeliveryTestBase {
    private static final Duration CLAIM = Duration.ofMinutes(2);

    @Inject
    DeliveryClaims claims;
    @Inject
    Session session;

    /** Adds a delivery and claims it in one transaction, before the node of the service can. */
    private ClaimedDelivery claimNew(String webhook, UUID thing, long position) {
        return QuarkusTransaction.requiringNew().call(() -> {
            session.createNativeMutationQuery("""
                    insert into webhook_delivery (id, webhook_id, position, type, change, thing_id, cause, at, state,
                        due_at, attempts, retries)
                    values (gen_random_uuid(), :webhook, :position, 'comment', 'deleted', :thing, 'manual', now(),
                        'waiting', now() - interval '1 minute', 0, 0)""")
                    .setParameter("webhook", UUID.fromString(webhook)).setParameter("position", position)
                    .setParameter("thing", thing).executeUpdate();
            return claims.claim(10, Map.of(), CLAIM).get(0);
        });
    }

    @Test
    void the_deliveries_of_a_node_that_died_are_sent_when_its_claims_end() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        var dead = claimNew(id, UUID.randomUUID(), 1);
        var alive = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, alive));
        assertEquals(List.of("msg_" + alive), receiver.ids());
        makeDue(dead.id().toString());
        Eventually.that(() -> isIn("delivered", id, dead.id().toString()));
        assertEquals(dead.messageId(), receiver.ids().get(1));
        assertEquals(2, delivery(id, dead.id().toString()).getInt("attemptCount"));
    }

    @Test
    void the_outcome_of_a_claim_that_has_ended_changes_nothing() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        var late = claimNew(id, UUID.randomUUID(), 1);
        makeDue(late.id().toString());
        Eventually.that(() -> isIn("delivered", id, late.id().toString()));
        claims.record(List.of(SendOutcome.of(late, Instant.now(),
                new ReceiverAnswer(500, 1, "", "The receiver answered 500", null), ThreadLocalRandom.current())));
        var delivery = delivery(id, late.id().toString());
        assertEquals("delivered", delivery.getString("state"));
        assertEquals(2, delivery.getList("attempts").size());
    }

    @Test
    void a_released_delivery_is_sent_by_another_node_at_once() {
        var id = webhook(receiver.url(), "*").getString("id");
        var released = claimNew(id, UUID.randomUUID(), 1);
        claims.release(List.of(released));
        wake();
        Eventually.that(() -> isIn("delivered", id, released.id().toString()));
        assertEquals(1, delivery(id, released.id().toString()).getInt("attemptCount"));
    }

    @Test
    void nodes_that_claim_at_the_same_time_send_each_delivery_once() throws Exception {
        var id = webhook(receiver.url(), "*").getString("id");
        execute("insert into webhook_delivery (id, webhook_id, position, type, change, thing_id, cause, at, state, due_at,"
                + " attempts, retries) select gen_random_uuid(), '" + id + "', n, 'comment', 'deleted',"
                + " gen_random_uuid(), 'manual', now(), 'waiting', now(), 0, 0 from generate_series(1, 300) n");
        wake();
        var claimed = new ArrayList<String>();
        runConcurrently(4, () -> claims.claim(40, Map.of(), CLAIM))
                .forEach(some -> some.forEach(delivery -> claimed.add(delivery.messageId())));
        wake();
        Eventually.that(() -> query("select count(*) from webhook_delivery where state = 'delivered'")
                + claimed.size() == 300);
        var all = new ArrayList<>(claimed);
        all.addAll(receiver.ids());
        assertEquals(300, all.size());
        assertEquals(300, new HashSet<>(all).size());
        assertTrue(!claimed.isEmpty());
    }

    @Test
    void claims_take_one_delivery_of_a_thing_and_respect_the_room_of_the_node() {
        var id = UUID.fromString(webhook(receiver.url(), "*").getString("id"));
        var claimed = QuarkusTransaction.requiringNew().call(() -> {
            session.createNativeMutationQuery("""
                    insert into webhook_delivery (id, webhook_id, position, type, change, thing_id, cause, at, state,
                        due_at, attempts, retries)
                    select gen_random_uuid(), :webhook, n, 'comment', 'deleted',
                        cast(lpad(cast(n % 10 as text), 32, '1') as uuid), 'manual', now(), 'waiting',
                        now() - interval '1 minute', 0, 0
                    from generate_series(1, 100) n""").setParameter("webhook", id).executeUpdate();
            return List.of(claims.claim(50, Map.of(id, DeliveryClaims.MAX_HELD_OF_WEBHOOK - 4), CLAIM),
                    claims.claim(50, Map.of(), CLAIM), claims.claim(50, Map.of(), CLAIM));
        });
        assertEquals(List.of(1L, 2L, 3L, 4L), claimed.get(0).stream().map(ClaimedDelivery::position).sorted().toList());
        assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L),
                claimed.get(1).stream().map(ClaimedDelivery::position).sorted().toList());
        assertEquals(List.of(), claimed.get(2));
    }
}
