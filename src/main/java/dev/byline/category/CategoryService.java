package dev.byline.category;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.Ids;
import dev.byline.database.LinkTables;
import dev.byline.database.Locks;
import dev.byline.database.UniqueSlugs;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.LocalNames;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** The rules of categories. */
@ApplicationScoped
public class CategoryService {
    private static final String SLUG_TABLE = "category";

    private final CategoryRepository categories;
    private final CategoryTree tree;
    private final UniqueSlugs slugs;
    private final Locks locks;
    private final LinkTables links;
    private final Event<CategoryMerged> merged;
    private final Event<CategoryMoved> moved;
    private final AuditLog audit;
    private final Clock clock;
    private final Event<ContentChanged> changed;

    CategoryService(CategoryRepository categories, CategoryTree tree, UniqueSlugs slugs, Locks locks, LinkTables links,
            Event<CategoryMerged> merged, Event<CategoryMoved> moved, AuditLog audit, Clock clock,
            Event<ContentChanged> changed) {
        this.changed = changed;
        this.categories = categories;
        this.tree = tree;
        this.slugs = slugs;
        this.locks = locks;
        this.links = links;
        this.merged = merged;
        this.moved = moved;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a category; 409 if its slug is another's. */
    @Transactional
    public CategoryDetail create(CategoryInput input) {
        return create(Ids.next(), clock.instant(), input);
    }

    /** The same with an id and a time of making from elsewhere, as imports bring them. */
    @Transactional
    public CategoryDetail create(UUID id, Instant createdAt, CategoryInput input) {
        slugs.lock(SLUG_TABLE);
        var parent = findParent(input);
        var category = new Category();
        category.id = id;
        category.createdAt = createdAt;
        tree.requireValidParent(category, parent);
        fill(category, input);
        category.parentId = parent == null ? null : parent.id;
        // Behind its siblings until it is placed among them.
        category.position = Integer.MAX_VALUE;
        categories.persistAndFlush(category);
        tree.place(category, input.position());
        audit.record("category.create", category.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, category.id));
        return toDetail(category);
    }

    /** The category that has the slug of this name; it is made if there is none. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID findOrCreate(String name) {
        // Somebody may make the same one just now.
        slugs.lock(SLUG_TABLE);
        return categories.findByIdOrSlug(Slugs.derive(name, "", SLUG_TABLE)).map(category -> category.id)
                .orElseGet(() -> create(new CategoryInput(name, null, null, null, null, null)).id());
    }

    /** Reads one by id or slug; 404 if there is none. */
    public CategoryDetail read(String reference) {
        return toDetail(require(reference));
    }

    /** One page. */
    public Page<CategoryDetail> list(CategoryQuery query, IdAndSlugQuery filter, PageQuery page) {
        var parent = query.parent == null
                ? null
                : ReferenceResolver.resolveFilter("parent", query.parent, () -> require(query.parent).id);
        var found = categories.page(page, filter, Sort.of(query.sort, CategoryQuery.CategorySortKey.class, "tree"), parent);
        var parents = refs(found.items().stream().map(c -> c.parentId).filter(Objects::nonNull).toList());
        return found.map(c -> CategoryDetail.of(c, c.parentId == null ? null : parents.get(c.parentId)));
    }

    /** The ids of a category and of all below it, in the order of the tree; only its own if {@code exact}. */
    public List<UUID> subtreeIds(String reference, boolean exact) {
        var category = require(reference);
        return exact ? List.of(category.id) : categories.findSubtreeIds(category.path);
    }

    /** Saves a change; 404, 412 or 428 if that cannot be meant. */
    @Transactional
    public CategoryDetail change(String reference, String ifMatch, UnaryOperator<CategoryInput> change) {
        // Nobody publishes into a tree that is just moving.
        locks.exclusive(Locks.REFERENCES);
        slugs.lock(SLUG_TABLE);
        var category = lock(reference, ifMatch);
        var before = CategoryInput.of(category);
        var input = change.apply(before);
        var parent = findParent(input);
        var parentId = parent == null ? null : parent.id;
        boolean changesPlace = !Objects.equals(parentId, category.parentId)
                || input.position() != null && input.position() != category.position;
        if (changesPlace) {
            tree.requireValidParent(category, parent);
        }
        var formerPosition = category.position;
        var formerParent = category.parentId;
        fill(category, input);
        category.parentId = parentId;
        boolean edited = !CategoryInput.of(category).equals(before);
        if (changesPlace) {
            categories.flush();
            tree.place(category, input.position());
        }
        if (!Objects.equals(parentId, formerParent)) {
            moved.fire(new CategoryMoved(category.id));
        }
        if (edited || category.position != formerPosition) {
            category.version++;
            categories.flush();
            audit.record("category.change", category.id);
            changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, category.id));
        }
        return toDetail(category);
    }

    /** Files everything under another category, children too, and removes this one; 422 for one below it. */
    @Transactional
    CategoryDetail merge(String reference, String ifMatch, String into) {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock(SLUG_TABLE);
        var category = lock(reference, ifMatch);
        var target = categories.findByIdOrSlug(into)
                .orElseThrow(() -> ProblemException.invalid("/into", "names no category (id or slug): '" + into + "'"));
        merge(category, target, "/into");
        return toDetail(categories.findById(target.id));
    }

    /** Removes a category; 409 while something is filed under it, unless {@code moveTo} says where that goes. */
    @Transactional
    void delete(String reference, String ifMatch, String moveTo) {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock(SLUG_TABLE);
        var category = lock(reference, ifMatch);
        if (moveTo != null) {
            var target = categories.findByIdOrSlug(moveTo).orElseThrow(() -> ProblemException.invalidParameter("moveTo",
                    "names no category (id or slug): '" + moveTo + "'"));
            merge(category, target, null);
            return;
        }
        try {
            categories.delete(category);
            categories.flush();
        } catch (ConstraintViolationException e) {
            var detail = "category_parent".equals(e.getConstraintName())
                    ? "There are categories below '" + category.name
                            + "': move them first, or say with ?moveTo= to which category they go."
                    : "Articles are filed under '" + category.name + "' (GET /api/v1/admin/articles?category="
                            + category.slug + "&exact=true): say with ?moveTo= to which category they go.";
            throw ProblemException.conflict(ProblemType.IN_USE, detail, category.id);
        }
        tree.rebuildPositionsAndPaths();
        audit.record("category.delete", category.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, category.id));
    }

    private void merge(Category category, Category target, String pointer) {
        if (category.id.equals(target.id) || target.path.startsWith(category.path + ".")) {
            var message = "must not be the category itself or one below it";
            throw pointer == null
                    ? ProblemException.invalidParameter("moveTo", message)
                    : ProblemException.invalid(pointer, message);
        }
        if (!tree.canMoveChildren(category, target)) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The categories below '" + category.name
                            + "' would be deeper than the tree may be: move them first.");
        }
        merged.fire(new CategoryMerged(category.id, target.id));
        links.recordMerge(category.id, target.id);
        tree.moveChildren(category.id, target.id);
        categories.delete(category);
        categories.flush();
        tree.rebuildPositionsAndPaths();
        moved.fire(new CategoryMoved(target.id));
        categories.getEntityManager().clear();
        audit.record("category.merge", category.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, category.id));
    }

    /** What the ids refer to, by id; one statement. */
    public Map<UUID, CategoryRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : categories.findByIdOrSlug(ids, List.of()).stream()
                        .collect(Collectors.toMap(CategoryRef::id, Function.identity()));
    }

    /** The ids of what a filter names by ids and slugs, separated by commas; 400 for whatever names nothing. */
    public List<UUID> resolveFilter(String parameter, String references) {
        return ReferenceResolver.resolveFilter(parameter, references, categories::findByIdOrSlug, CategoryRef::id,
                CategoryRef::slug);
    }

    /** The ids of what a body's list of ids and slugs names, in its order; 422 for whatever names nothing. */
    public List<UUID> resolve(List<String> references, String pointer) {
        return ReferenceResolver.resolve(references, pointer, "category", categories::findByIdOrSlug, CategoryRef::id,
                CategoryRef::slug);
    }

    private CategoryDetail toDetail(Category category) {
        return CategoryDetail.of(category,
                category.parentId == null ? null : refs(List.of(category.parentId)).get(category.parentId));
    }

    private Category require(String reference) {
        return categories.findByIdOrSlug(reference).orElseThrow(() -> notFound(reference));
    }

    private Category findParent(CategoryInput input) {
        return input.parent() == null
                ? null
                : categories.findByIdOrSlug(input.parent()).orElseThrow(() -> ProblemException.invalid("/parent",
                        "names no category (id or slug): '" + input.parent() + "'"));
    }

    private Category lock(String reference, String ifMatch) {
        var category = categories.lock(reference).orElseThrow(() -> notFound(reference));
        VersionPrecondition.require(ifMatch, category.version);
        return category;
    }

    private void fill(Category category, CategoryInput input) {
        if (input.slug() != null) {
            category.slug = input.slug().equals(category.slug)
                    ? category.slug
                    : slugs.requireFree("category", category.id, input.slug());
        } else {
            category.slug = slugs.deriveFree("category", category.id, input.name());
        }
        category.name = input.name();
        category.names = LocalNames.checked(input.names());
        category.description = input.description();
    }

    private static ProblemException notFound(String reference) {
        return ProblemException.notFound("category", reference);
    }
}
