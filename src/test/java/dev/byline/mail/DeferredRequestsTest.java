package dev.byline.mail;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;

/** What becomes of a request that was accepted and cannot be handled. */
@QuarkusTest
class DeferredRequestsTest extends MailTestBase {
    private static final String EMAIL = "mai@example.com";
    private static final int MAX_ATTEMPTS = 5;

    @Inject
    DeferredRequests requests;

    @Test
    void a_request_outlives_any_number_of_failures_of_the_database() throws Exception {
        try {
            // What a full disk and a lock do, without their waiting.
            execute("alter table subscriber rename to subscriber_away");
            given().contentType(ContentType.JSON).body(Map.of("email", EMAIL)).post(API + "/subscriptions").then()
                    .statusCode(202);
            for (int i = 0; i < 3 * MAX_ATTEMPTS; i++) {
                requests.handleNext();
            }
            assertEquals(1, query("select count(*) from reader_request where attempts = 0"));
        } finally {
            execute("alter table subscriber_away rename to subscriber");
        }
        while (requests.handleNext()) {
            Thread.onSpinWait();
        }
        assertFalse(mails(EMAIL).isEmpty());
    }

    @Test
    void a_request_that_this_service_cannot_handle_is_deleted_and_holds_up_no_other() throws Exception {
        execute("insert into reader_request (id, kind, body) values ('" + new UUID(0, 1) + "', 'unknown', '{}')");
        given().contentType(ContentType.JSON).body(Map.of("email", EMAIL)).post(API + "/subscriptions").then()
                .statusCode(202);
        while (query("select count(*) from reader_request") > 0) {
            requests.handleNext();
        }
        assertFalse(mails(EMAIL).isEmpty());
    }
}
