package dev.byline.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by Standard Webhooks 1.0.0, symmetric signatures ({@code v1}): HMAC-SHA256 of id, time and body. */
final class WebhookSignature {
    /** The beginning of a secret; standard Base64 of the key follows. */
    static final String SECRET_PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {
    }

    /**
     * Returns the value of {@code webhook-signature}: one signature for each secret, separated by spaces.
     *
     * @param id
     *            the value of {@code webhook-id}
     * @param timestamp
     *            the value of {@code webhook-timestamp}, in seconds since 1970
     */
    static String sign(List<String> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream().map(secret -> sign(secret, id, timestamp, body)).collect(Collectors.joining(" "));
    }

    private static String sign(String secret, String id, long timestamp, byte[] body) {
        try {
            var key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
