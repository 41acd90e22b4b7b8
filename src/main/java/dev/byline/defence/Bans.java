package dev.byline.defence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Who is banned, by what, until when. Addresses and emails are kept as keyed hashes alone. */
@ApplicationScoped
public class Bans {
    private static final Duration OF_ADDRESS = Duration.ofDays(90);
    private static final int MOST_WORDS = 1_000;

    private final Session database;
    private final Pseudonyms pseudonyms;
    private final AuditLog audit;
    private final Clock clock;

    Bans(Session database, Pseudonyms pseudonyms, AuditLog audit, Clock clock) {
        this.database = database;
        this.pseudonyms = pseudonyms;
        this.audit = audit;
        this.clock = clock;
    }

    /** 403 if the email, or the range of the address, is banned; either may be null. */
    @Transactional
    public void refuse(String email, String network) {
        var normal = ParsedEmailAddress.normalizeLeniently(email);
        for (var salt : pseudonyms.all()) {
            boolean banned = database
                    .createNativeQuery(
                            """
                                    select count(*) > 0 from ban where (kind = 'email' and hash = :email or kind = 'address' and hash = :address)
                                    and (expires_at is null or expires_at > :now)""",
                            Boolean.class)
                    .setParameter("email", normal == null ? new byte[0] : salt.hash(normal))
                    .setParameter("address", network == null ? new byte[0] : salt.hash(Pseudonyms.range(network)))
                    .setParameter("now", clock.instant()).getSingleResult();
            if (banned) {
                throw ProblemException.of(ProblemType.FORBIDDEN, "You cannot post here.");
            }
        }
    }

    /** The strongest effect of the banned words in the texts, if there are any. */
    @Transactional
    public Optional<Effect> words(String texts) {
        var folded = Words.folded(texts);
        return Optional.ofNullable(has(folded, Ban.Effect.spam)
                ? Effect.spam
                : has(folded, Ban.Effect.hold) ? Effect.hold : null);
    }

    /** What of somebody is banned. */
    public enum Whom {
        address,
        email
    }

    /** What a banned word does. */
    public enum Effect {
        hold,
        spam
    }

    private boolean has(String folded, Ban.Effect effect) {
        return Words.stands(database.createQuery("""
                select word from Ban where kind = dev.byline.defence.Ban$Kind.word and effect = :effect
                and (expiresAt is null or expiresAt > :now)""", String.class).setParameter("effect", effect)
                .setParameter("now", clock.instant()).getResultList(), folded);
    }

    Page<Ban.Detail> list(Ban.Kind kind, PageQuery query) {
        var keys = new Keyset<>(query, "bans " + kind, true, Keyset::parseTime);
        var from = " from Ban b where " + (kind == null ? "1 = 1" : "b.kind = :kind");
        var statement = keys.bind(database.createQuery(
                "select b" + from + keys.seekCondition("b.createdAt", "b.id") + keys.orderBy("b.createdAt", "b.id"),
                Ban.class));
        var count = database.createQuery("select count(*)" + from, Long.class);
        if (kind != null) {
            statement.setParameter("kind", kind);
            count.setParameter("kind", kind);
        }
        return keys.toPage(statement.getResultList(), b -> b.createdAt, b -> b.id, count::getSingleResult)
                .map(Ban.Detail::of);
    }

    Ban.Detail read(UUID id, String reference) {
        return Ban.Detail.of(find(id, reference, LockModeType.NONE));
    }

    @Transactional
    Ban.Detail create(NewBan input) {
        var effect = input.effect() == null
                ? input.kind() == Ban.Kind.word ? Ban.Effect.hold : Ban.Effect.refuse
                : input.effect();
        if ((effect == Ban.Effect.refuse) == (input.kind() == Ban.Kind.word)) {
            throw ProblemException.invalid("/effect",
                    "must be refuse for an email or an address, hold or spam for a word");
        }
        return switch (input.kind()) {
            case word -> word(input, effect);
            case email -> email(input.value(), input.note(), input.expiresAt());
            case address -> address(
                    ClientAddress.networkOf(input.value()).orElseThrow(() -> ProblemException.invalid("/value",
                            "must be an address in digits such as 203.0.113.9 or 2001:db8::1")),
                    input.note(), input.expiresAt());
        };
    }

    private Ban.Detail word(NewBan input, Ban.Effect effect) {
        var word = Words.folded(input.value());
        if (word.isEmpty()) {
            throw ProblemException.invalid("/value", "must have something to see in it");
        }
        if (database.createQuery("select count(*) from Ban where kind = dev.byline.defence.Ban$Kind.word", Long.class)
                .getSingleResult() >= MOST_WORDS) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "There are " + MOST_WORDS + " banned words, which is the most: remove some first.");
        }
        var ban = ban(Ban.Kind.word, word, effect, input.note(), input.expiresAt());
        ban.word = word;
        return kept(ban);
    }

    /** Bans an email. */
    @Transactional
    public Ban.Detail email(String email, String note, Instant expiresAt) {
        var normal = ParsedEmailAddress.normalizeLeniently(email);
        int at = normal.lastIndexOf('@');
        if (at < 1) {
            throw ProblemException.invalid("/value", "must be an email address");
        }
        var salt = pseudonyms.current();
        var ban = ban(Ban.Kind.email, normal.substring(0, normal.offsetByCodePoints(0, 1)) + "…" + normal.substring(at),
                Ban.Effect.refuse, note, expiresAt);
        ban.saltMonth = salt.month();
        ban.hash = salt.hash(normal);
        return kept(ban);
    }

    private Ban.Detail address(String network, String note, Instant expiresAt) {
        var salt = pseudonyms.current();
        return address(salt.hash(Pseudonyms.range(network)), salt.month(), note, expiresAt);
    }

    /** Bans the range of addresses behind a hash that was made in a month. */
    @Transactional
    public Ban.Detail address(byte[] hash, LocalDate month, String note, Instant expiresAt) {
        var ban = ban(Ban.Kind.address, "a range of addresses", Ban.Effect.refuse, note,
                expiresAt == null ? clock.instant().plus(OF_ADDRESS) : expiresAt);
        ban.saltMonth = month;
        ban.hash = hash;
        return kept(ban);
    }

    private Ban ban(Ban.Kind kind, String label, Ban.Effect effect, String note, Instant expiresAt) {
        var now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ProblemException.invalid("/expiresAt", "must be a time in the future");
        }
        forget();
        var ban = new Ban();
        ban.id = Ids.next();
        ban.kind = kind;
        ban.label = label;
        ban.effect = effect;
        ban.note = note;
        ban.createdBy = audit.actor();
        ban.createdAt = now;
        ban.expiresAt = expiresAt;
        return ban;
    }

    private Ban.Detail kept(Ban ban) {
        try {
            database.persist(ban);
            database.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.of(ProblemType.CONFLICT, "That is banned already: remove the ban to change it.");
        }
        audit.record("ban.create", ban.id);
        return Ban.Detail.of(ban);
    }

    @Transactional
    void lift(UUID id, String reference) {
        database.remove(find(id, reference, LockModeType.PESSIMISTIC_WRITE));
        audit.record("ban.lift", id);
    }

    /** Forgets what is over, and the salts that only it needed. */
    @Transactional
    public void forget() {
        database.createMutationQuery("delete from Ban where expiresAt <= :now").setParameter("now", clock.instant())
                .executeUpdate();
        pseudonyms.forget();
    }

    private Ban find(UUID id, String reference, LockModeType lock) {
        return Optional.ofNullable(id == null ? null : database.find(Ban.class, id, lock))
                .orElseThrow(() -> ProblemException.notFound("ban", reference));
    }
}
