package dev.byline.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Gives articles their ids and slugs, and finds articles by them. Slugs are unique in their locale, whoever has them. */
@ApplicationScoped
public class ArticleIdentities {
    private final EntityManager database;
    private final Locks locks;
    private final SiteService site;

    ArticleIdentities(EntityManager database, Locks locks, SiteService site) {
        this.database = database;
        this.locks = locks;
        this.site = site;
    }

    /** Makes the identity of a new article, in a translation group of its own. */
    public UUID create(Instant now) {
        var id = Ids.next();
        database.createNativeQuery(
                "insert into article_identity (id, translation_group_id, created_at) values (:id, :group, :now)")
                .setParameter("id", id).setParameter("group", Ids.next()).setParameter("now", now).executeUpdate();
        return id;
    }

    /** The article's id by id or slug, at the staff door. */
    public Optional<UUID> find(String reference, String locale) {
        var id = Slugs.id(reference);
        if (id != null) {
            return Optional.of(id);
        }
        @SuppressWarnings("unchecked")
        List<SlugRow> rows = database.createNativeQuery(
                "select article_id, locale, slug from article_slug where slug = :slug", SlugRow.class)
                .setParameter("slug", reference).getResultList();
        return SlugRow.choose(rows, locale, site::defaultLocale).map(SlugRow::articleId);
    }

    /** The same for an article that must exist, whatever its state; 404 if there is none. */
    public UUID require(String reference) {
        return find(reference, null).filter(this::exists)
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    private boolean exists(UUID id) {
        return !database.createNativeQuery("select 1 from article_identity where id = :id").setParameter("id", id)
                .getResultList().isEmpty();
    }

    /** Takes exactly this slug for the article; 409 that names its holder if that is another. */
    public void claim(UUID article, String locale, String slug) {
        if (insert(article, locale, slug)) {
            return;
        }
        var holder = (UUID) database
                .createNativeQuery("select article_id from article_slug where locale = :locale and slug = :slug",
                        UUID.class)
                .setParameter("locale", locale).setParameter("slug", slug).getSingleResult();
        if (!holder.equals(article)) {
            throw ProblemException.conflict(ProblemType.SLUG_TAKEN,
                    "The slug '" + slug + "' in locale " + locale + " belongs to article " + holder + ".", holder);
        }
    }

    /**
     * Takes a slug derived from the title, with the lowest free number behind it if need be. Those who want the same
     * one wait for each other.
     */
    public String derive(UUID article, String locale, String title) {
        var base = Slugs.derive(title, locale, "article");
        var stem = Slugs.stem(base);
        locks.alone("slug:" + locale + ":" + stem);
        while (true) {
            @SuppressWarnings("unchecked")
            List<String> taken = database
                    .createNativeQuery("""
                            select slug from article_slug
                            where locale = :locale and slug ^@ :stem and article_id <> :article""",
                            String.class)
                    .setParameter("locale", locale).setParameter("stem", stem).setParameter("article", article)
                    .getResultList();
            var slug = Slugs.free(base, taken);
            if (insert(article, locale, slug) || holds(article, locale, slug)) {
                return slug;
            }
        }
    }

    /** Lets a slug of the working copy go; one that readers have seen stays, so that old links find the article. */
    public void release(UUID article, String locale, String slug) {
        database.createNativeQuery(
                """
                        delete from article_slug
                        where locale = :locale and slug = :slug and article_id = :article and not was_published""")
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .executeUpdate();
    }

    /** Remembers that readers see the slug from now on. */
    public void published(UUID article, String locale, String slug) {
        database.createNativeQuery(
                """
                        update article_slug set was_published = true
                        where locale = :locale and slug = :slug and article_id = :article and not was_published""")
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .executeUpdate();
    }

    private boolean insert(UUID article, String locale, String slug) {
        return database
                .createNativeQuery("""
                        insert into article_slug (locale, slug, article_id) values (:locale, :slug, :article)
                        on conflict do nothing""").setParameter("locale", locale).setParameter("slug", slug)
                .setParameter("article", article).executeUpdate() == 1;
    }

    private boolean holds(UUID article, String locale, String slug) {
        return !database
                .createNativeQuery(
                        """
                                select 1 from article_slug where locale = :locale and slug = :slug and article_id = :article""")
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .getResultList().isEmpty();
    }
}
