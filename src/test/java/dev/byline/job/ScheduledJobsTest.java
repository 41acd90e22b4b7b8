package dev.byline.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests the hourly cleanup of the tables that have no test of their own, and failures of its parts. */
@QuarkusTest
class ScheduledJobsTest extends ServiceTest {
    private static final int ROWS = 1_200;

    @Inject
    ScheduledJobs scheduledJobs;

    @Test
    void the_cleanup_deletes_all_expired_rows_and_no_others() throws Exception {
        insert("""
                insert into outbox (id, message_key, bulk, state, created_at, due_at, done_at)
                select gen_random_uuid(), i, false, 'sent', done_at, done_at, done_at
                from (select i, now() - case when i = 1 then interval '29 days' else interval '31 days' end as done_at
                    from generate_series(1, %d) as i) as mail""");
        insert("""
                insert into mailbox_message (id, recipient, recipient_norm, subject, text, html, headers, created_at)
                select gen_random_uuid(), '', '', '', '', '', '{}',
                    now() - case when i = 1 then interval '29 days' else interval '31 days' end
                from generate_series(1, %d) as i""");
        insert("""
                insert into link_token (hash, purpose, subject, expires_at)
                select int4send(i), 'verify', gen_random_uuid(),
                    now() - case when i = 1 then interval '6 days' else interval '8 days' end
                from generate_series(1, %d) as i""");
        insert("""
                insert into idempotent_answer (scope, body_hash, status, body, created_at)
                select int4send(i), '', 200, '',
                    now() - case when i = 1 then interval '23 hours' else interval '25 hours' end
                from generate_series(1, %d) as i""");
        insert("""
                insert into known_network (hash, until)
                select int4send(i), now() + case when i = 1 then interval '1 day' else interval '-1 day' end
                from generate_series(1, %d) as i""");
        insert("""
                with owner as (
                    insert into member (id, name, email, email_norm, created_at, verified_at, version)
                    values (gen_random_uuid(), 'M', 'm@example.com', 'm@example.com', now(), now(), 1) returning id)
                insert into session (id, member_id, access_hash, access_until, refresh_until, created_at, refreshed_at)
                select gen_random_uuid(), owner.id, int4send(i), now(),
                    now() + case when i = 1 then interval '1 day' else interval '-1 day' end, now(), now()
                from owner cross join generate_series(1, %d) as i""");
        scheduledJobs.cleanUp();
        for (var table : List.of("outbox", "mailbox_message", "link_token", "idempotent_answer", "known_network",
                "session")) {
            assertEquals(1, query("select count(*) from " + table), table);
        }
    }

    @Test
    void a_part_that_fails_does_not_stop_the_others() {
        var done = new int[1];
        HourlyCleanup failing = () -> {
            throw new IllegalStateException("broken");
        };
        new ScheduledJobs(List.of(failing, () -> done[0]++), List.of(), new JobRunner(), new SimpleMeterRegistry())
                .cleanUp();
        assertEquals(1, done[0]);
    }

    private void insert(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql.formatted(ROWS));
        }
    }
}
