package dev.byline.webhook;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import dev.byline.ServiceTest;
import dev.byline.outbound.HostAddresses;
import io.quarkus.test.junit.QuarkusMock;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** The base class of tests with a receiver on this machine, which webhooks may reach here. */
abstract class DeliveryTestBase extends ServiceTest {
    static final String WEBHOOKS = ADMIN + "/webhooks";

    @Inject
    Event<WebhookSender.DeliveriesQueued> queued;
    final TestReceiver receiver = new TestReceiver();

    @BeforeEach
    void allowReceiversOnThisMachine() {
        QuarkusMock.installMockForType(new WebhookAddressCheck(new HostAddresses(), () -> true),
                WebhookAddressCheck.class);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    static JsonPath webhook(String url, String... events) {
        return sending(Map.of("url", url, "events", List.of(events))).post(WEBHOOKS).then().statusCode(201).extract()
                .jsonPath();
    }

    static JsonPath read(String webhook) {
        return staff().get(WEBHOOKS + "/" + webhook).then().statusCode(200).extract().jsonPath();
    }

    static String sendTest(String webhook) {
        return staff().post(WEBHOOKS + "/" + webhook + "/test").then().statusCode(202).extract().jsonPath()
                .getString("id");
    }

    static JsonPath delivery(String webhook, String delivery) {
        return staff().get(WEBHOOKS + "/" + webhook + "/deliveries/" + delivery).then().statusCode(200).extract()
                .jsonPath();
    }

    static boolean isIn(String state, String webhook, String delivery) {
        return delivery(webhook, delivery).getString("state").equals(state);
    }

    /** Adds an event of a thing as a change of it would, and returns the id of the delivery. */
    String enqueue(String webhook, UUID thing, long position) throws SQLException {
        var id = UUID.randomUUID();
        execute("insert into webhook_delivery (id, webhook_id, position, type, change, thing_id, cause, at, state, due_at,"
                + " attempts, retries) values ('" + id + "', '" + webhook + "', " + position
                + ", 'comment', 'deleted', '" + thing + "', 'manual', now(), 'waiting', now(), 0, 0)");
        return id.toString();
    }

    void wake() {
        queued.fire(new WebhookSender.DeliveriesQueued());
    }

    /** Makes a delivery due that waits for its next attempt. */
    void makeDue(String delivery) throws SQLException {
        execute("update webhook_delivery set due_at = now() where id = '" + delivery + "'");
        wake();
    }
}
