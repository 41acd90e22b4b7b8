package dev.byline.rendition;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.image.PictureResizer;
import dev.byline.image.TestPictures;
import dev.byline.job.JobRunner;
import dev.byline.media.MediaFolders;
import dev.byline.media.MediaReader;
import dev.byline.media.MediaStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;

/** A small store of sizes, which several nodes sweep while this one reads and makes them. */
@QuarkusTest
class SizeSweepTest extends ServiceTest {
    private static final List<Integer> WIDTHS = List.of(320, 640, 960, 1280, 1600);
    private static final Pattern SIZE = Pattern.compile("-(\\d+)x\\d+-(\\w+)\\.jpeg$");
    private static final int NODES = 4;

    @Inject
    MediaStore store;
    @Inject
    MediaFolders folders;
    @Inject
    MediaReader media;
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
    private SizeStore node(MediaStore files, long maxBytes) {
        return new SizeStore(files, folders, claims, resizer, jobRunner,
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
            node(store, limit).deleteExpired();
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
    void a_size_that_is_swept_while_it_is_read_is_complete_or_made_again() throws Exception {
        var expected = size(640, "");
        var planned = PlannedSize.of(media.find(UUID.fromString(path.split("/")[2])).orElseThrow(),
                FileRequest.of(UUID.randomUUID(), MultiMap.caseInsensitiveMultiMap().add("v", "1")
                        .add("format", "jpeg").add("w", "640"), WIDTHS),
                false, false);
        var files = stored();
        assertEquals(Set.of(planned.key()), files.keySet());

        var reader = node(storeThatIsSwept(false), Long.MAX_VALUE);
        assertArrayEquals(expected, ByteBufUtil.getBytes(reader.find(planned).orElseThrow()));
        assertEquals(Map.of(), stored(), "It was swept when it was open");
        assertArrayEquals(expected, ByteBufUtil.getBytes(reader.make(planned).orElseThrow()));
        assertEquals(files, stored());

        var late = node(storeThatIsSwept(true), Long.MAX_VALUE);
        assertTrue(late.find(planned).isEmpty(), "It was swept between the look-up and the reading");
        assertEquals(Map.of(), stored());
        assertArrayEquals(expected, ByteBufUtil.getBytes(late.make(planned).orElseThrow()));
        assertEquals(files, stored());
        changeTracker.markAllChanged();
        assertArrayEquals(expected, size(640, ""));
    }

    /** Makes a view of the folder in which another node sweeps all sizes before or after one is opened. */
    private MediaStore storeThatIsSwept(boolean before) {
        return (MediaStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ MediaStore.class },
                (self, method, arguments) -> {
                    boolean opens = method.getName().equals("open")
                            && arguments[0].toString().startsWith(MediaStore.SIZES);
                    if (opens && before) {
                        node(store, 0).deleteExpired();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (opens && !before) {
                            node(store, 0).deleteExpired();
                        }
                    }
                });
    }
}
