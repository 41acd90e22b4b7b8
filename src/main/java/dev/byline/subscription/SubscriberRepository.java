package dev.byline.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.hibernate.Session;

import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;

/** Reads and writes subscribers, their subscriptions and their consent events. */
@ApplicationScoped
class SubscriberRepository implements PanacheRepositoryBase<Subscriber, UUID> {
    /** Topic that stands for all articles. */
    static final UUID EVERYTHING_TOPIC = new UUID(0, 0);

    private final Session database;

    SubscriberRepository(Session database) {
        this.database = database;
    }

    /** A row of the table {@code subscription}. */
    record SubscriptionRow(UUID subscriberId, UUID topic, UUID categoryId, UUID authorId, Instant confirmedAt) {}

    Optional<Subscriber> lock(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    Optional<Subscriber> lock(String emailNorm) {
        return find("emailNorm", emailNorm).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /**
     * Adds the topics that the subscriber does not have yet; {@code confirmedAt} is null for topics that are not
     * confirmed. One statement.
     */
    void subscribe(UUID subscriber, RequestedTopics requestedTopics, Instant confirmedAt) {
        database.createNativeMutationQuery("""
                insert into subscription as s (subscriber_id, topic, category_id, author_id, confirmed_at)
                select :subscriber, topic, category, author, cast(:confirmed as timestamptz) from (
                    select id, id, cast(null as uuid) from unnest(:categories) as c (id)
                    union select id, null, id from unnest(:authors) as a (id)
                    union select :everything, null, null where :coversEverything) as t (topic, category, author)
                order by topic
                on conflict (subscriber_id, topic) do update
                set confirmed_at = coalesce(s.confirmed_at, excluded.confirmed_at)""")
                .setParameter("subscriber", subscriber).setParameter("confirmed", confirmedAt, Instant.class)
                .setParameter("categories", requestedTopics.categories().toArray(UUID[]::new))
                .setParameter("authors", requestedTopics.authors().toArray(UUID[]::new))
                .setParameter("everything", EVERYTHING_TOPIC)
                .setParameter("coversEverything", requestedTopics.coversEverything()).executeUpdate();
    }

    void confirm(UUID subscriber, Collection<UUID> topics, Instant now) {
        database.createNativeMutationQuery("""
                update subscription set confirmed_at = :now
                where subscriber_id = :subscriber and topic in (:topics) and confirmed_at is null""")
                .setParameter("now", now).setParameter("subscriber", subscriber).setParameter("topics", topics)
                .executeUpdate();
    }

    /** Removes all topics of a subscriber, and returns their ids. */
    List<UUID> unsubscribe(UUID subscriber) {
        return database.createNativeQuery("""
                with ended as (delete from subscription where subscriber_id = :subscriber returning topic)
                select topic from ended order by topic""", UUID.class)
                .setParameter("subscriber", subscriber).getResultList();
    }

    /** Finds the subscriptions of each subscriber, in one statement. */
    Map<UUID, List<SubscriptionRow>> subscriptions(Collection<UUID> subscribers) {
        return subscribers.isEmpty()
                ? Map.of()
                : database.createNativeQuery("""
                        select subscriber_id, topic, category_id, author_id, confirmed_at from subscription
                        where subscriber_id in (:subscribers) order by subscriber_id, topic""", SubscriptionRow.class)
                        .setParameter("subscribers", subscribers).getResultList().stream()
                        .collect(Collectors.groupingBy(SubscriptionRow::subscriberId));
    }

    void record(UUID subscriber, String kind, Collection<UUID> topics, String source, String network, Instant now) {
        var consentEvent = new Consent.ConsentEvent();
        consentEvent.id = Ids.next();
        consentEvent.subscriberId = subscriber;
        consentEvent.at = now;
        consentEvent.kind = kind;
        consentEvent.topics = List.copyOf(topics);
        consentEvent.source = source;
        consentEvent.network = network;
        database.persist(consentEvent);
    }

    /** Finds one page of the consent events of a subscriber, oldest first. */
    Page<Consent> consents(UUID subscriber, PageQuery query) {
        var from = " from ConsentEvent c where c.subscriberId = :subscriber";
        var keys = new Keyset<>(query, "consents " + subscriber, false, Keyset::parseTime);
        var rows = keys.bind(database.createQuery(
                "select c" + from + keys.seekCondition("c.at", "c.id") + keys.orderBy("c.at", "c.id"),
                Consent.ConsentEvent.class)
                .setParameter("subscriber", subscriber)).getResultList();
        return keys.toPage(rows, c -> c.at, c -> c.id, () -> database
                .createQuery("select count(*)" + from, Long.class).setParameter("subscriber", subscriber)
                .getSingleResult()).map(Consent::of);
    }

    /** Finds all consent events of a subscriber, oldest first. */
    List<Consent> consents(UUID subscriber) {
        return database.createQuery("from ConsentEvent c where c.subscriberId = :subscriber order by c.at, c.id",
                Consent.ConsentEvent.class).setParameter("subscriber", subscriber).getResultList().stream()
                .map(Consent::of)
                .toList();
    }

    /** Finds one page of subscribers, newest first or oldest first. */
    Page<Subscriber> page(Subscriber.SubscriberState subscriberState, String emailNorm, boolean newestFirst,
            PageQuery query) {
        var from = " from Subscriber s where 1 = 1" + (subscriberState == null ? "" : " and s.state = :state")
                + (emailNorm == null ? "" : " and s.emailNorm = :email");
        var values = new HashMap<String, Object>();
        if (subscriberState != null) {
            values.put("state", subscriberState);
        }
        if (emailNorm != null) {
            values.put("email", emailNorm);
        }
        var keys = new Keyset<>(query, "subscribers " + subscriberState + emailNorm + newestFirst, newestFirst,
                Keyset::parseTime);
        var statement = bind(database.createQuery(
                "select s" + from + keys.seekCondition("s.createdAt", "s.id") + keys.orderBy("s.createdAt", "s.id"),
                Subscriber.class), values);
        return keys.toPage(keys.bind(statement).getResultList(), s -> s.createdAt, s -> s.id,
                () -> bind(database.createQuery("select count(*)" + from, Long.class), values).getSingleResult());
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> statement, Map<String, Object> values) {
        values.forEach(statement::setParameter);
        return statement;
    }

    /** Suppresses an address by its hash; {@code complained} overrides other reasons. */
    void suppress(byte[] hash, String reason, Instant now) {
        database.createNativeMutationQuery("""
                insert into suppression (hash, reason, at) values (:hash, :reason, :now)
                on conflict (hash) do update set reason = excluded.reason where excluded.reason = 'complained'""")
                .setParameter("hash", hash).setParameter("reason", reason).setParameter("now", now).executeUpdate();
    }

    /** Finds the reason why an address is suppressed; empty if the address is not suppressed. */
    Optional<String> findSuppressionReason(byte[] hash) {
        return database.createNativeQuery("select reason from suppression where hash = :hash", String.class)
                .setParameter("hash", hash).getResultList().stream().findFirst();
    }

    /** Stores the id of a report; returns false if the id was already stored. */
    boolean addReport(String report, Instant now) {
        return database.createNativeMutationQuery(
                "insert into mail_report (id, at) values (:id, :now) on conflict do nothing").setParameter("id", report)
                .setParameter("now", now).executeUpdate() > 0;
    }

    /** Subscribes to the category {@code into} whoever is subscribed to the category {@code from}. */
    void mergeCategory(UUID from, UUID into) {
        mergeTopic("category_id", from, into);
    }

    /** Subscribes to the author {@code into} whoever is subscribed to the author {@code from}. */
    void mergeAuthor(UUID from, UUID into) {
        mergeTopic("author_id", from, into);
    }

    private void mergeTopic(String column, UUID from, UUID into) {
        database.createNativeMutationQuery("""
                insert into subscription (subscriber_id, topic, %1$s, confirmed_at)
                select subscriber_id, :into, :into, confirmed_at from subscription where %1$s = :from
                on conflict (subscriber_id, topic) do update
                set confirmed_at = coalesce(subscription.confirmed_at, excluded.confirmed_at)""".formatted(column))
                .setParameter("from", from).setParameter("into", into).executeUpdate();
    }
}
