package dev.byline.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;

import dev.byline.ServiceTest;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.view.PendingView.Visitor;
import jakarta.inject.Inject;

/** Base of tests with several nodes on one database. After each test, counters must equal the sums of their days. */
abstract class ViewTestBase extends ServiceTest {
    static final Instant NOON = LocalDate.now(ZoneOffset.UTC).atTime(12, 0).toInstant(ZoneOffset.UTC);
    static final Instant MIDNIGHT = NOON.plus(Duration.ofHours(12));
    static final Visitor VISITOR_MAI = visitor("Mai");

    @Inject
    PublicationService publications;
    @Inject
    ViewSettings settings;
    @Inject
    ViewCleanup viewCleanup;
    @Inject
    ViewRecount viewRecount;

    final TestNode testNode = new TestNode();

    /** A node whose clock the test sets. */
    final class TestNode extends Clock {
        Instant now = NOON;
        /** The data source that replaces the one of the service, or null. */
        DataSource source;
        private ViewBatchWriter batch;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        ViewBatchWriter batch() {
            if (batch == null) {
                batch = new ViewBatchWriter(source == null ? database : source, publications, rateLimiter, this,
                        settings);
            }
            return batch;
        }

        /** Writes a batch of one call, and returns the views after it. */
        long view(Instant at, Visitor visitor, String article) {
            now = at;
            return count(call(visitor, article)).views();
        }

        ViewCount count(PendingView call) {
            batch().write(List.of(call));
            return call.result.join().count();
        }
    }

    static Visitor visitor(String name) {
        return new Visitor("203.0.113.9", "203.0.113.9", "Mozilla/5.0 (X11) " + name);
    }

    static PendingView call(Visitor visitor, String article) {
        return new PendingView(new ArticleReference(article, null), visitor, null);
    }

    @AfterEach
    void counters_are_what_their_days_say() {
        assertEquals(0, viewRecount.drift());
    }

    long views(String article) throws SQLException {
        return query("select coalesce(sum(views), 0) from article_counter where article_id = '" + article + "'");
    }

    long visitorDays(String article) throws SQLException {
        return query("select coalesce(sum(visitor_days), 0) from article_counter where article_id = '" + article + "'");
    }

    static ProblemException refusal(CompletableFuture<?> answer) {
        return assertInstanceOf(ProblemException.class,
                assertThrows(CompletionException.class, answer::join).getCause());
    }
}
