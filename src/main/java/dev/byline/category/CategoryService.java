package dev.byline.category;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.UniqueSlugs;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.References;
import dev.byline.http.Versions;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The rules of categories. */
@ApplicationScoped
public class CategoryService {
    private final CategoryRepository categories;
    private final UniqueSlugs slugs;
    private final AuditLog audit;
    private final Clock clock;

    CategoryService(CategoryRepository categories, UniqueSlugs slugs, AuditLog audit, Clock clock) {
        this.categories = categories;
        this.slugs = slugs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a category; 409 if its slug is another's. */
    @Transactional
    public CategoryDetail create(CategoryInput input) {
        var category = new Category();
        category.id = Ids.next();
        category.createdAt = clock.instant();
        fill(category, input);
        categories.persistAndFlush(category);
        audit.record("category.create", category.id);
        return CategoryDetail.of(category);
    }

    /** Reads one by id or slug; 404 if there is none. */
    public CategoryDetail read(String reference) {
        return CategoryDetail.of(categories.named(reference).orElseThrow(() -> unknown(reference)));
    }

    /** One page by name. */
    public Page<CategoryDetail> list(PageQuery query) {
        return categories.page(query).map(CategoryDetail::of);
    }

    @Transactional
    CategoryDetail change(String reference, String ifMatch, UnaryOperator<CategoryInput> change) {
        var category = lock(reference, ifMatch);
        var input = change.apply(CategoryInput.of(category));
        if (!input.equals(CategoryInput.of(category))) {
            fill(category, input);
            categories.flush();
            audit.record("category.change", category.id);
        }
        return CategoryDetail.of(category);
    }

    @Transactional
    void delete(String reference, String ifMatch) {
        var category = lock(reference, ifMatch);
        try {
            categories.delete(category);
            categories.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict(ProblemType.IN_USE, "Articles are filed under '" + category.name
                    + "': file them elsewhere first (GET /api/v1/admin/articles?category=" + category.slug + ").",
                    category.id);
        }
        audit.record("category.delete", category.id);
    }

    /** What the ids refer to, by id; one statement. */
    public Map<UUID, CategoryRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : categories.named(ids, List.of()).stream()
                        .collect(Collectors.toMap(CategoryRef::id, Function.identity()));
    }

    /** The ids of what a body's list of ids and slugs names, in its order; 422 for whatever names nothing. */
    public List<UUID> resolve(List<String> references, String pointer) {
        return References.resolve(references, pointer, "category", categories::named, CategoryRef::id,
                CategoryRef::slug);
    }

    private Category lock(String reference, String ifMatch) {
        var category = categories.lock(reference).orElseThrow(() -> unknown(reference));
        Versions.require(ifMatch, category.version);
        return category;
    }

    private void fill(Category category, CategoryInput input) {
        if (input.slug() != null) {
            category.slug = input.slug().equals(category.slug)
                    ? category.slug
                    : slugs.given("category", category.id, input.slug());
        } else {
            category.slug = slugs.derived("category", category.id, input.name());
        }
        category.name = input.name();
        category.description = input.description();
    }

    private static ProblemException unknown(String reference) {
        return ProblemException.notFound("category", reference);
    }
}
