package dev.byline.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.byline.view.PendingView.Visitor;

/**
 * Computes the ids of the visitors of one day: the first 128 bits of the HMAC-SHA-256 of article, address and user
 * agent, with the salt of the day as its key. The id depends on the article, so that the stored ids do not reveal
 * whether two articles had the same visitor. The salt is random for each site and day, and deleted after the next day.
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

    /** Returns the id of a visitor of an article. */
    UUID idOf(UUID article, Visitor visitor) {
        var text = article + "|" + visitor.address() + "|" + visitor.agent();
        var id = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return new UUID(id.getLong(), id.getLong());
    }
}
