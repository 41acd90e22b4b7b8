package dev.byline.article;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.LocaleLookup;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;

/** Reads and writes the rows of {@link Article}. */
@ApplicationScoped
class ArticleRepository implements PanacheRepositoryBase<Article, UUID> {
    private static final Set<String> REFERENCE_CONSTRAINTS = Set.of("article_author_author",
            "article_category_category",
            "article_tag_tag");

    private final ArticleReferences references;
    private final LocaleLookup locales;

    ArticleRepository(ArticleReferences references, LocaleLookup locales) {
        this.references = references;
        this.locales = locales;
    }

    /** Finds an article and locks its row until the end of the transaction; null if it does not exist. */
    Article lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Writes the article immediately; 409 if one of its references was deleted, or its slug was taken over, by a
     * concurrent transaction.
     */
    void save(Article article) {
        try {
            persistAndFlush(article);
        } catch (ConstraintViolationException e) {
            if (REFERENCE_CONSTRAINTS.contains(String.valueOf(e.getConstraintName()))) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "An author, category or tag of the article was deleted by a concurrent request. Choose "
                                + "another one.");
            }
            if ("article_own_slug".equals(e.getConstraintName())) {
                throw ProblemException.of(ProblemType.SLUG_TAKEN,
                        "The slug '" + article.slug + "' was taken over by another article in a concurrent request. "
                                + "Choose another slug.");
            }
            throw e;
        }
    }

    /** Finds the other articles of the translation group in one statement. */
    List<WorkingCopy.WorkingTranslation> findTranslations(UUID article) {
        return getSession().createNativeQuery("""
                select a.id, a.locale, a.slug, a.title, a.state from article_identity own
                join article_identity other on other.translation_group_id = own.translation_group_id
                    and other.id <> own.id
                join article a on a.id = other.id where own.id = :article order by a.locale""", Tuple.class)
                .setParameter("article", article).getResultList().stream()
                .map(t -> new WorkingCopy.WorkingTranslation(t.get(0, UUID.class), t.get(1, String.class),
                        t.get(2, String.class), t.get(3, String.class), State.valueOf(t.get(4, String.class))))
                .toList();
    }

    /**
     * Finds the article with the oldest due schedule and locks its row. Rows that another transaction has locked,
     * articles whose schedule failed, and articles in {@code excluded} are skipped.
     */
    Optional<UUID> lockNextDue(Instant now, Set<UUID> excluded) {
        return getSession().createNativeQuery("""
                select id from article where schedule_at <= :now and schedule_problem is null and id <> all(:except)
                order by schedule_at, id limit 1 for update skip locked""", UUID.class)
                .setParameter("now", now).setParameter("except", excluded.toArray(UUID[]::new)).getResultList().stream()
                .findFirst();
    }

    /** Finds one page of working copies with the requested filters and order, optionally of one creator only. */
    Page<WorkingCopySummary> findPage(WorkingCopyQuery query, WorkingCopyOrder workingCopyOrder, PageQuery pageQuery,
            Optional<UUID> creator) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        creator.ifPresent(owner -> {
            conditions.add("a.createdBy = :owner");
            values.put("owner", owner);
        });
        if (query.state == null) {
            conditions.add("a.state <> dev.byline.article.State.trashed");
        } else {
            conditions.add("a.state = :state");
            values.put("state", query.state);
        }
        if (query.kind != null) {
            // Written into the statement, so that its plan can use the index of pages.
            conditions.add("a.kind = dev.byline.publication.ArticleKind." + query.kind);
        }
        if (query.hasUnpublishedChanges != null) {
            var isChanged = "a.state = dev.byline.article.State.live and a.contentVersion <> a.publishedContentVersion";
            conditions.add(query.hasUnpublishedChanges ? isChanged : "not coalesce(" + isChanged + ", false)");
        }
        if (query.schedule != null) {
            conditions.add(query.schedule.condition);
        }
        if (query.locale != null) {
            conditions.add("a.locale = :locale");
            values.put("locale", locales.resolve(query.locale));
        }
        if (query.category != null) {
            conditions.add("exists (select 1 from Article b join b.categories c where b.id = a.id and c in :category)");
            values.put("category", references.categories(query.category, Boolean.TRUE.equals(query.exact)));
        } else if (query.exact != null) {
            throw ProblemException.invalidParameter("exact", "is only allowed together with category");
        }
        addReferenceCondition(conditions, values, "tag", "tags", query.tag);
        addReferenceCondition(conditions, values, "author", "authors", query.author);
        var keys = new Keyset<>(pageQuery, "working copies " + workingCopyOrder + conditions + values,
                workingCopyOrder.newestFirst,
                Keyset::parseTime);
        var from = " from Article a where " + String.join(" and ", conditions);
        var statement = bind(getEntityManager().createQuery(
                WorkingCopySummary.SELECT_HQL + from + keys.seekCondition(workingCopyOrder.keyColumn, "a.id")
                        + keys.orderBy(workingCopyOrder.keyColumn, "a.id"),
                Tuple.class), values);
        var summaries = keys.bind(statement).getResultList().stream().map(WorkingCopySummary::new).toList();
        return keys.toPage(summaries, workingCopyOrder.keyOf, summary -> summary.id,
                () -> bind(getEntityManager().createQuery("select count(*)" + from, Long.class), values)
                        .getSingleResult());
    }

    /** The orders of the list of working copies. */
    enum WorkingCopyOrder {
        SAVED("a.savedAt", true, summary -> summary.savedAt),
        SAVED_FIRST("a.savedAt", false,
                summary -> summary.savedAt),
        CREATED("a.createdAt", true,
                summary -> summary.createdAt),
        CREATED_FIRST("a.createdAt", false,
                summary -> summary.createdAt);

        static final Map<String, WorkingCopyOrder> BY_NAME = Map.of("-savedAt", SAVED, "savedAt", SAVED_FIRST,
                "-createdAt",
                CREATED, "createdAt", CREATED_FIRST);

        final String keyColumn;
        final boolean newestFirst;
        final Function<WorkingCopySummary, Instant> keyOf;

        WorkingCopyOrder(String keyColumn, boolean newestFirst, Function<WorkingCopySummary, Instant> keyOf) {
            this.keyColumn = keyColumn;
            this.newestFirst = newestFirst;
            this.keyOf = keyOf;
        }
    }

    private void addReferenceCondition(List<String> conditions, Map<String, Object> values, String parameter,
            String path,
            String reference) {
        if (reference != null) {
            conditions.add(":" + parameter + " member of a." + path);
            values.put(parameter, references.resolveFilter(parameter, reference));
        }
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> statement, Map<String, Object> values) {
        values.forEach(statement::setParameter);
        return statement;
    }
}
