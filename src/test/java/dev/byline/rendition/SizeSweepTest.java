package dev.byline.rendition;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.image.PictureResizer;
import dev.byline.image.TestPictures;
import dev.byline.job.JobRunner;
import dev.byline.media.MediaFolders;
import dev.byline.media.MediaStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;

/** A small store of sizes, which other nodes sweep while readers request the sizes from this one. */
@QuarkusTest
class SizeSweepTest extends ServiceTest {
    private static final List<Integer> WIDTHS = List.of(320, 640, 960, 1280, 1600);
    private static final Pattern SIZE = Pattern.compile("-(\\d+)x\\d+-(\\w+)\\.jpeg$");
    private static final int NODES = 4;
    private static final int SWEEPS = 25;
    private static final int READERS = 4;

    @Inject
    MediaStore store;
    @Inject
    MediaFolders folders;
    @Inject
    SizeStore sizes;
    @Inject
    SizeClaims claims;
    @Inject
    PictureResizer resizer;
    @Inject
    JobRunner jobRunner;

    private String path;

    private record Bounds(MemorySize bytes, int queue) implements RenditionSettings {}

    @BeforeEach
    void uploadPicture() throws IOException {
        for (var key : stored().keySet()) {
            store.delete(key);
        }
        var id = with(ADMIN_KEY).config(RestAssuredConfig.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs("image/jpeg", ContentType.BINARY))).contentType("image/jpeg")
                .body(TestPictures.jpeg(TestPictures.scene(2000, 1000))).post(ADMIN + "/media?filename=a.jpg").then()
                .statusCode(201).extract().path("id");
        path = "/media/" + id + "/a.jpg?v=1&format=jpeg";
    }

    /** Makes another node, which shares the folder and the database, with a bound of its own. */
    private SizeStore node(long maxBytes) {
        return new SizeStore(store, folders, claims, resizer, jobRunner,
                new Bounds(new MemorySize(BigInteger.valueOf(maxBytes)), 1), new SimpleMeterRegistry());
    }

    private byte[] size(int width, String more) {
        return given().get(path + "&w=" + width + more).then().statusCode(200).extract().asByteArray();
    }

    /** Returns the sizes in the folder with their bytes. */
    private Map<String, Long> stored() throws IOException {
        var keys = new TreeMap<String, Long>();
        store.list(MediaStore.SIZES, file -> keys.put(file.key(), file.bytes()));
        return keys;
    }

    private List<String> rows(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    @Test
    void nodes_sweep_the_sizes_that_were_not_used_for_the_longest_time_and_no_more() throws Exception {
        for (int width : WIDTHS) {
            for (var quality : List.of("low", "medium", "high")) {
                size(width, "&quality=" + quality);
            }
        }
        sizes.storeUses();
        // One size is used again, at an address that is not in memory.
        var used = size(320, "&quality=low&fit=contain");
        sizes.storeUses();
        var order = rows("select store_key from picture_size order by last_used_at, store_key");
        var before = stored();
        assertEquals(3 * WIDTHS.size(), before.size());
        assertTrue(order.get(order.size() - 1).contains("-320x160-low"), order::toString);

        long limit = before.values().stream().mapToLong(Long::longValue).sum() * 2 / 3;
        var nodes = new AtomicInteger();
        runConcurrently(NODES, () -> {
            nodes.incrementAndGet();
            node(limit).deleteExpired();
            return null;
        });
        assertEquals(NODES, nodes.get());
        var kept = stored();
        int swept = before.size() - kept.size();
        assertTrue(swept > 0 && !kept.isEmpty(), kept::toString);
        assertEquals(List.copyOf(new TreeMap<>(kept).keySet()),
                order.subList(swept, order.size()).stream().sorted().toList());
        long bytes = kept.values().stream().mapToLong(Long::longValue).sum();
        assertTrue(bytes <= limit * 9 / 10, bytes + " bytes of " + limit);
        assertTrue(bytes + before.get(order.get(swept - 1)) > limit * 9 / 10,
                "More was swept than necessary: " + bytes);
        assertEquals(order.subList(swept, order.size()), rows(
                "select store_key from picture_size where bytes is not null order by last_used_at, store_key"));

        // The size that was used last is the same file; one that was swept is made again.
        changeTracker.markAllChanged();
        assertArrayEquals(used, size(320, "&quality=low"));
        assertEquals(kept, stored());
        var first = SIZE.matcher(order.get(0)).results().findFirst().orElseThrow();
        size(Integer.parseInt(first.group(1)), "&quality=" + first.group(2));
        kept.put(order.get(0), before.get(order.get(0)));
        assertEquals(kept, stored());
    }

    @Test
    void a_size_that_is_swept_while_readers_request_it_is_complete() throws Exception {
        Map<Integer, byte[]> expected = new TreeMap<>();
        WIDTHS.forEach(width -> expected.put(width, size(width, "")));
        var work = Executors.newFixedThreadPool(READERS);
        var sweeping = new AtomicInteger(1);
        var requests = new AtomicInteger();
        try {
            Callable<Void> reader = () -> {
                do {
                    for (int width : WIDTHS) {
                        assertArrayEquals(expected.get(width), size(width, ""));
                        requests.incrementAndGet();
                    }
                } while (sweeping.get() > 0);
                return null;
            };
            var readers = new ArrayList<Future<Void>>();
            for (int i = 0; i < READERS; i++) {
                readers.add(work.submit(reader));
            }
            var other = node(0);
            int swept = 0;
            for (int i = 0; i < SWEEPS; i++) {
                int asked = requests.get();
                changeTracker.markAllChanged();
                int there = stored().size();
                other.deleteExpired();
                swept += there;
                Eventually.that(
                        () -> requests.get() >= asked + WIDTHS.size() || readers.stream().anyMatch(Future::isDone));
            }
            sweeping.set(0);
            for (var result : readers) {
                result.get();
            }
            assertTrue(swept > WIDTHS.size(), "Sizes were made again between the sweeps: " + swept);
        } finally {
            sweeping.set(0);
            work.shutdownNow();
        }
        assertEquals(
                rows("select store_key from picture_size where bytes is not null order by store_key collate \"C\""),
                List.copyOf(stored().keySet()));
    }
}
