package dev.byline.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives articles their ids and slugs, and finds articles by them. Slugs are unique in their locale, whoever has them. */
@ApplicationScoped
public class ArticleIdentities {
    private static final String IDS_AND_SLUGS_SQL = """
            select slug from article_slug where article_id = :article
            union all
            select cast(member.id as text) from article_identity own join article_identity member
                on member.translation_group_id = own.translation_group_id
            where own.id = :article""";

    private final Session database;
    private final Locks locks;
    private final SiteService site;

    ArticleIdentities(Session database, Locks locks, SiteService site) {
        this.database = database;
        this.locks = locks;
        this.site = site;
    }

    /** Makes the identity of a new article, in a translation group of its own. */
    public UUID create(Instant now, String locale) {
        var id = Ids.next();
        database.createNativeMutationQuery("""
                insert into article_identity (id, translation_group_id, locale, created_at)
                values (:id, :group, :locale, :now)""").setParameter("id", id).setParameter("group", Ids.next())
                .setParameter("locale", locale).setParameter("now", now).executeUpdate();
        return id;
    }

    /** Makes one in the translation group of another article; 409 that names the article of that locale in it. */
    public UUID createTranslation(Instant now, UUID original, String locale) {
        var id = Ids.next();
        boolean inserted = database.createNativeMutationQuery("""
                insert into article_identity (id, translation_group_id, locale, created_at)
                select :id, translation_group_id, :locale, :now from article_identity where id = :original
                on conflict (translation_group_id, locale) do nothing""").setParameter("id", id)
                .setParameter("locale", locale).setParameter("now", now).setParameter("original", original)
                .executeUpdate() == 1;
        if (!inserted) {
            throw translationExists(original, locale);
        }
        return id;
    }

    /** The article is written in another locale now; 409 that names the article of that locale in its group. */
    public void changeLocale(UUID article, String locale) {
        try {
            boolean updated = database.createNativeMutationQuery("""
                    update article_identity i set locale = :locale where id = :article and not exists (
                        select 1 from article_identity other where other.translation_group_id = i.translation_group_id
                        and other.locale = :locale and other.id <> i.id)""").setParameter("article", article)
                    .setParameter("locale", locale).executeUpdate() == 1;
            if (!updated) {
                throw translationExists(article, locale);
            }
        } catch (ConstraintViolationException e) {
            throw ProblemException.of(ProblemType.TRANSLATION_EXISTS,
                    "The article came to exist in locale " + locale + " just now.");
        }
    }

    private ProblemException translationExists(UUID article, String locale) {
        var holder = database.createNativeQuery("""
                select other.id from article_identity own join article_identity other
                on other.translation_group_id = own.translation_group_id and other.locale = :locale
                where own.id = :article""", UUID.class).setParameter("article", article)
                .setParameter("locale", locale).getResultStream().findFirst().orElse(null);
        if (holder == null) {
            return ProblemException.of(ProblemType.CONFLICT,
                    "The article, or its translation, was removed at the same moment: look at it again.");
        }
        return ProblemException.conflict(ProblemType.TRANSLATION_EXISTS,
                "The article exists in locale " + locale + " already, as " + holder
                        + "; if it lies in the trash, restore or purge it.",
                holder);
    }

    /** What cached answers may know the article by: ids and slugs, and the ids of its translations. */
    public List<String> findIdsAndSlugs(UUID article) {
        return database.createNativeQuery(IDS_AND_SLUGS_SQL, String.class).setParameter("article", article)
                .getResultList();
    }

    /** Removes an article's identity, with its slugs, counters and comments. */
    public void delete(UUID article) {
        database.createNativeMutationQuery("delete from article_identity where id = :article")
                .setParameter("article", article).executeUpdate();
    }

    /** The article's id by id or slug, at the staff door. */
    public Optional<UUID> findId(String reference, String locale) {
        var id = Slugs.parseId(reference);
        if (id != null) {
            return Optional.of(id);
        }
        List<SlugRow> rows = database.createNativeQuery(
                "select article_id, locale, slug from article_slug where slug = :slug", SlugRow.class)
                .setParameter("slug", reference).getResultList();
        return SlugRow.choose(rows, locale == null ? List.of() : List.of(locale), site::defaultLocale)
                .map(SlugRow::articleId);
    }

    /** The same for an article that must exist, whatever its state; 404 if there is none. */
    public UUID requireId(String reference) {
        return findId(reference, null).filter(this::exists)
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    private boolean exists(UUID id) {
        return !database.createNativeQuery("select 1 from article_identity where id = :id", Integer.class)
                .setParameter("id", id)
                .getResultList().isEmpty();
    }

    /**
     * Takes exactly this slug for the article; 409 that names its holder if that is another.
     *
     * @param takeOver
     *            takes it also if it is only a former slug of its holder, which answers to it no more then
     */
    public void claimSlug(UUID article, String locale, String slug, boolean takeOver) {
        if (insertSlug(article, locale, slug)) {
            return;
        }
        var holder = database
                .createNativeQuery(
                        "select article_id from article_slug where locale = :locale and slug = :slug for update",
                        UUID.class)
                .setParameter("locale", locale).setParameter("slug", slug).getResultStream().findFirst().orElse(null);
        if (holder == null) {
            // Let go by its holder just now.
            claimSlug(article, locale, slug, takeOver);
            return;
        }
        if (holder.equals(article)) {
            return;
        }
        boolean former = isFormerSlug(holder, locale, slug);
        if (!former || !takeOver) {
            throw ProblemException.conflict(ProblemType.SLUG_TAKEN,
                    former
                            ? "The slug '" + slug + "' in locale " + locale + " is a former one of article " + holder
                                    + ", and leads there. Repeat with ?takeOverSlug=true to take it over."
                            : "The slug '" + slug + "' in locale " + locale + " belongs to article " + holder + ".",
                    holder);
        }
        database.createNativeMutationQuery("""
                update article_slug set article_id = :article, was_published = false
                where locale = :locale and slug = :slug""").setParameter("article", article)
                .setParameter("locale", locale).setParameter("slug", slug).executeUpdate();
    }

    /** Whether no copy of the holder, nor a schedule, is called so: their foreign keys say who is. */
    private boolean isFormerSlug(UUID holder, String locale, String slug) {
        return database.createNativeQuery("""
                select 1 where not exists (select 1 from article where id = :holder and (
                    locale = :locale and slug = :slug or schedule_locale = :locale and schedule_slug = :slug))
                and not exists (select 1 from publication
                    where article_id = :holder and locale = :locale and slug = :slug)""", Integer.class)
                .setParameter("holder", holder).setParameter("locale", locale).setParameter("slug", slug)
                .getResultStream().findFirst().isPresent();
    }

    /**
     * Takes a slug derived from the title, with the lowest free number behind it if need be. Those who want the same
     * one wait for each other.
     */
    public String claimDerivedSlug(UUID article, String locale, String title) {
        var base = Slugs.derive(title, locale, "article");
        var stem = Slugs.prefixOfNumbered(base);
        locks.exclusive("slug:" + locale + ":" + stem);
        while (true) {
            List<String> taken = database
                    .createNativeQuery("""
                            select slug from article_slug
                            where locale = :locale and slug ^@ :stem and article_id <> :article""",
                            String.class)
                    .setParameter("locale", locale).setParameter("stem", stem).setParameter("article", article)
                    .getResultList();
            var slug = Slugs.firstFree(base, taken);
            if (insertSlug(article, locale, slug) || hasSlug(article, locale, slug)) {
                return slug;
            }
        }
    }

    /** Lets a slug of the working copy go; one that readers have seen stays, so that old links find the article. */
    public void releaseSlug(UUID article, String locale, String slug) {
        database.createNativeMutationQuery(
                """
                        delete from article_slug
                        where locale = :locale and slug = :slug and article_id = :article and not was_published""")
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .executeUpdate();
    }

    /** Remembers that readers see the slug from now on; gives {@link #findIdsAndSlugs}. One statement. */
    public List<String> markPublished(UUID article, String locale, String slug) {
        return database.createNativeQuery("""
                with seen as (
                    update article_slug set was_published = true
                    where locale = :locale and slug = :slug and article_id = :article and not was_published)
                """ + IDS_AND_SLUGS_SQL, String.class).setParameter("locale", locale).setParameter("slug", slug)
                .setParameter("article", article).getResultList();
    }

    private boolean insertSlug(UUID article, String locale, String slug) {
        return database
                .createNativeMutationQuery("""
                        insert into article_slug (locale, slug, article_id) values (:locale, :slug, :article)
                        on conflict do nothing""").setParameter("locale", locale).setParameter("slug", slug)
                .setParameter("article", article).executeUpdate() == 1;
    }

    private boolean hasSlug(UUID article, String locale, String slug) {
        return !database
                .createNativeQuery(
                        """
                                select 1 from article_slug where locale = :locale and slug = :slug and article_id = :article""",
                        Integer.class)
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .getResultList().isEmpty();
    }
}
