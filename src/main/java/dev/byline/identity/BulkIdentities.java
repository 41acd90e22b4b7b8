package dev.byline.identity;

import static dev.byline.database.UnnestColumns.column;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.database.Ids;
import jakarta.enterprise.context.ApplicationScoped;

/** Ids and slugs of many articles in a few statements, by the rules of {@link ArticleIdentities}. */
@ApplicationScoped
public class BulkIdentities {
    private final Session database;
    private final ArticleIdentities identities;

    BulkIdentities(Session database, ArticleIdentities identities) {
        this.database = database;
        this.identities = identities;
    }

    /**
     * An article that is new.
     *
     * @param slug
     *            wanted; if another article has it, this one gets it with a number
     * @param isLive
     *            whether readers see it under the slug at once
     */
    public record NewIdentity(
            UUID id,
            UUID translationGroup,
            String locale,
            Instant createdAt,
            String slug,
            boolean isLive) {}

    /** A slug in its locale. */
    public record FormerArticleSlug(UUID article, String locale, String slug) {}

    /** Makes the articles' identities; gives the slugs that they got, by article. */
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
            // The group has an article of this locale: two originals, not two translations.
            insert(withOwnGroup);
        }
    }

    /** Lets former slugs lead to their articles, as far as nobody has them. */
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

    /** The ids of the other articles of the same translation groups. */
    public List<String> findTranslationIds(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select cast(other.id as text) from article_identity own join article_identity other
                    on other.translation_group_id = own.translation_group_id and other.id <> own.id
                where own.id = any(:articles)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }

    /** What cached answers may know the articles by. */
    public List<String> findIdsAndSlugs(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select slug from article_slug where article_id = any(:articles)
                union all select cast(id as text) from unnest(:articles) as i (id)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }
}
