package dev.byline.mail;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import io.restassured.path.json.JsonPath;

/** Base of tests that read the sent mails through the mailbox, as an admin does without a mail server. */
public abstract class MailTestBase extends ServiceTest {
    private static final Pattern TOKEN = Pattern.compile("/pages/([a-z-]+)\\?locale=[A-Za-z-]+&token=([A-Za-z0-9_-]+)");

    /** Waits until all deferred requests, announcements and waiting mails are done. */
    protected void awaitMailsSent() {
        Eventually.that(() -> query(
                """
                        select (select count(*) from reader_request) + (select count(*) from announcement where state = 'waiting')
                            + (select count(*) from outbox where state = 'waiting')""") == 0);
    }

    /** Waits for pending work after each test, so that its mails do not arrive in the mailbox of the next test. */
    @AfterEach
    void awaitPendingWork() {
        Eventually.that(() -> query(
                """
                        select (select count(*) from reader_request) + (select count(*) from announcement where state = 'waiting')
                            + (select count(*) from outbox
                                where state = 'waiting' and problem is null and (attempts > 0 or due_at <= now()))""") == 0);
    }

    /** Returns all mails to an address, newest first, after waiting for pending work. */
    protected List<JsonPath> mails(String to) {
        awaitMailsSent();
        var found = staff().queryParam("to", to).queryParam("size", 100).get(ADMIN + "/mailbox").then()
                .statusCode(200).extract().jsonPath();
        return found.getList("items").stream().map(item -> new JsonPath(json(item))).toList();
    }

    private static String json(Object item) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(item);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the token of the newest mail to an address with a link to that page. */
    protected String token(String to, String page) {
        for (var mail : mails(to)) {
            var links = TOKEN.matcher(mail.getString("text"));
            while (links.find()) {
                if (links.group(1).equals(page)) {
                    return links.group(2);
                }
            }
        }
        throw new AssertionError("No mail to " + to + " leads to " + page);
    }

    /** Counts the rows of all tables except the mailbox that contain the text. */
    protected long countRowsContaining(String text) throws SQLException {
        long traces = 0;
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            var tables = new java.util.ArrayList<String>();
            try (var found = statement.executeQuery(
                    "select tablename from pg_tables where schemaname = current_schema and tablename <> 'mailbox_message'")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (var table : tables) {
                try (var count = connection.prepareStatement(
                        "select count(*) from " + table + " t where strpos(lower(cast(t as text)), lower(?)) > 0")) {
                    count.setString(1, text);
                    try (var result = count.executeQuery()) {
                        result.next();
                        traces += result.getLong(1);
                    }
                }
            }
        }
        return traces;
    }
}
