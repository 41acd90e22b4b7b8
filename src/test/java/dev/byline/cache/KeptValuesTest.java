package dev.byline.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.problem.ProblemException;
import dev.byline.site.SiteService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

@QuarkusTest
class KeptValuesTest extends ServiceTest {
    @Inject
    KeptValuesFactory factory;
    @Inject
    ChangeNotifier notifier;
    @Inject
    Event<ContentChanged> changed;
    @Inject
    SiteService siteService;

    private final AtomicInteger reads = new AtomicInteger();

    private int read(KeptValues<String, Integer> values) {
        return values.get("key", reads::incrementAndGet);
    }

    @Test
    void a_value_is_read_once_until_one_of_its_names_changes() {
        var values = factory.<String, Integer>create(2, (key, value) -> List.of("name", key));
        while (!notifier.isConnected()) {
            Thread.onSpinWait();
        }
        assertEquals(read(values), read(values));
        int before = read(values);
        QuarkusTransaction.requiringNew().run(() -> changed.fire(ContentChanged.of("unrelated")));
        assertEquals(before, read(values));
        QuarkusTransaction.requiringNew().run(() -> changed.fire(ContentChanged.of("key")));
        assertEquals(before + 1, read(values));
    }

    @Test
    void a_comment_makes_responses_be_read_again_but_no_values() throws Exception {
        var values = factory.<String, Integer>create(2, (key, value) -> List.of("name", key));
        while (!notifier.isConnected()) {
            Thread.onSpinWait();
        }
        int before = read(values);
        long time = changeTracker.currentTime();
        QuarkusTransaction.requiringNew().run(() -> changed.fire(new ContentChanged(List.of("key"), true)));
        assertEquals(before, read(values));
        assertFalse(changeTracker.isUnchanged(List.of("key"), time));
        assertChangeOfAnotherNode(values, "~frequent key other", before);
        assertChangeOfAnotherNode(values, "key other", before + 1);
        QuarkusTransaction.requiringNew().run(() -> changed.fire(new ContentChanged(List.of("key"), true)));
        assertEquals(before + 1, read(values));
    }

    /** Sends a notification as another node does, and reads the value after the notification has arrived. */
    private void assertChangeOfAnotherNode(KeptValues<String, Integer> values, String names, int expected)
            throws Exception {
        long time = changeTracker.currentTime();
        execute("select pg_notify('byline_changed', 'another-node " + names + "')");
        Eventually.that(() -> !changeTracker.isUnchanged(List.of("other"), time));
        assertEquals(expected, read(values));
    }

    @Test
    void a_transaction_sees_its_own_change_and_nobody_else_does_before_the_commit() {
        QuarkusTransaction.begin();
        siteService.addLocales(List.of("vi"));
        assertEquals("vi", siteService.requireLocale("vi", "/locale"));
        CompletableFuture.runAsync(this::assertNoVietnamese).join();
        QuarkusTransaction.rollback();
        assertNoVietnamese();
        siteService.addLocales(List.of("vi"));
        assertEquals("vi", siteService.requireLocale("vi", "/locale"));
    }

    @Test
    void a_transaction_sees_what_others_have_changed_since_its_first_read() {
        changeTracker.markAllChanged();
        QuarkusTransaction.begin();
        assertThrows(ProblemException.class, () -> siteService.requireLocale("vi", "/locale"));
        CompletableFuture.runAsync(() -> siteService.addLocales(List.of("vi"))).join();
        assertEquals("vi", siteService.requireLocale("vi", "/locale"));
        QuarkusTransaction.rollback();
        assertEquals("vi", siteService.requireLocale("vi", "/locale"));
    }

    private void assertNoVietnamese() {
        QuarkusTransaction.requiringNew().run(
                () -> assertThrows(ProblemException.class, () -> siteService.requireLocale("vi", "/locale")));
    }
}
