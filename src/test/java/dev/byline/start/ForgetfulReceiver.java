package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.restassured.path.json.JsonPath;

/** A receiver of webhooks that records what it gets, and now and then says that it did not. */
final class ForgetfulReceiver implements AutoCloseable {
    /** Longer than the claim of a service that was killed. */
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Random random;
    /** Accepted requests in the order of their answers. */
    private final List<Event> accepted = new ArrayList<>();
    private int refused;

    /** An accepted request. */
    private record Event(String id, String type) {}

    ForgetfulReceiver(Random random) throws IOException {
        this.random = random;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = JsonPath.from(exchange.getRequestBody());
            var event = new Event(exchange.getRequestHeaders().getFirst("webhook-id"), body.getString("type"));
            int status = 204;
            synchronized (accepted) {
                if (random.nextInt(20) == 0) {
                    status = 500;
                    refused++;
                    exchange.getResponseHeaders().set("Retry-After", "1");
                } else {
                    accepted.add(event);
                }
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /**
     * Waits until everything is delivered, and fails unless each change of the log was accepted at least once, with one
     * id, and in the order of the log for each thing.
     */
    void assertHasEveryChange(String database) throws SQLException, InterruptedException {
        try (var connection = DriverManager.getConnection(database); var statement = connection.createStatement()) {
            long end = System.nanoTime() + TIMEOUT_NANOS;
            while (waiting(
                    statement.executeQuery("select count(*) from webhook_delivery where state = 'waiting'")) > 0) {
                assertTrue(System.nanoTime() < end, "Deliveries are still waiting");
                Thread.sleep(100);
            }
            var changes = new TreeMap<Long, String>();
            var things = new HashMap<Long, String>();
            var positions = new HashMap<String, Long>();
            try (var rows = statement.executeQuery("""
                    select c.position, c.type || '.' || c.change, c.thing_id, d.id from change c
                    left join webhook_delivery d on d.position = c.position
                    where c.cause not in ('import', 'reference')""")) {
                while (rows.next()) {
                    changes.put(rows.getLong(1), rows.getString(2));
                    things.put(rows.getLong(1), rows.getString(2).replaceFirst("\\..*", "") + rows.getString(3));
                    positions.put("msg_" + rows.getString(4), rows.getLong(1));
                }
            }
            synchronized (accepted) {
                check(changes, things, positions);
            }
        }
    }

    private void check(Map<Long, String> changes, Map<Long, String> things, Map<String, Long> positions) {
        var received = new TreeMap<Long, String>();
        var lastOfThing = new HashMap<String, Long>();
        for (var event : accepted) {
            var position = positions.get(event.id);
            assertTrue(position != null, "An id of no delivery: " + event);
            // What comes again is one that was there: only the first time counts.
            if (received.put(position, event.type) == null) {
                var before = lastOfThing.put(things.get(position), position);
                assertTrue(before == null || before < position, event + " at " + position + " came after " + before);
            }
        }
        assertEquals(changes, received, "events by the positions of their changes");
        System.out.println(
                changes.size() + " changes, " + accepted.size() + " accepted requests, " + refused + " refused");
    }

    private static long waiting(ResultSet count) throws SQLException {
        count.next();
        return count.getLong(1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
