package dev.byline.identity;

import static dev.byline.database.UnnestColumns.column;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.database.Ids;
import jakarta.enterprise.context.ApplicationScoped;

/** Assigns ids and slugs to many articles in a few statements, by the rules of {@link ArticleIdentities}. */
@ApplicationScoped
public class BulkIdentities {
    private final Session database;
    private final ArticleIdentities identities;

    BulkIdentities(Session database, ArticleIdentities identities) {
        this.database = database;
        this.identities = identities;
    }

    /**
     * A new article.
     *
     * @param slug
     *            the requested slug; if another article has the slug, a number is appended
     * @param isLive
     *            whether the article is live at once, which marks its slug as published
     */
    public record NewIdentity(
            UUID id,
            UUID translationGroup,
            String locale,
            Instant createdAt,
            String slug,
            boolean isLive) {}

    /** A former slug of an article in its locale. */
    public record FormerArticleSlug(UUID article, String locale, String slug) {}

    /** Creates the identities of the articles, and returns the slug of each article by its id. */
    public Map<UUID, String> create(List<NewIdentity> articles) {
        insert(articles);
        var slugs = new HashMap<UUID, String>();
        var withoutSlug = new HashSet<>(articles);
        var withSlug = new HashSet<>(database.createNativeQuery("""
                with got as (
                    insert into article_slug (locale, slug, article_id, was_published)
                    select * from unnest(cast(:locales as text[]), cast(:slugs as text[]), :articles,
                        cast(:seen as boolean[]))
                    on conflict do nothing returning article_id)
                select article_id from got""", UUID.class).setParameter("locales", column(articles, String[]::new,
                NewIdentity::locale)).setParameter("slugs", column(articles, String[]::new, NewIdentity::slug))
                .setParameter("articles", column(articles, UUID[]::new, NewIdentity::id))
                .setParameter("seen", column(articles, Boolean[]::new, NewIdentity::isLive)).getResultList());
        for (var article : articles) {
            if (withSlug.contains(article.id)) {
                slugs.put(article.id, article.slug);
                withoutSlug.remove(article);
            }
        }
        for (var article : articles) {
            if (withoutSlug.contains(article)) {
                var slug = identities.claimDerivedSlug(article.id, article.locale, article.slug);
                if (article.isLive) {
                    identities.markPublished(article.id, article.locale, slug);
                }
                slugs.put(article.id, slug);
            }
        }
        return slugs;
    }

    private void insert(List<NewIdentity> articles) {
        var inserted = new HashSet<>(database.createNativeQuery("""
                with made as (
                    insert into article_identity (id, translation_group_id, locale, created_at)
                    select id, in_group, locale, cast(at as timestamptz)
                    from unnest(:ids, :groups, cast(:locales as text[]), cast(:times as text[]))
                        as i (id, in_group, locale, at)
                    on conflict (translation_group_id, locale) do nothing returning id)
                select id from made""", UUID.class).setParameter("ids", column(articles, UUID[]::new, NewIdentity::id))
                .setParameter("groups", column(articles, UUID[]::new, NewIdentity::translationGroup))
                .setParameter("locales", column(articles, String[]::new, NewIdentity::locale))
                .setParameter("times", column(articles, String[]::new, a -> a.createdAt.toString())).getResultList());
        var withOwnGroup = articles.stream().filter(a -> !inserted.contains(a.id))
                .map(a -> new NewIdentity(a.id, Ids.next(), a.locale, a.createdAt, a.slug, a.isLive)).toList();
        if (!withOwnGroup.isEmpty()) {
            // The translation group has an article of this locale already: the new article is another original in its
            // own group.
            insert(withOwnGroup);
        }
    }

    /** A slug that an article requests in its locale. */
    public record RequestedSlug(UUID article, String locale, String slug) {}

    /** Finds the articles whose requested slug belongs to another article; one statement. */
    public Set<UUID> findRefused(Collection<RequestedSlug> slugs) {
        return new HashSet<>(database.createNativeQuery("""
                select requested.article_id
                from unnest(cast(:locales as text[]), cast(:slugs as text[]), :articles)
                    as requested (locale, slug, article_id)
                join article_slug taken on taken.locale = requested.locale and taken.slug = requested.slug
                where taken.article_id <> requested.article_id""", UUID.class)
                .setParameter("locales", column(slugs, String[]::new, RequestedSlug::locale))
                .setParameter("slugs", column(slugs, String[]::new, RequestedSlug::slug))
                .setParameter("articles", column(slugs, UUID[]::new, RequestedSlug::article)).getResultList());
    }

    /** Adds former slugs that lead to their articles. A slug that another article has is skipped. */
    public void addFormerSlugs(List<FormerArticleSlug> slugs) {
        if (!slugs.isEmpty()) {
            database.createNativeMutationQuery("""
                    insert into article_slug (locale, slug, article_id, was_published)
                    select *, true from unnest(cast(:locales as text[]), cast(:slugs as text[]), :articles)
                    on conflict do nothing""").setParameter("locales", column(slugs, String[]::new,
                    FormerArticleSlug::locale))
                    .setParameter("slugs", column(slugs, String[]::new, FormerArticleSlug::slug))
                    .setParameter("articles", column(slugs, UUID[]::new, FormerArticleSlug::article)).executeUpdate();
        }
    }

    /** Finds the ids of the translations of the articles. */
    public List<String> findTranslationIds(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select cast(other.id as text) from article_identity own join article_identity other
                    on other.translation_group_id = own.translation_group_id and other.id <> own.id
                where own.id = any(:articles)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }

    /** Finds the names under which cached responses may refer to the articles: ids and slugs, without translations. */
    public List<String> findIdsAndSlugs(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select slug from article_slug where article_id = any(:articles)
                union all select cast(id as text) from unnest(:articles) as i (id)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }
}
