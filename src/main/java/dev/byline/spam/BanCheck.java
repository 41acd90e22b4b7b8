package dev.byline.spam;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.hibernate.Session;

import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks readers and their texts against the bans, which are kept in memory: 10,000 bans are some two megabytes. */
@ApplicationScoped
public class BanCheck {
    /** The name of the bans in {@code ContentChanged}. */
    static final String BANS = "bans";

    private final Session database;
    private final AddressHashes addressHashes;
    private final Clock clock;
    private final KeptValues<String, Map<Ban.BanKind, Map<String, KnownBan>>> kept;

    BanCheck(Session database, AddressHashes addressHashes, Clock clock, KeptValuesFactory keptValues) {
        this.database = database;
        this.addressHashes = addressHashes;
        this.clock = clock;
        this.kept = keptValues.createForOne(BANS);
    }

    /** Effect of a banned word on a comment. */
    public enum BannedWordEffect {
        hold,
        spam
    }

    /**
     * A ban.
     *
     * @param value
     *            the folded word, or the hash of an email or a range of addresses in hexadecimal digits
     * @param expiresAt
     *            the end of the ban, or null
     */
    private record KnownBan(Ban.BanKind kind, String value, Ban.BanEffect effect, Instant expiresAt) {
        boolean isActive(Instant now) {
            return expiresAt == null || expiresAt.isAfter(now);
        }
    }

    /** Throws 403 if the email, or the range of the address, is banned; either may be null. */
    public void refuseIfBanned(String email, String network) {
        var normal = ParsedEmailAddress.normalizeLeniently(email);
        if (normal != null && isBanned(Ban.BanKind.email, normal)
                || network != null && isBanned(Ban.BanKind.address, AddressHashes.addressRange(network))) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "You are banned from posting here.");
        }
    }

    private boolean isBanned(Ban.BanKind kind, String text) {
        var bans = bans(kind);
        // Each ban has the salt of the month in which it was made.
        return !bans.isEmpty() && addressHashes.allSalts().stream()
                .map(salt -> bans.get(HexFormat.of().formatHex(salt.hash(text))))
                .anyMatch(ban -> ban != null && ban.isActive(clock.instant()));
    }

    /** Finds the strongest effect of the banned words in the texts; empty if there is no banned word. */
    public Optional<BannedWordEffect> findBannedWordEffect(String texts) {
        var folded = WordMatcher.fold(texts);
        var now = clock.instant();
        return bans(Ban.BanKind.word).values().stream().filter(ban -> ban.isActive(now))
                .filter(ban -> WordMatcher.containsWord(ban.value, folded))
                .map(ban -> ban.effect == Ban.BanEffect.spam ? BannedWordEffect.spam : BannedWordEffect.hold)
                .max(Comparator.naturalOrder());
    }

    private Map<String, KnownBan> bans(Ban.BanKind kind) {
        return kept.get(BANS, this::readAll).getOrDefault(kind, Map.of());
    }

    private Map<Ban.BanKind, Map<String, KnownBan>> readAll() {
        return database.createQuery("select b.kind, b.word, b.hash, b.effect, b.expiresAt from Ban b", Object[].class)
                .getResultList().stream()
                .map(row -> new KnownBan((Ban.BanKind) row[0],
                        row[1] == null ? HexFormat.of().formatHex((byte[]) row[2]) : (String) row[1],
                        (Ban.BanEffect) row[3], (Instant) row[4]))
                .collect(Collectors.groupingBy(KnownBan::kind,
                        Collectors.toMap(KnownBan::value, Function.identity())));
    }
}
