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
public class ManyIdentities {
    private final Session database;
    private final ArticleIdentities identities;

    ManyIdentities(Session database, ArticleIdentities identities) {
        this.database = database;
        this.identities = identities;
    }

    /**
     * An article that is new.
     *
     * @param slug
     *            wanted; if another article has it, this one gets it with a number
     * @param seen
     *            whether readers see it under the slug at once
     */
    public record New(UUID id, UUID group, String locale, Instant createdAt, String slug, boolean seen) {}

    /** A slug in its locale. */
    public record FormerSlug(UUID article, String locale, String slug) {}

    /** Makes the articles' identities; gives the slugs that they got, by article. */
    public Map<UUID, String> create(List<New> articles) {
        insert(articles);
        var slugs = new HashMap<UUID, String>();
        var taken = new HashSet<>(articles);
        var got = new HashSet<>(database.createNativeQuery("""
                with got as (
                    insert into article_slug (locale, slug, article_id, was_published)
                    select * from unnest(cast(:locales as text[]), cast(:slugs as text[]), :articles,
                        cast(:seen as boolean[]))
                    on conflict do nothing returning article_id)
                select article_id from got""", UUID.class).setParameter("locales", column(articles, String[]::new,
                New::locale)).setParameter("slugs", column(articles, String[]::new, New::slug))
                .setParameter("articles", column(articles, UUID[]::new, New::id))
                .setParameter("seen", column(articles, Boolean[]::new, New::seen)).getResultList());
        for (var article : articles) {
            if (got.contains(article.id)) {
                slugs.put(article.id, article.slug);
                taken.remove(article);
            }
        }
        for (var article : articles) {
            if (taken.contains(article)) {
                var slug = identities.derive(article.id, article.locale, article.slug);
                if (article.seen) {
                    identities.published(article.id, article.locale, slug);
                }
                slugs.put(article.id, slug);
            }
        }
        return slugs;
    }

    private void insert(List<New> articles) {
        var made = new HashSet<>(database.createNativeQuery("""
                with made as (
                    insert into article_identity (id, translation_group_id, locale, created_at)
                    select id, in_group, locale, cast(at as timestamptz)
                    from unnest(:ids, :groups, cast(:locales as text[]), cast(:times as text[]))
                        as i (id, in_group, locale, at)
                    on conflict (translation_group_id, locale) do nothing returning id)
                select id from made""", UUID.class).setParameter("ids", column(articles, UUID[]::new, New::id))
                .setParameter("groups", column(articles, UUID[]::new, New::group))
                .setParameter("locales", column(articles, String[]::new, New::locale))
                .setParameter("times", column(articles, String[]::new, a -> a.createdAt.toString())).getResultList());
        var alone = articles.stream().filter(a -> !made.contains(a.id))
                .map(a -> new New(a.id, Ids.next(), a.locale, a.createdAt, a.slug, a.seen)).toList();
        if (!alone.isEmpty()) {
            // The group has an article of this locale: two originals, not two translations.
            insert(alone);
        }
    }

    /** Lets former slugs lead to their articles, as far as nobody has them. */
    public void remember(List<FormerSlug> slugs) {
        if (!slugs.isEmpty()) {
            database.createNativeMutationQuery("""
                    insert into article_slug (locale, slug, article_id, was_published)
                    select *, true from unnest(cast(:locales as text[]), cast(:slugs as text[]), :articles)
                    on conflict do nothing""").setParameter("locales", column(slugs, String[]::new,
                    FormerSlug::locale)).setParameter("slugs", column(slugs, String[]::new, FormerSlug::slug))
                    .setParameter("articles", column(slugs, UUID[]::new, FormerSlug::article)).executeUpdate();
        }
    }

    /** The ids of the other articles of the same translation groups. */
    public List<String> translations(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select cast(other.id as text) from article_identity own join article_identity other
                    on other.translation_group_id = own.translation_group_id and other.id <> own.id
                where own.id = any(:articles)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }

    /** What cached answers may know the articles by. */
    public List<String> names(Collection<UUID> articles) {
        return database.createNativeQuery("""
                select slug from article_slug where article_id = any(:articles)
                union all select cast(id as text) from unnest(:articles) as i (id)""", String.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
    }
}
