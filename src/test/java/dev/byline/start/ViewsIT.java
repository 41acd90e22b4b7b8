package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Posts views while the service shuts down. */
class ViewsIT {
    private static final int CONNECTIONS = 16;

    @TempDir
    Path directory;

    @Test
    void v18_what_is_in_flight_at_the_end_is_answered_and_what_was_answered_is_there() throws Exception {
        var environment = Map.of("BYLINE_RATE_LIMITS", "off");
        var acknowledged = new AtomicInteger();
        var sent = new AtomicInteger();
        var readers = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            try (var packagedService = PackagedService.start(directory, environment)) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    readers.submit(() -> read(packagedService, sent, acknowledged));
                }
                while (acknowledged.get() < 500) {
                    assertTrue(packagedService.process.isAlive(), packagedService.output());
                    Thread.sleep(5);
                }
                packagedService.process.destroy();
                assertEquals(143, packagedService.exit(), "It ends by itself, without being killed");
            }
            readers.shutdown();
            assertTrue(readers.awaitTermination(1, TimeUnit.MINUTES));
            try (var packagedService = PackagedService.start(directory, environment)) {
                int views = packagedService.get("/articles/two-copies-of-every-article").getInt("stats.views");
                assertTrue(views >= acknowledged.get() && views <= sent.get(),
                        views + " views of " + acknowledged + " acknowledged and " + sent + " sent");
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Posts views until the service stops answering. */
    private static void read(PackagedService packagedService, AtomicInteger sent, AtomicInteger acknowledged) {
        while (true) {
            try {
                var answer = packagedService.view("two-copies-of-every-article", "Reader/" + sent.incrementAndGet());
                if (answer.statusCode() != 202) {
                    return;
                }
                acknowledged.incrementAndGet();
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
