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

import dev.byline.database.FormerSlugs;
import dev.byline.database.FormerSlugs.SlugOfRow;
import dev.byline.database.Ids;
import dev.byline.database.LongRunning;
import dev.byline.database.UniqueSlugs;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.paging.Sort;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.site.LocalizedNames;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Rules of categories: creation, change and move, and references to categories. */
@ApplicationScoped
public class CategoryService {
    static final String SLUG_TABLE = "category";

    private final CategoryRepository categories;
    private final CategoryTree tree;
    private final CategoryEvents events;
    private final UniqueSlugs slugs;
    private final FormerSlugs formerSlugs;
    private final Clock clock;

    CategoryService(CategoryRepository categories, CategoryTree tree, CategoryEvents events, UniqueSlugs slugs,
            FormerSlugs formerSlugs, Clock clock) {
        this.categories = categories;
        this.tree = tree;
        this.events = events;
        this.slugs = slugs;
        this.formerSlugs = formerSlugs;
        this.clock = clock;
    }

    /** Creates a category; throws 409 if another category has the slug. */
    @Transactional
    public CategoryDetail create(CategoryInput input) {
        return create(input, false);
    }

    /** Creates a category that may take a former slug over from another category. */
    @Transactional
    public CategoryDetail create(CategoryInput input, boolean takeOver) {
        return create(Ids.next(), clock.instant(), input, takeOver);
    }

    /** Creates a category with a given id and creation time, for imports. */
    @Transactional
    public CategoryDetail create(UUID id, Instant createdAt, CategoryInput input) {
        return create(id, createdAt, input, false);
    }

    private CategoryDetail create(UUID id, Instant createdAt, CategoryInput input, boolean takeOver) {
        slugs.lock(SLUG_TABLE);
        var parent = findParent(input);
        var category = new Category();
        category.id = id;
        category.createdAt = createdAt;
        tree.requireValidParent(category, parent);
        fill(category, input, takeOver);
        category.parentId = parent == null ? null : parent.id;
        // The category comes after its siblings until the tree assigns its position.
        category.position = Integer.MAX_VALUE;
        categories.persistAndFlush(category);
        tree.place(category, input.position());
        events.record("category.create", category.id);
        return toDetail(category);
    }

    /** Finds the category with the slug of this name, or else with this name, and creates it if there is none. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID findOrCreate(String name) {
        // A concurrent transaction may create the same category.
        slugs.lock(SLUG_TABLE);
        return categories.findByIdOrSlug(Slugs.derive(name, "", SLUG_TABLE)).or(() -> categories.findByName(name))
                .map(category -> category.id)
                .orElseGet(() -> create(new CategoryInput(name, null, null, null, null, null)).id);
    }

    /** Reads a category by id, slug or former slug; throws 404 if there is none. */
    public CategoryDetail read(String reference) {
        return toDetail(require(reference));
    }

    /** Lists one page of categories. */
    public Page<CategoryDetail> list(CategoryQuery query, IdAndSlugQuery filter, PageQuery page) {
        var parent = query.parent == null
                ? null
                : ReferenceResolver.resolveFilter("parent", query.parent, () -> require(query.parent).id);
        var sort = query.sort == null && !filter.ids.isEmpty()
                ? null
                : Sort.of(query.sort, CategoryQuery.CategorySortKey.class, "tree");
        var found = categories.page(page, filter, sort, parent);
        var parents = refs(found.items().stream().map(c -> c.parentId).filter(Objects::nonNull).toList());
        return found.map(c -> new CategoryDetail(c, c.parentId == null ? null : parents.get(c.parentId)));
    }

    /**
     * Returns the ids of a category and its subtree, in the order of the tree; only the id of the category itself if
     * {@code exact}.
     */
    public List<UUID> subtreeIds(String reference, boolean exact) {
        var category = require(reference);
        return exact ? List.of(category.id) : categories.findSubtreeIds(category.path);
    }

    /** Saves a change; throws 404 if there is no such category, 412 for an outdated version, 428 without a version. */
    @LongRunning
    @Transactional
    public CategoryDetail change(String reference, String ifMatch, UnaryOperator<CategoryInput> change) {
        return change(reference, ifMatch, false, change);
    }

    /** Saves a change that may take a former slug over from another category. */
    @LongRunning
    @Transactional
    public CategoryDetail change(String reference, String ifMatch, boolean takeOver,
            UnaryOperator<CategoryInput> change) {
        tree.lock();
        var category = categories.lock(reference, ifMatch);
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
        fill(category, input, takeOver);
        category.parentId = parentId;
        boolean edited = !CategoryInput.of(category).equals(before);
        if (changesPlace) {
            categories.flush();
            tree.place(category, input.position());
        }
        if (!Objects.equals(parentId, formerParent)) {
            events.moved(category.id);
        }
        if (edited || category.position != formerPosition) {
            category.version++;
            categories.flush();
            events.record("category.change", category.id);
        }
        return toDetail(category);
    }

    /** Finds references by id; runs one statement. */
    public Map<UUID, CategoryRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : categories.findRefs(ids).stream()
                        .collect(Collectors.toMap(CategoryRef::id, Function.identity()));
    }

    /**
     * Resolves a filter parameter of ids and slugs, current or former, to ids; throws 400 for an
     * unknown category.
     */
    public List<UUID> resolveFilter(String parameter, List<String> references) {
        return ReferenceResolver.resolveFilter(parameter, references, this::findAll, SlugOfRow::id, SlugOfRow::slug);
    }

    /**
     * Resolves a list of ids and slugs, current or former, in a request body to ids, in the order of the list; throws
     * 422 for an unknown category.
     */
    public List<UUID> resolve(List<String> references, String pointer) {
        return ReferenceResolver.resolve(references, pointer, "category", this::findAll, SlugOfRow::id,
                SlugOfRow::slug);
    }

    private List<SlugOfRow> findAll(Collection<UUID> ids, Collection<String> named) {
        return formerSlugs.find(SLUG_TABLE, ids, named);
    }

    CategoryDetail toDetail(Category category) {
        return new CategoryDetail(category,
                category.parentId == null ? null : refs(List.of(category.parentId)).get(category.parentId));
    }

    private Category require(String reference) {
        return categories.findByIdOrSlug(reference).orElseThrow(() -> ProblemException.notFound("category", reference));
    }

    private Category findParent(CategoryInput input) {
        return input.parent() == null
                ? null
                : categories.findByIdOrSlug(input.parent()).orElseThrow(() -> ProblemException.invalid("/parent",
                        "must be the id or slug of an existing category, not " + EchoedInput.quote(input.parent())));
    }

    private void fill(Category category, CategoryInput input, boolean takeOver) {
        category.slug = slugs.assign(SLUG_TABLE, category.id, category.slug, input.slug(), input.name(), takeOver)
                .slug();
        category.name = input.name();
        category.names = LocalizedNames.requireValid(input.names());
        category.description = input.description();
    }
}
