package dev.byline.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.byline.listing.QueryPlanTestBase;
import dev.byline.paging.PageQuery;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Rows that a page of the list of media reads, for each filter and order, among very many media. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaPlanTest extends QueryPlanTestBase {
    private static final UUID UPLOADER = new UUID(0, 1);

    @Inject
    MediaRepository media;

    @Override
    protected List<String> largeTables() {
        return List.of("media", "media_file", "media_use");
    }

    @Override
    protected void insertRows() throws SQLException {
        executeLong("""
                insert into media (id, version, file_version, type, filename, uploaded_by, created_at, changed_at,
                    trashed_at, words)
                select lpad(to_hex(n), 32, '0')::uuid, 1, 1, case when n % 100 = 0 then 'audio/mpeg' when n % 7 = 0
                        then 'text/plain' else 'image/jpeg' end, 'file ' || n * 7919 % 20000 || '.jpg',
                    case when n % 50 = 0 then '00000000-0000-0000-0000-000000000001'::uuid end,
                    timestamp with time zone '2026-01-01' + n * interval '1 minute', now(),
                    case when n % 20 = 3 then now() end, array_to_tsvector(array['photo', 'n' || n % 200, 'x' || n])
                from generate_series(1, 20000) n""", """
                insert into media_file (media_id, version, upload_hash, store_key, type, bytes, created_at)
                select id, 1, sha256(id::text::bytea), encode(sha256(id::text::bytea), 'hex'), type, 1, now()
                from media""",
                """
                        insert into media_use (media_id, user_type, user_id)
                        select id, 'article', id from media where trashed_at is null and extract(minute from created_at)::int % 10 > 0""",
                "analyze media", "analyze media_file", "analyze media_use");
    }

    @Test
    void each_filter_and_order_reads_few_rows() {
        cheap("all", query -> {});
        cheap("kind", query -> query.type = "audio");
        cheap("common kind", query -> query.type = "image");
        cheap("type", query -> query.type = "audio/mpeg");
        cheap("own", query -> query.own = true);
        cheap("unused", query -> query.unused = true);
        cheap("used", query -> query.unused = false);
        cheap("the trash", query -> query.trashed = true);
        cheap("a rare word", query -> query.text = "x77");
        cheap("some words", query -> query.text = "photo n42");
        cheap("dates", query -> {
            query.from = Instant.parse("2026-01-03T00:00:00Z");
            query.to = Instant.parse("2026-01-04T00:00:00Z");
        });
    }

    @Test
    void the_first_page_of_a_filter_is_full() {
        var query = new MediaQuery();
        query.type = "audio";
        assertEquals(20, media.list(query, new PageQuery(), UPLOADER).items().size());
    }

    private void cheap(String what, Consumer<MediaQuery> filter) {
        for (var sort : List.of("createdAt", "-createdAt", "filename")) {
            // By name, the media of a time or an uploader are sorted, and no page of them is cheaper.
            var query = new MediaQuery();
            filter.accept(query);
            query.sort = sort;
            if (!sort.equals("filename") || query.from == null && query.own == null) {
                assertCheap(what + " by " + sort, 600, () -> media.list(query, new PageQuery(), UPLOADER));
            }
        }
    }
}
