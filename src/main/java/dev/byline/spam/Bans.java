package dev.byline.spam;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ContentChanged;
import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/**
 * Creates, lists and lifts bans of emails, ranges of addresses and words. Addresses and emails are stored as
 * keyed hashes only.
 */
@ApplicationScoped
public class Bans {
    /** Default duration of a ban of a range of addresses. */
    public static final int DEFAULT_ADDRESS_BAN_DAYS = 90;
    /** Maximum number of banned words. */
    private static final int MAX_BANNED_WORDS = 1_000;

    private final Session database;
    private final AddressHashes addressHashes;
    private final AuditLog audit;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    Bans(Session database, AddressHashes addressHashes, AuditLog audit, Event<ContentChanged> changed, Clock clock) {
        this.database = database;
        this.addressHashes = addressHashes;
        this.audit = audit;
        this.changed = changed;
        this.clock = clock;
    }

    /** Property of an author by which a ban applies. */
    @Schema(name = "AuthorBanTarget")
    public enum BanTarget {
        address,
        email
    }

    Page<Ban.BanDetail> list(Ban.BanKind banKind, PageQuery query) {
        var keys = new Keyset<>(query, "bans " + banKind, true, Keyset::parseTime);
        var from = " from Ban b where " + (banKind == null ? "1 = 1" : "b.kind = :kind");
        var statement = keys.bind(database.createQuery(
                "select b" + from + keys.seekCondition("b.createdAt", "b.id") + keys.orderBy("b.createdAt", "b.id"),
                Ban.class));
        var count = database.createQuery("select count(*)" + from, Long.class);
        if (banKind != null) {
            statement.setParameter("kind", banKind);
            count.setParameter("kind", banKind);
        }
        return keys.toPage(statement.getResultList(), b -> b.createdAt, b -> b.id, count::getSingleResult)
                .map(Ban.BanDetail::new);
    }

    Ban.BanDetail read(UUID id, String reference) {
        return new Ban.BanDetail(find(id, reference, LockModeType.NONE));
    }

    @Transactional
    Ban.BanDetail create(NewBan input) {
        var banEffect = input.effect() == null
                ? input.kind() == Ban.BanKind.word ? Ban.BanEffect.hold : Ban.BanEffect.refuse
                : input.effect();
        if ((banEffect == Ban.BanEffect.refuse) == (input.kind() == Ban.BanKind.word)) {
            throw ProblemException.invalid("/effect",
                    "must be 'refuse' for an email or an address, 'hold' or 'spam' for a word");
        }
        return switch (input.kind()) {
            case word -> banWord(input, banEffect);
            case email -> banEmail(input.value(), input.note(), input.expiresAt());
            case address -> banAddress(
                    ClientAddress.networkOf(input.value()).orElseThrow(() -> ProblemException.invalid("/value",
                            "must be an IP address such as 203.0.113.9 or 2001:db8::1")),
                    input.note(), input.expiresAt());
        };
    }

    private Ban.BanDetail banWord(NewBan input, Ban.BanEffect banEffect) {
        var word = WordMatcher.fold(input.value());
        if (word.isEmpty()) {
            throw ProblemException.invalid("/value", "must have at least one visible character");
        }
        if (database.createQuery("select count(*) from Ban where kind = dev.byline.spam.Ban$BanKind.word", Long.class)
                .getSingleResult() >= MAX_BANNED_WORDS) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "There are already " + MAX_BANNED_WORDS
                            + " banned words, which is the limit. Lift some bans first.");
        }
        var ban = newBan(Ban.BanKind.word, word, banEffect, input.note(), input.expiresAt());
        ban.word = word;
        return save(ban);
    }

    /** Bans an email. */
    @Transactional
    public Ban.BanDetail banEmail(String email, String note, Instant expiresAt) {
        var normal = ParsedEmailAddress.normalizeLeniently(email);
        int at = normal.lastIndexOf('@');
        if (at < 1) {
            throw ProblemException.invalid("/value", "must be an email address");
        }
        var monthlySalt = addressHashes.currentSalt();
        var ban = newBan(Ban.BanKind.email,
                normal.substring(0, normal.offsetByCodePoints(0, 1)) + "…" + normal.substring(at),
                Ban.BanEffect.refuse, note, expiresAt);
        ban.saltMonth = monthlySalt.month();
        ban.hash = monthlySalt.hash(normal);
        return save(ban);
    }

    private Ban.BanDetail banAddress(String network, String note, Instant expiresAt) {
        var monthlySalt = addressHashes.currentSalt();
        return banAddress(monthlySalt.hash(AddressHashes.addressRange(network)), monthlySalt.month(), note, expiresAt);
    }

    /** Bans a range of addresses by its hash, which was made with the salt of the given month. */
    @Transactional
    public Ban.BanDetail banAddress(byte[] hash, LocalDate month, String note, Instant expiresAt) {
        var ban = newBan(Ban.BanKind.address, "a range of addresses", Ban.BanEffect.refuse, note,
                expiresAt == null ? clock.instant().plus(Duration.ofDays(DEFAULT_ADDRESS_BAN_DAYS)) : expiresAt);
        ban.saltMonth = month;
        ban.hash = hash;
        return save(ban);
    }

    private Ban newBan(Ban.BanKind banKind, String label, Ban.BanEffect banEffect, String note, Instant expiresAt) {
        var now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ProblemException.invalid("/expiresAt", "must be a time in the future");
        }
        deleteExpired();
        var ban = new Ban();
        ban.id = Ids.next();
        ban.kind = banKind;
        ban.label = label;
        ban.effect = banEffect;
        ban.note = note;
        ban.createdBy = audit.actor();
        ban.createdAt = now;
        ban.expiresAt = expiresAt;
        return ban;
    }

    private Ban.BanDetail save(Ban ban) {
        try {
            database.persist(ban);
            database.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.of(ProblemType.CONFLICT, "A ban of this value already exists. Lift that ban to "
                    + "change it.");
        }
        audit.record("ban.create", ban.id);
        fireChanged();
        return new Ban.BanDetail(ban);
    }

    @Transactional
    void lift(UUID id, String reference) {
        database.remove(find(id, reference, LockModeType.PESSIMISTIC_WRITE));
        audit.record("ban.lift", id);
        fireChanged();
    }

    private void fireChanged() {
        changed.fire(ContentChanged.of(BanCheck.BANS));
    }

    /** Deletes expired bans, and the salts that only those bans needed. */
    @Transactional
    public void deleteExpired() {
        database.createMutationQuery("delete from Ban where expiresAt <= :now").setParameter("now", clock.instant())
                .executeUpdate();
        addressHashes.deleteUnneededSalts();
    }

    private Ban find(UUID id, String reference, LockModeType lock) {
        return Optional.ofNullable(id == null ? null : database.find(Ban.class, id, lock))
                .orElseThrow(() -> ProblemException.notFound("ban", reference));
    }
}
