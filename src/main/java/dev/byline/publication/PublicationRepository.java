package dev.byline.publication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.http.Keyset;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.identity.SlugRow;
import dev.byline.tag.TagRef;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.persistence.Query;

/** Rows of {@link Publication}. */
@ApplicationScoped
class PublicationRepository implements PanacheRepositoryBase<Publication, UUID> {

    /** The lists by which an article is found. */
    enum Link {
        authors,
        categories,
        tags
    }

    /** What a list is narrowed to: a null link and a null locale narrow nothing. */
    record Filter(Link link, List<UUID> targets, String locale) {
        /** One target is one range of one index; an article that links to several must not come twice. */
        boolean isRange() {
            return link != null && targets.size() == 1;
        }
    }

    /** The slugs, current and former, under which readers have seen live articles, current ones first; one statement. */
    @SuppressWarnings("unchecked")
    List<Named> named(String slug) {
        return getEntityManager()
                .createNativeQuery(
                        """
                                select s.article_id, s.locale, s.slug, p.slug as current_slug, p.locale as current_locale, p.comments_policy
                                from article_slug s join publication p on p.article_id = s.article_id
                                where s.slug = :slug and s.was_published
                                order by (s.slug, s.locale) = (p.slug, p.locale) desc""",
                        Named.class)
                .setParameter("slug", slug)
                .getResultList();
    }

    /** A slug of a live article, and what the article is called now. */
    record Named(
            UUID articleId,
            String locale,
            String slug,
            String currentSlug,
            String currentLocale,
            String commentsPolicy) {
        SlugRow row() {
            return new SlugRow(articleId, locale, slug);
        }

        Head live() {
            return new Head(articleId, currentSlug, currentLocale, CommentsPolicy.valueOf(commentsPolicy));
        }
    }

    /** What identifies a live article, without its text. */
    record Head(UUID articleId, String slug, String locale, CommentsPolicy commentsPolicy) {}

    Optional<Head> head(UUID article) {
        return find("select articleId, slug, locale, commentsPolicy from Publication where articleId = ?1", article)
                .project(Head.class).firstResultOptional();
    }

    /** The dates of a live article, without its text. */
    Optional<PublicationService.Dates> dates(UUID article) {
        return find("select slug, firstPublishedAt, publishedAt, updatedAt from Publication where articleId = ?1",
                article)
                .project(PublicationService.Dates.class).firstResultOptional();
    }

    /** The other live articles of the same translation group, by locale; one statement. */
    List<ArticleDetail.Translation> translations(UUID article) {
        return getSession().createNativeQuery("""
                select p.locale, p.slug, p.title from article_identity own
                join article_identity other on other.translation_group_id = own.translation_group_id
                    and other.id <> own.id
                join publication p on p.article_id = other.id where own.id = :article order by p.locale, p.slug""",
                ArticleDetail.Translation.class).setParameter("article", article).getResultList();
    }

    /** Of the live articles of a translation group, that in the first of the locales; one statement. */
    Optional<UUID> inLocale(UUID article, List<String> locales) {
        return getSession().createNativeQuery("""
                select p.article_id from article_identity own
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication p on p.article_id = member.id
                where own.id = :article and p.locale = any(:locales)
                order by array_position(cast(:locales as text[]), p.locale), p.article_id limit 1""", UUID.class)
                .setParameter("article", article).setParameter("locales", locales.toArray(String[]::new))
                .getResultStream().findFirst();
    }

    /** One page by publication date. */
    Page<PublicationRow> page(PageQuery query, Filter filter, boolean newestFirst) {
        var keys = new Keyset<>(query, "articles " + filter + newestFirst, newestFirst, Keyset::time);
        var from = filter.isRange() ? " from Publication p join p." + filter.link + " l" : " from Publication p";
        var linked = filter.isRange()
                ? " and l.target in :targets"
                : " and exists (select 1 from Publication q join q." + filter.link
                        + " k where q.articleId = p.articleId and k.target in :targets)";
        var where = " where 1 = 1" + (filter.link == null ? "" : linked)
                + (filter.locale == null ? "" : " and p.locale = :locale");
        var key = filter.isRange() ? "l.publishedAt" : "p.publishedAt";
        var id = filter.isRange() ? "l.articleId" : "p.articleId";
        var statement = bind(getEntityManager().createQuery(
                PublicationRow.SELECT + from + where + keys.seek(key, id) + keys.order(key, id), PublicationRow.class),
                filter);
        return keys.page(keys.bind(statement).getResultList(), PublicationRow::publishedAt, PublicationRow::articleId,
                () -> bind(getEntityManager().createQuery("select count(*)" + from + where, Long.class), filter)
                        .getSingleResult());
    }

    /** The targets of the articles' links in their order, by article; one statement. */
    Map<UUID, List<UUID>> links(Link link, Collection<UUID> articles) {
        return getEntityManager()
                .createQuery("select l.articleId, l.target from Publication p join p." + link
                        + " l where l.articleId in :articles order by l.articleId, index(l)", Tuple.class)
                .setParameter("articles", articles).getResultStream().collect(Collectors.groupingBy(
                        t -> t.get(0, UUID.class), Collectors.mapping(t -> t.get(1, UUID.class), Collectors.toList())));
    }

    /** The bodies of the articles as HTML, by article; one statement. */
    Map<UUID, String> html(Collection<UUID> articles) {
        return getEntityManager()
                .createQuery("select p.articleId, p.html from Publication p where p.articleId in :articles",
                        Tuple.class)
                .setParameter("articles", articles).getResultStream()
                .collect(Collectors.toMap(t -> t.get(0, UUID.class), t -> t.get(1, String.class)));
    }

    /** How many articles link to each of the targets; those without any are missing. One statement. */
    Map<UUID, Long> counts(Link link, Collection<UUID> targets) {
        return getEntityManager()
                .createQuery("select l.target, count(*) from Publication p join p." + link
                        + " l where l.target in :targets group by l.target", Tuple.class)
                .setParameter("targets", targets).getResultStream()
                .collect(Collectors.toMap(t -> t.get(0, UUID.class), t -> t.get(1, Long.class)));
    }

    /** How many articles are in each of the categories or below it, each article once. One statement. */
    Map<UUID, Long> countsInTree(Collection<UUID> categories) {
        return getSession().createNativeQuery("""
                select c.id, count(distinct l.article_id) as articles from category c
                join category below on below.path >= c.path and below.path < c.path || '/'
                join publication_category l on l.category_id = below.id
                where c.id = any(:categories) group by c.id""", Tuple.class)
                .setParameter("categories", categories.toArray(UUID[]::new)).getResultStream()
                .collect(Collectors.toMap(t -> t.get(0, UUID.class), t -> t.get(1, Long.class)));
    }

    /** One page by name of the tags that published articles carry: a tag of drafts alone is nothing to read. */
    Page<TagRef> tags(PageQuery query) {
        var keys = new Keyset<>(query, "published tags", false, String::toString);
        var from = """
                 from Tag t where exists (
                select 1 from Publication p join p.tags l where l.target = t.id)""";
        var statement = getEntityManager().createQuery("select t.id, t.slug, t.name, t.names" + from
                + keys.seek("t.name", "t.id") + keys.order("t.name", "t.id"), TagRef.class);
        return keys.page(keys.bind(statement).getResultList(), TagRef::name, TagRef::id,
                () -> getEntityManager().createQuery("select count(*)" + from, Long.class).getSingleResult());
    }

    private static <Q extends Query> Q bind(Q statement, Filter filter) {
        if (filter.link != null) {
            statement.setParameter("targets", filter.targets);
        }
        if (filter.locale != null) {
            statement.setParameter("locale", filter.locale);
        }
        return statement;
    }
}
