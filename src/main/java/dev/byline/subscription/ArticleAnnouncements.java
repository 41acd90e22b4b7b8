package dev.byline.subscription;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.hibernate.Session;

import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.ArticlePublished;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.site.SiteService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;

/**
 * Announces a published article to its subscribers, once:
 * <ol>
 * <li>The transaction that publishes the article inserts one row.
 * <li>One node after the other takes the next 200 subscribers, in the order of their ids, and stores their mails and
 * the last id in one transaction. No subscriber is told twice or left out, even if a node is killed.
 * <li>The row stays, so that publishing the article again announces nothing.
 * </ol>
 */
@ApplicationScoped
public class ArticleAnnouncements implements MeasuredQueue {
    /** Maximum age of the publication date. An article dated further back is an import or a correction, not news. */
    static final int MAX_NEWS_AGE_DAYS = 2;
    private static final int BATCH_SIZE = 200;

    private final DataSource connections;
    private final Session database;
    private final PublicationService publications;
    private final SubscriptionMails mails;
    private final SiteService site;
    private final Event<AnnouncementQueued> announcementQueued;
    private final Clock clock;
    private final QueueWorker queueWorker = new QueueWorker("announcements", this::announceNextBatch);

    ArticleAnnouncements(DataSource connections, Session database, PublicationService publications,
            SubscriptionMails mails, SiteService site, Event<AnnouncementQueued> waiting,
            Clock clock) {
        this.connections = connections;
        this.database = database;
        this.publications = publications;
        this.mails = mails;
        this.site = site;
        this.announcementQueued = waiting;
        this.clock = clock;
    }

    /** Event: an announcement may be waiting. */
    record AnnouncementQueued() {}

    private record AnnouncementRow(UUID articleId, UUID afterSubscriber) {}

    private record Recipient(UUID id, String email, String locale) {}

    /** State of an announcement, and the number of its mails. */
    record AnnouncementProgress(String state, int mails) {}

    @Override
    public String queue() {
        return "announcements";
    }

    @Override
    public String sizeAndOldestQuery() {
        return "select count(*), min(created_at) from announcement where state = 'waiting'";
    }

    void start(@Observes StartupEvent event) {
        queueWorker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queueWorker.stop();
    }

    void onArticlePublished(@Observes ArticlePublished published) {
        if (published.becameLive() && published.kind() == ArticleKind.article) {
            boolean news = published.publishedAt().isAfter(clock.instant().minus(Duration.ofDays(MAX_NEWS_AGE_DAYS)));
            insertAnnouncement(published.articleId(), news ? "waiting" : "muted");
            announcementQueued.fire(new AnnouncementQueued());
        }
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) AnnouncementQueued event) {
        queueWorker.wake();
    }

    /**
     * Mutes an article: it is published without mails, now and later. Has no effect if the mails are already being
     * sent.
     */
    @Transactional
    public void mute(UUID article) {
        mute(List.of(article));
    }

    /** Mutes many articles as {@link #mute(UUID)} does, in one statement. */
    @Transactional
    public void mute(Collection<UUID> articles) {
        database.createNativeMutationQuery("""
                insert into announcement (article_id, state, created_at)
                select id, 'muted', :now from unnest(:articles) as i (id) order by id
                on conflict (article_id) do nothing""").setParameter("articles", articles.toArray(UUID[]::new))
                .setParameter("now", clock.instant()).executeUpdate();
    }

    /** Unmutes an article: it is announced when it is next published. */
    @Transactional
    void unmute(UUID article) {
        database.createNativeMutationQuery("delete from announcement where article_id = :article and state = 'muted'")
                .setParameter("article", article).executeUpdate();
    }

    /** Finds the state of an article's announcement; empty if the article was neither published nor muted. */
    @Transactional
    Optional<AnnouncementProgress> progress(UUID article) {
        return database.createNativeQuery("select state, mails from announcement where article_id = :article",
                AnnouncementProgress.class).setParameter("article", article).getResultList().stream().findFirst();
    }

    private void insertAnnouncement(UUID article, String state) {
        database.createNativeMutationQuery("""
                insert into announcement (article_id, state, created_at) values (:article, :state, :now)
                on conflict (article_id) do nothing""").setParameter("article", article).setParameter("state", state)
                .setParameter("now", clock.instant()).executeUpdate();
    }

    @ActivateRequestContext
    boolean announceNextBatch() {
        return queueWorker.hasWork(connections, "select 1 from announcement where state = 'waiting' limit 1")
                && QuarkusTransaction.requiringNew().call(this::sendNextBatch);
    }

    private boolean sendNextBatch() {
        var next = database.createNativeQuery("""
                select article_id, after_subscriber from announcement where state = 'waiting'
                order by created_at limit 1 for update skip locked""", AnnouncementRow.class).getResultList().stream()
                .findFirst();
        if (next.isEmpty()) {
            return false;
        }
        var announcementRow = next.get();
        var articles = publications.summaries(List.of(announcementRow.articleId));
        if (articles.isEmpty()) {
            // Unpublished meanwhile: if no subscriber was told, the next publication may be announced.
            database.createNativeMutationQuery(announcementRow.afterSubscriber == null
                    ? "delete from announcement where article_id = :article"
                    : "update announcement set state = 'sent' where article_id = :article")
                    .setParameter("article", announcementRow.articleId).executeUpdate();
            return true;
        }
        var recipients = nextRecipients(announcementRow);
        sendMails(articles.get(0), recipients);
        boolean done = recipients.size() < BATCH_SIZE;
        database.createNativeMutationQuery("""
                update announcement set after_subscriber = coalesce(:after, after_subscriber), mails = mails + :mails,
                    state = case when :done then 'sent' else state end
                where article_id = :article""")
                .setParameter("after", recipients.isEmpty() ? null : recipients.get(recipients.size() - 1).id,
                        UUID.class)
                .setParameter("mails", recipients.size()).setParameter("done", done)
                .setParameter("article", announcementRow.articleId).executeUpdate();
        return true;
    }

    private void sendMails(ArticleSummary article, List<Recipient> recipients) {
        var siteInfo = site.readPublic();
        var group = database.createNativeQuery("select translation_group_id from article_identity where id = :id",
                UUID.class).setParameter("id", article.id).getSingleResult();
        recipients.forEach(r -> mails.announceArticle(r.id, r.email, r.locale, article, group, siteInfo));
    }

    /** Finds the next subscribers, each once, even if they subscribe to several of the article's topics. */
    private List<Recipient> nextRecipients(AnnouncementRow announcementRow) {
        return database
                .createNativeQuery(
                        """
                                with topic (id) as (
                                    select uuid '00000000-0000-0000-0000-000000000000'
                                    union select author_id from publication_author where article_id = :article
                                    union select above.id
                                    from publication_category c
                                    join category own on own.id = c.category_id
                                    -- Each level has six characters of the path.
                                    join category above on above.path = any (array(
                                        select left(own.path, 6 * level - 1) from generate_series(1, (length(own.path) + 1) / 6) as level))
                                    where c.article_id = :article)
                                select s.id, s.email, s.locale
                                from (select distinct n.subscriber_id
                                    from topic cross join lateral (
                                        select t.subscriber_id from subscription t
                                        join subscriber x on x.id = t.subscriber_id and x.state = 'confirmed'
                                        where t.topic = topic.id and t.confirmed_at is not null and t.subscriber_id > :after
                                        order by t.subscriber_id limit :most) n
                                    order by n.subscriber_id limit :most) chosen
                                join subscriber s on s.id = chosen.subscriber_id order by s.id""",
                        Recipient.class)
                .setParameter("article", announcementRow.articleId)
                .setParameter("after",
                        announcementRow.afterSubscriber == null ? new UUID(0, 0) : announcementRow.afterSubscriber)
                .setParameter("most", BATCH_SIZE).getResultList();
    }
}
