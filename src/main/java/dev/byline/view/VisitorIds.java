package dev.byline.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.byline.view.PendingView.Visitor;

/**
 * What visitors of one day are known by: the first 128 bits of HMAC-SHA-256, with the day's salt as its key, of article,
 * address and user agent. The article inside means that nobody can tell whether two articles had the same visitor; the
 * salt is made of random for each site and day, and thrown away.
 */
final class VisitorIds {
    private final Mac mac;

    VisitorIds(byte[] salt) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    UUID idOf(UUID article, Visitor visitor) {
        var text = article + "|" + visitor.address() + "|" + visitor.agent();
        var id = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return new UUID(id.getLong(), id.getLong());
    }
}
