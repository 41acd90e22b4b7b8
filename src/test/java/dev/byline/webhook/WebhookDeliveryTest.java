package dev.byline.webhook;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.job.ScheduledJobs;
import dev.byline.outbound.HostAddresses;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import jakarta.inject.Inject;

/** Tests what receivers get, and what follows from their answers. */
@QuarkusTest
class WebhookDeliveryTest extends DeliveryTestBase {
    @Inject
    ScheduledJobs scheduledJobs;

    @Test
    void a_receiver_gets_a_signed_event_that_another_implementation_verifies() throws Exception {
        var webhook = webhook(receiver.url(), "article.published");
        var id = webhook.getString("id");
        var delivery = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, delivery));
        var request = receiver.received.get(0);
        request.verify(webhook.getString("secret"));
        assertEquals("msg_" + delivery, request.id());
        assertEquals("/hook?x=y", request.request().uri());
        assertEquals("127.0.0.1:" + receiver.port(), request.request().getHeader("Host"));
        assertEquals("application/json", request.request().getHeader("Content-Type"));
        assertEquals("webhook.test", request.json().getString("type"));
        Instant.parse(request.json().getString("timestamp"));
        var shown = delivery(id, "msg_" + delivery);
        assertEquals(204, shown.getInt("attempts[0].status"));
        assertEquals(1, shown.getInt("attemptCount"));
        assertNull(shown.get("attempts[0].problem"));
        assertEquals(1, receiver.received.size());
    }

    @Test
    void both_secrets_sign_within_the_grace_and_one_after_it() throws Exception {
        var webhook = webhook(receiver.url(), "*");
        var id = webhook.getString("id");
        var second = staff().header("If-Match", "*").post(WEBHOOKS + "/" + id + "/secret").then().statusCode(200)
                .extract().jsonPath().getString("secret");
        var first = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, first));
        receiver.received.get(0).verify(webhook.getString("secret"));
        receiver.received.get(0).verify(second);
        execute("update webhook set former_until = now()");
        var last = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, last));
        receiver.received.get(1).verify(second);
        assertEquals(1, receiver.received.get(1).request().getHeader("webhook-signature").split(" ").length);
    }

    @Test
    void events_of_one_thing_arrive_one_at_a_time_and_in_order() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        var things = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var expected = new HashMap<UUID, List<String>>();
        for (int position = 1; position <= 30; position++) {
            var thing = things.get(position % 3);
            expected.computeIfAbsent(thing, t -> new ArrayList<>()).add("msg_" + enqueue(id, thing, position));
        }
        var running = new ConcurrentHashMap<String, AtomicInteger>();
        var overlaps = new AtomicInteger();
        receiver.answer = request -> {
            var thing = receiver.received.stream().filter(r -> r.request() == request).findFirst().orElseThrow().json()
                    .getString("data.id");
            if (running.computeIfAbsent(thing, t -> new AtomicInteger()).incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            receiver.after(5, () -> {
                running.get(thing).decrementAndGet();
                request.response().end();
            });
        };
        wake();
        Eventually.that(() -> receiver.received.size() == 30);
        assertEquals(0, overlaps.get());
        for (var thing : things) {
            assertEquals(expected.get(thing), receiver.received.stream()
                    .filter(r -> r.json().getString("data.id").equals(thing.toString())).map(r -> r.id()).toList());
        }
    }

    @Test
    void a_failure_is_retried_with_the_same_id_and_holds_back_later_events_of_the_thing() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        var thing = UUID.randomUUID();
        var first = enqueue(id, thing, 1);
        var second = enqueue(id, thing, 2);
        var other = enqueue(id, UUID.randomUUID(), 3);
        receiver.answer = request -> request.response()
                .setStatusCode(request.getHeader("webhook-id").contains(first) ? 500 : 200)
                .end("x".repeat(2000));
        wake();
        Eventually.that(() -> delivery(id, first).getInt("attemptCount") == 1
                && delivery(id, first).getList("attempts").size() == 1 && isIn("delivered", id, other));
        var failed = delivery(id, first);
        assertEquals("waiting", failed.getString("state"));
        assertEquals(500, failed.getInt("attempts[0].status"));
        assertEquals("x".repeat(1024), failed.getString("attempts[0].answer"));
        assertEquals("The receiver answered 500", failed.getString("attempts[0].problem"));
        assertTrue(Instant.parse(failed.getString("dueAt")).isAfter(Instant.parse(failed.getString("attempts[0].at"))));
        assertEquals(0, delivery(id, second).getInt("attemptCount"));
        assertEquals(failed.getString("dueAt"), delivery(id, second).getString("dueAt"));
        receiver.answer = request -> request.response().end();
        execute("update webhook_delivery set due_at = now() where state = 'waiting'");
        wake();
        Eventually.that(() -> isIn("delivered", id, second));
        assertEquals(List.of("msg_" + first, "msg_" + first, "msg_" + second),
                receiver.ids().stream().filter(m -> !m.contains(other)).toList());
        assertNull(read(id).get("failingSince"));
    }

    @Test
    void retry_after_of_an_overloaded_receiver_holds_back_everything() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().setStatusCode(429).putHeader("Retry-After", "3600").end();
        var first = enqueue(id, UUID.randomUUID(), 1);
        wake();
        Eventually.that(() -> read(id).get("heldUntil") != null);
        var heldUntil = Instant.parse(read(id).getString("heldUntil"));
        var attemptAt = Instant.parse(delivery(id, first).getString("attempts[0].at"));
        assertTrue(!heldUntil.isBefore(attemptAt.plusSeconds(3600)), heldUntil::toString);
        assertTrue(!Instant.parse(delivery(id, first).getString("dueAt")).isBefore(attemptAt.plusSeconds(3600)));
        var second = enqueue(id, UUID.randomUUID(), 2);
        var other = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().end();
        var third = sendTest(other);
        Eventually.that(() -> isIn("delivered", other, third));
        assertEquals(0, delivery(id, second).getInt("attemptCount"));
    }

    @Test
    void an_answer_of_410_disables_the_webhook_until_staff_turn_it_on() {
        var id = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().setStatusCode(410).end();
        var gone = sendTest(id);
        Eventually.that(() -> isIn("failed", id, gone));
        var disabled = read(id);
        assertEquals("disabled", disabled.getString("stopped"));
        assertEquals(false, disabled.getBoolean("active"));
        assertEquals("The receiver answered 410 Gone.", disabled.getString("reason"));
        assertEquals(2, disabled.getInt("version"));
        staff().post(WEBHOOKS + "/" + id + "/test").then().statusCode(409);
        staff().get(ADMIN + "/audit-log?action=webhook.disable").then().body("items", hasSize(1)).body("items[0].actor",
                equalTo("system"));
        patch("webhooks/" + id, "*", "{\"active\": true}").then().statusCode(200).body("stopped", equalTo(null));
        receiver.answer = request -> request.response().end();
        var next = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, next));
    }

    @Test
    void a_receiver_that_fails_for_a_day_is_paused_and_admins_get_a_mail() throws SQLException {
        account("Mai", "admin");
        account("Linh", "editor");
        var id = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().setStatusCode(503).end();
        var delivery = sendTest(id);
        Eventually.that(() -> read(id).get("failingSince") != null);
        assertEquals(true, read(id).getBoolean("active"));
        execute("update webhook set failing_since = failing_since - interval '1 day'");
        makeDue(delivery);
        Eventually.that(() -> "paused".equals(read(id).getString("stopped")));
        assertEquals("The receiver has failed for a day.", read(id).getString("reason"));
        Eventually
                .that(() -> staff().get(ADMIN + "/mailbox?to=Mai@example.com").jsonPath().getList("items").size() == 1);
        staff().get(ADMIN + "/mailbox?to=Mai@example.com").then().body("items[0].subject",
                equalTo("A webhook of Byline was paused"));
        staff().get(ADMIN + "/mailbox?to=Linh@example.com").then().body("items", hasSize(0));
        patch("webhooks/" + id, "*", "{\"active\": true}").then().statusCode(200);
        makeDue(delivery);
        Eventually.that(() -> delivery(id, delivery).getList("attempts").size() >= 3);
        assertEquals(true, read(id).getBoolean("active"));
    }

    @Test
    void after_the_last_attempt_a_delivery_has_failed() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().setStatusCode(500).end();
        var delivery = enqueue(id, UUID.randomUUID(), 1);
        execute("update webhook_delivery set retries = " + RetryDelays.DELAYS.size());
        wake();
        Eventually.that(() -> isIn("failed", id, delivery));
    }

    @Test
    void a_slow_receiver_holds_up_no_other() throws SQLException {
        var slow = webhook(receiver.url(), "*").getString("id");
        var silent = ConcurrentHashMap.newKeySet();
        receiver.answer = silent::add;
        for (int i = 1; i <= 60; i++) {
            enqueue(slow, UUID.randomUUID(), i);
        }
        wake();
        Eventually.that(() -> silent.size() == WebhookSender.MAX_IN_FLIGHT_OF_WEBHOOK);
        try (var quick = new TestReceiver()) {
            var other = webhook(quick.url(), "*").getString("id");
            for (int i = 1; i <= 60; i++) {
                enqueue(other, UUID.randomUUID(), i);
            }
            wake();
            Eventually.that(() -> quick.received.size() == 60);
            // The slow receiver still has the requests that it did not answer, or their first retries.
            assertEquals(60, Set.copyOf(quick.ids()).size());
            assertEquals(0, query("select count(*) from webhook_delivery where state = 'delivered' and webhook_id = '"
                    + slow + "'"));
        }
    }

    @Test
    void redirects_are_not_followed() {
        var redirected = webhook(receiver.url(), "*").getString("id");
        receiver.answer = request -> request.response().setStatusCode(307)
                .putHeader("Location", "http://127.0.0.1:" + receiver.port() + "/elsewhere").end();
        var first = sendTest(redirected);
        Eventually.that(() -> delivery(redirected, first).getList("attempts").size() >= 1);
        assertEquals("The receiver redirects, which is not followed",
                delivery(redirected, first).getString("attempts[0].problem"));
        assertEquals(Set.of("/hook"),
                receiver.received.stream().map(r -> r.request().path()).collect(Collectors.toSet()));
    }

    @Test
    void a_certificate_that_no_authority_has_signed_is_not_trusted() {
        var certificate = SelfSignedCertificate.create("receiver.example");
        var server = Vertx.vertx();
        try {
            int port = server.createHttpServer(new HttpServerOptions().setSsl(true)
                    .setKeyCertOptions(certificate.keyCertOptions()))
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
            QuarkusMock.installMockForType(new WebhookAddressCheck(new NamedAddress("127.0.0.1"), () -> true),
                    WebhookAddressCheck.class);
            var id = webhook("https://receiver.example:" + port + "/", "*").getString("id");
            var delivery = sendTest(id);
            Eventually.that(() -> delivery(id, delivery).getList("attempts").size() >= 1);
            assertEquals("No response: the certificate or the encryption is not accepted",
                    delivery(id, delivery).getString("attempts[0].problem"));
        } finally {
            server.close().toCompletionStage().toCompletableFuture().join();
            certificate.delete();
        }
    }

    @Test
    void the_connection_goes_to_the_address_that_was_checked() {
        QuarkusMock.installMockForType(new WebhookAddressCheck(new NamedAddress("127.0.0.1"), () -> true),
                WebhookAddressCheck.class);
        var id = webhook("http://receiver.example:" + receiver.port() + "/", "*").getString("id");
        var delivery = sendTest(id);
        Eventually.that(() -> isIn("delivered", id, delivery));
        assertEquals("receiver.example:" + receiver.port(), receiver.received.get(0).request().getHeader("Host"));
    }

    @Test
    void a_name_that_becomes_private_after_it_was_saved_is_not_connected_to() {
        var name = new NamedAddress("93.184.215.14");
        QuarkusMock.installMockForType(new WebhookAddressCheck(name, () -> false), WebhookAddressCheck.class);
        var id = webhook("http://rebinding.example:" + receiver.port() + "/", "*").getString("id");
        name.address = "127.0.0.1";
        var delivery = sendTest(id);
        Eventually.that(() -> delivery(id, delivery).getList("attempts").size() >= 1);
        var attempt = delivery(id, delivery);
        assertTrue(attempt.getString("attempts[0].problem").startsWith("The URL must be on the public internet"));
        assertNull(attempt.get("attempts[0].status"));
        assertEquals(List.of(), receiver.received);
    }

    @Test
    void deliveries_are_listed_by_state_event_and_time_and_replayed() throws SQLException {
        var id = webhook(receiver.url(), "*").getString("id");
        var thing = UUID.randomUUID();
        var first = enqueue(id, thing, 1);
        var second = enqueue(id, thing, 2);
        wake();
        Eventually.that(() -> isIn("delivered", id, second));
        var path = WEBHOOKS + "/" + id + "/deliveries";
        staff().get(path).then().body("items", hasSize(2)).body("items[0].attempts", equalTo(null));
        staff().get(path + "?state=delivered&event=comment.deleted").then().body("items", hasSize(2));
        staff().get(path + "?state=waiting").then().body("items", hasSize(0));
        staff().get(path + "?event=article.*").then().body("items", hasSize(0));
        staff().get(path + "?event=comment.*&from=2000-01-01T00:00:00Z").then().body("items", hasSize(2));
        staff().get(path + "?to=2000-01-01T00:00:00Z").then().body("items", hasSize(0));
        staff().get(path + "?event=comments").then().statusCode(400).body("detail", containsString("comment.*"));
        var page = staff().get(path + "?size=1").jsonPath();
        staff().get(path + "?size=1&cursor=" + page.getString("page.next")).then().statusCode(200)
                .body("items", hasSize(1));
        staff().post(path + "/" + first + "/replay").then().statusCode(202).body("state", equalTo("waiting"));
        Eventually.that(() -> receiver.received.size() == 3);
        assertEquals("msg_" + first, receiver.ids().get(2));
        staff().post(WEBHOOKS + "/" + id + "/replay").then().statusCode(400);
        Eventually.that(() -> isIn("delivered", id, first));
        staff().post(WEBHOOKS + "/" + id + "/replay?since=2000-01-01T00:00:00Z").then().statusCode(202)
                .body("deliveries", equalTo(2));
        Eventually.that(() -> receiver.received.size() == 5);
        assertEquals(List.of("msg_" + first, "msg_" + second), receiver.ids().subList(3, 5));
    }

    @Test
    void old_deliveries_and_those_of_deleted_webhooks_are_deleted() throws SQLException {
        var kept = webhook(receiver.url(), "*").getString("id");
        var old = sendTest(kept);
        Eventually.that(() -> isIn("delivered", kept, old));
        execute("update webhook_delivery set at = now() - interval '31 days'");
        var recent = sendTest(kept);
        Eventually.that(() -> isIn("delivered", kept, recent));
        var deleted = webhook(receiver.url(), "*").getString("id");
        enqueue(deleted, UUID.randomUUID(), 1);
        staff().header("If-Match", "*").delete(WEBHOOKS + "/" + deleted).then().statusCode(204);
        scheduledJobs.cleanUp();
        assertEquals(1, query("select count(*) from webhook_delivery"));
        assertEquals(1, query("select count(*) from webhook_attempt"));
        delivery(kept, recent);
    }

    /** Resolves every name to one address, which may change. */
    private static final class NamedAddress extends HostAddresses {
        private volatile String address;

        NamedAddress(String address) {
            this.address = address;
        }

        @Override
        public List<InetAddress> find(String host) {
            try {
                return List.of(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
