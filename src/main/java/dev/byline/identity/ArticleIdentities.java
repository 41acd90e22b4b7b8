package dev.byline.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.LocaleLookup;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Assigns ids, slugs and translation groups to articles, and finds articles by id or slug. A slug is unique within its
 * locale among the current and former slugs of all articles.
 */
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
    private final LocaleLookup locales;

    ArticleIdentities(Session database, Locks locks, SiteService site, LocaleLookup locales) {
        this.locales = locales;
        this.database = database;
        this.locks = locks;
        this.site = site;
    }

    /** Creates the identity of a new article in a new translation group, and returns its id. */
    public UUID create(Instant now, String locale) {
        var id = Ids.next();
        database.createNativeMutationQuery("""
                insert into article_identity (id, translation_group_id, locale, created_at)
                values (:id, :group, :locale, :now)""").setParameter("id", id).setParameter("group", Ids.next())
                .setParameter("locale", locale).setParameter("now", now).executeUpdate();
        return id;
    }

    /**
     * Creates the identity of a new article in the translation group of another article, and returns its id. 409 that
     * names the article of that locale if the group has one.
     */
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

    /** Changes the locale of an article; 409 that names the article of that locale if the translation group has one. */
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
                    "A concurrent request created the article in locale " + locale + ". Read the article again.");
        }
    }

    private ProblemException translationExists(UUID article, String locale) {
        var holder = database.createNativeQuery("""
                select other.id from article_identity own join article_identity other
                on other.translation_group_id = own.translation_group_id and other.locale = :locale
                where own.id = :article""", UUID.class).setParameter("article", article)
                .setParameter("locale", locale).getResultList().stream().findFirst().orElse(null);
        if (holder == null) {
            return ProblemException.of(ProblemType.CONFLICT,
                    "The article or its translation was deleted by a concurrent request. Read the article again.");
        }
        return ProblemException.conflict(ProblemType.TRANSLATION_EXISTS,
                "The article exists in locale " + locale + " already, as article " + holder
                        + ". If that article is in the trash, restore or purge it.",
                holder);
    }

    /**
     * Finds all names under which cached responses may refer to the article: its id, its slugs, the ids of its
     * translations.
     */
    public List<String> findIdsAndSlugs(UUID article) {
        return database.createNativeQuery(IDS_AND_SLUGS_SQL, String.class).setParameter("article", article)
                .getResultList();
    }

    /** Deletes an article's identity, with its slugs, counters and comments. */
    public void delete(UUID article) {
        database.createNativeMutationQuery("delete from article_identity where id = :article")
                .setParameter("article", article).executeUpdate();
    }

    /**
     * Finds the id of an article for the admin API. An id is returned without a check that the article exists.
     *
     * @param reference
     *            id, or current or former slug
     * @param locale
     *            the locale of the slug; null prefers the default locale; 400 for a locale that the site does not have
     */
    public Optional<UUID> findId(String reference, String locale) {
        var id = Slugs.parseId(reference);
        if (id != null) {
            locales.resolve(locale);
            return Optional.of(id);
        }
        List<SlugRow> rows = database.createNativeQuery(
                "select article_id, locale, slug from article_slug where slug = :slug", SlugRow.class)
                .setParameter("slug", reference).getResultList();
        return SlugRow.choose(rows, locales.preferred(locale, SlugRow.locales(rows)), site::defaultLocale)
                .map(SlugRow::articleId);
    }

    /** Finds the id of an existing article by id or slug, in every state; 404 if there is none. */
    public UUID requireId(String reference) {
        return findId(reference, null).filter(this::exists)
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /**
     * Finds the existing articles that the references name, in every state, by reference. A reference is an id, or a
     * current or former slug, that of the default locale first. Two statements, or none without references.
     */
    public Map<String, UUID> findAll(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        var ids = references.stream().map(Slugs::parseId).filter(Objects::nonNull).toArray(UUID[]::new);
        var found = new HashMap<String, UUID>();
        database.createNativeQuery("select id from article_identity where id = any(:ids)", UUID.class)
                .setParameter("ids", ids).getResultList().forEach(id -> found.put(id.toString(), id));
        var slugs = database.createNativeQuery(
                "select article_id, locale, slug from article_slug where slug = any(:slugs)", SlugRow.class)
                .setParameter("slugs", references.toArray(String[]::new)).getResultList().stream()
                .collect(Collectors.groupingBy(SlugRow::slug));
        slugs.forEach((slug, rows) -> SlugRow
                .choose(rows, locales.preferred(null, SlugRow.locales(rows)), site::defaultLocale)
                .ifPresent(row -> found.put(slug, row.articleId())));
        return found;
    }

    private boolean exists(UUID id) {
        return !database.createNativeQuery("select 1 from article_identity where id = :id", Integer.class)
                .setParameter("id", id)
                .getResultList().isEmpty();
    }

    /**
     * Claims exactly this slug for the article; 409 that names its holder if the slug belongs to another article.
     *
     * @param takeOver
     *            whether to take the slug over if it is only a former slug of its holder, which is then no longer found
     *            by that slug
     */
    public void claimSlug(UUID article, String locale, String slug, boolean takeOver) {
        if (insertSlug(article, locale, slug)) {
            return;
        }
        var holder = database
                .createNativeQuery(
                        "select article_id from article_slug where locale = :locale and slug = :slug for update",
                        UUID.class)
                .setParameter("locale", locale).setParameter("slug", slug).getResultList().stream().findFirst()
                .orElse(null);
        if (holder == null) {
            // A concurrent transaction released the slug.
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
                            ? "The slug " + EchoedInput.quote(slug) + " in locale " + locale
                                    + " is a former slug of article " + holder
                                    + " and leads to it. Repeat with ?takeOverSlug=true to take the slug over."
                            : "The slug " + EchoedInput.quote(slug) + " in locale " + locale + " belongs to article "
                                    + holder + ".",
                    holder);
        }
        database.createNativeMutationQuery("""
                update article_slug set article_id = :article, was_published = false
                where locale = :locale and slug = :slug""").setParameter("article", article)
                .setParameter("locale", locale).setParameter("slug", slug).executeUpdate();
    }

    /**
     * Whether the slug is only a former slug of its holder: neither the working copy, the publication nor the schedule
     * of the holder has the slug. Their foreign keys to the table of slugs guarantee that no other article has it.
     */
    private boolean isFormerSlug(UUID holder, String locale, String slug) {
        return database.createNativeQuery("""
                select 1 where not exists (select 1 from article where id = :holder and (
                    locale = :locale and slug = :slug or schedule_locale = :locale and schedule_slug = :slug))
                and not exists (select 1 from publication
                    where article_id = :holder and locale = :locale and slug = :slug)""", Integer.class)
                .setParameter("holder", holder).setParameter("locale", locale).setParameter("slug", slug)
                .getResultList().stream().findFirst().isPresent();
    }

    /**
     * Claims a slug derived from the title, with the lowest free number appended if the slug is taken. Concurrent
     * transactions that derive the same slug wait for each other.
     */
    public String claimDerivedSlug(UUID article, String locale, String title) {
        var base = Slugs.derive(title, locale, "article");
        // A range, because plans do not depend on the values of parameters: PostgreSQL would read all slugs for ^@.
        var stem = Slugs.prefixOfNumbered(base);
        locks.exclusive("slug:" + locale + ":" + stem);
        while (true) {
            List<String> taken = database
                    .createNativeQuery(
                            """
                                    select slug from article_slug
                                    where locale = :locale and slug >= :stem and slug < :stem || '~' and article_id <> :article""",
                            String.class)
                    .setParameter("locale", locale).setParameter("stem", stem).setParameter("article", article)
                    .getResultList();
            var slug = Slugs.firstFree(base, taken);
            if (insertSlug(article, locale, slug) || hasSlug(article, locale, slug)) {
                return slug;
            }
        }
    }

    /** Releases a slug of the working copy. A slug that was published stays, so that old links lead to the article. */
    public void releaseSlug(UUID article, String locale, String slug) {
        database.createNativeMutationQuery(
                """
                        delete from article_slug
                        where locale = :locale and slug = :slug and article_id = :article and not was_published""")
                .setParameter("locale", locale).setParameter("slug", slug).setParameter("article", article)
                .executeUpdate();
    }

    /** Marks the slug as published, and returns {@link #findIdsAndSlugs} of the article, in one statement. */
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
