package dev.byline.spam;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.hibernate.Session;

import dev.byline.cache.ContentChanged;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/**
 * Computes keyed hashes that stand for addresses: HMAC-SHA-256 with the salt of a month, cut to 128 bits. A salt is
 * deleted when its month and the next month are over and no ban needs the salt. After that, not even this service can
 * find the address of a hash.
 */
@ApplicationScoped
public class AddressHashes {
    private static final int SALT_BYTES = 32;
    /** Length of a hash in hexadecimal digits: 128 bits. */
    private static final int HASH_HEX_DIGITS = 32;
    private static final String MAC_ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The name of the salts in {@link ContentChanged}. */
    private static final String SALTS = "abuse-salts";

    private final Session database;
    private final Event<ContentChanged> changed;
    private final Clock clock;
    private final KeptValues<String, List<MonthlySalt>> kept;

    AddressHashes(Session database, Event<ContentChanged> changed, Clock clock, KeptValuesFactory keptValues) {
        this.database = database;
        this.changed = changed;
        this.clock = clock;
        this.kept = keptValues.createForOne(SALTS);
    }

    /** Salt of a month, named by the first day of the month. */
    record MonthlySalt(LocalDate month, byte[] salt) {
        byte[] hash(String text) {
            try {
                var mac = Mac.getInstance(MAC_ALGORITHM);
                mac.init(new SecretKeySpec(salt, MAC_ALGORITHM));
                var fullHash = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
                return HexFormat.of().parseHex(fullHash, 0, HASH_HEX_DIGITS);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Hashes a text with the salt of this month, to 16 bytes. */
    public byte[] hash(String text) {
        return currentSalt().hash(text);
    }

    /**
     * Returns the salt of this month, and creates it if necessary. Several nodes may create the salt at once; the
     * database keeps one row.
     */
    MonthlySalt currentSalt() {
        var month = currentMonth();
        return findSalt(month).orElseGet(() -> {
            QuarkusTransaction.joiningExisting().run(() -> createSalt(month));
            return findSalt(month).orElseThrow();
        });
    }

    private void createSalt(LocalDate month) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        database.createNativeMutationQuery(
                "insert into abuse_salt (month, salt) values (:month, :salt) on conflict do nothing")
                .setParameter("month", month).setParameter("salt", salt).executeUpdate();
        changed.fire(ContentChanged.of(SALTS));
    }

    private LocalDate currentMonth() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    }

    private Optional<MonthlySalt> findSalt(LocalDate month) {
        return allSalts().stream().filter(salt -> salt.month.equals(month)).findFirst();
    }

    /** Lists all stored salts. */
    List<MonthlySalt> allSalts() {
        return kept.get(SALTS, () -> database
                .createNativeQuery("select month, salt from abuse_salt", MonthlySalt.class).getResultList());
    }

    /** Deletes the salts of months before the previous month that no ban needs. */
    void deleteUnneededSalts() {
        int deleted = database.createNativeMutationQuery("""
                delete from abuse_salt s where month < :month
                and not exists (select 1 from ban where ban.salt_month = s.month)""")
                .setParameter("month", currentMonth().minusMonths(1)).executeUpdate();
        if (deleted > 0) {
            changed.fire(ContentChanged.of(SALTS));
        }
    }

    /** Returns the range of an address: the /24 of IPv4, the /64 of IPv6 as {@code ClientAddress} names it. */
    public static String addressRange(String network) {
        return network.indexOf(':') >= 0 ? network : network.substring(0, network.lastIndexOf('.')) + ".0/24";
    }
}
