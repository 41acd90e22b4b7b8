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

import jakarta.enterprise.context.ApplicationScoped;

/**
 * What addresses are known by: HMAC-SHA-256 with the salt of a month, cut to 128 bits. A salt goes when its month and
 * the next are over and no ban needs it; after that nobody can tell whose a hash was, this service included.
 */
@ApplicationScoped
public class AddressHashes {
    private static final int SALT_BYTES = 32;
    private static final int HASH_HEX_DIGITS = 32;
    private static final String MAC_ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Session database;
    private final Clock clock;

    AddressHashes(Session database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The salt of a month, the first day of which names it. */
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

    /** The hash of a text under this month's salt, 16 bytes; in a transaction. */
    public byte[] hash(String text) {
        return currentSalt().hash(text);
    }

    /** This month's salt; several nodes may begin the month together, and one row comes of it. */
    MonthlySalt currentSalt() {
        var month = currentMonth();
        return findSalt(month).orElseGet(() -> {
            var salt = new byte[SALT_BYTES];
            RANDOM.nextBytes(salt);
            database.createNativeMutationQuery(
                    "insert into abuse_salt (month, salt) values (:month, :salt) on conflict do nothing")
                    .setParameter("month", month).setParameter("salt", salt).executeUpdate();
            return findSalt(month).orElseThrow();
        });
    }

    private LocalDate currentMonth() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    }

    private Optional<MonthlySalt> findSalt(LocalDate month) {
        return database.createNativeQuery("select month, salt from abuse_salt where month = :month", MonthlySalt.class)
                .setParameter("month", month).getResultStream().findFirst();
    }

    /** All salts that there still are. */
    List<MonthlySalt> allSalts() {
        return database.createNativeQuery("select month, salt from abuse_salt", MonthlySalt.class).getResultList();
    }

    /** Forgets the salts that nothing needs any more. */
    void deleteUnneededSalts() {
        database.createNativeMutationQuery("""
                delete from abuse_salt s where month < :month
                and not exists (select 1 from ban where ban.salt_month = s.month)""")
                .setParameter("month", currentMonth().minusMonths(1)).executeUpdate();
    }

    /** The range that an address belongs to: the /24 of IPv4, the /64 of IPv6 as {@code ClientAddress} names it. */
    public static String addressRange(String network) {
        return network.indexOf(':') >= 0 ? network : network.substring(0, network.lastIndexOf('.')) + ".0/24";
    }
}
