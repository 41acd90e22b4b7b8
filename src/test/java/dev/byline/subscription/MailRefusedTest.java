package dev.byline.subscription;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.mail.RefusingMailServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** A permanent refusal by the mail server counts as a bounce report. */
@QuarkusTest
@QuarkusTestResource(value = RefusingMailServer.class, restrictToAnnotatedClass = true)
class MailRefusedTest extends ServiceTest {
    @Test
    void an_address_that_the_server_refuses_for_good_is_not_tried_again() throws Exception {
        sending(Map.of("subscribers", List.of(Map.of("email", "mai@example.com", "consent",
                Map.of("at", "2024-05-01T00:00:00Z", "source", "test"))))).post(ADMIN + "/subscribers/import").then()
                .statusCode(200).body("items[0].outcome", equalTo("confirmed"));
        published("News");
        Eventually.that(() -> query("select count(*) from outbox where state = 'failed' and problem = '550'") == 1);
        assertEquals(1, query("select count(*) from subscriber where state = 'bounced'"));
        assertEquals(1, query("select count(*) from consent_event where kind = 'bounced' and source = 'smtp'"));
        assertEquals(0, query("select count(*) from subscription"));
    }
}
