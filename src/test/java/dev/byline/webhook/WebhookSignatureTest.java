package dev.byline.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.standardwebhooks.exceptions.WebhookVerificationException;

/** Compares the signatures with the vector of Standard Webhooks, and with another implementation. */
class WebhookSignatureTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"type\":\"article.published\",\"data\":{\"slug\":\"đăng-ký\"}}";

    @Test
    void the_vector_of_the_specification_is_reproduced() {
        var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                WebhookSignature.sign(List.of(SECRET), ID, 1614265330, body));
    }

    @Test
    void another_implementation_verifies_each_of_two_secrets() throws Exception {
        var webhook = new Webhook();
        var former = webhook.rotateSecret(null);
        var current = webhook.rotateSecret(Instant.MAX);
        var headers = headers(List.of(current, former));
        for (var secret : List.of(current, former)) {
            new com.standardwebhooks.Webhook(secret).verify(BODY, headers);
        }
        var third = new com.standardwebhooks.Webhook(SECRET);
        assertThrows(WebhookVerificationException.class, () -> third.verify(BODY, headers));
        var first = new com.standardwebhooks.Webhook(current);
        assertThrows(WebhookVerificationException.class, () -> first.verify(BODY + " ", headers));
    }

    private static HttpHeaders headers(List<String> secrets) {
        long now = Instant.now().getEpochSecond();
        var signature = WebhookSignature.sign(secrets, ID, now, BODY.getBytes(StandardCharsets.UTF_8));
        return HttpHeaders.of(Map.of("webhook-id", List.of(ID), "webhook-timestamp", List.of(String.valueOf(now)),
                "webhook-signature", List.of(signature)), (name, value) -> true);
    }
}
