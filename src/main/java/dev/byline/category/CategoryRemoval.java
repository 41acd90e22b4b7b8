package dev.byline.category;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.database.LinkTables;
import dev.byline.database.LongRunning;
import dev.byline.database.UniqueSlugs;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Removes categories: merges a category into another one, or deletes a category. */
@ApplicationScoped
class CategoryRemoval {
    private final CategoryService service;
    private final CategoryRepository categories;
    private final CategoryTree tree;
    private final CategoryEvents events;
    private final LinkTables links;
    private final UniqueSlugs slugs;

    CategoryRemoval(CategoryService service, CategoryRepository categories, CategoryTree tree, CategoryEvents events,
            LinkTables links, UniqueSlugs slugs) {
        this.service = service;
        this.categories = categories;
        this.tree = tree;
        this.events = events;
        this.links = links;
        this.slugs = slugs;
    }

    /**
     * Moves all articles and child categories to another category, and deletes this one; throws 422 if the target is
     * the category itself or a descendant of it.
     */
    @LongRunning
    @Transactional
    CategoryDetail merge(String reference, String ifMatch, String into) {
        tree.lock();
        var category = categories.lock(reference, ifMatch);
        var target = categories.findByIdOrSlug(into)
                .orElseThrow(() -> ProblemException.invalid("/into",
                        "must be the id or slug of an existing category, not " + EchoedInput.quote(into)));
        merge(category, target, "/into");
        return service.toDetail(categories.findById(target.id));
    }

    /**
     * Deletes a category; throws 409 while it has articles or child categories, unless {@code moveTo} names a category
     * that receives them.
     */
    @LongRunning
    @Transactional
    void delete(String reference, String ifMatch, String moveTo) {
        tree.lock();
        var category = categories.lock(reference, ifMatch);
        if (moveTo != null) {
            var target = categories.findByIdOrSlug(moveTo).orElseThrow(() -> ProblemException.invalidParameter("moveTo",
                    "must be the id or slug of an existing category, not " + EchoedInput.quote(moveTo)));
            merge(category, target, null);
            return;
        }
        try {
            categories.delete(category);
            categories.flush();
        } catch (ConstraintViolationException e) {
            var detail = "category_parent".equals(e.getConstraintName())
                    ? "There are categories below '" + category.name
                            + "'. Move them first, or name with ?moveTo= the category that receives them."
                    : "Articles are filed under '" + category.name + "' (GET /api/v1/admin/articles?category="
                            + category.slug + "&exact=true). Name with ?moveTo= the category that receives them.";
            throw ProblemException.conflict(ProblemType.IN_USE, detail, category.id);
        }
        tree.rebuildPositionsAndPaths();
        events.record("category.delete", category.id);
    }

    private void merge(Category category, Category target, String pointer) {
        if (category.id.equals(target.id) || target.path.startsWith(category.path + ".")) {
            var message = "must not be the category itself or a descendant of it";
            throw pointer == null
                    ? ProblemException.invalidParameter("moveTo", message)
                    : ProblemException.invalid(pointer, message);
        }
        if (!tree.canMoveChildren(category, target)) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The categories below '" + category.name
                            + "' would be deeper than the tree allows. Move them first.");
        }
        events.merged(category.id, target.id);
        links.recordMerge(category.id, target.id);
        slugs.merge(CategoryService.SLUG_TABLE, category.id, category.slug, target.id);
        tree.moveChildren(category.id, target.id);
        categories.delete(category);
        categories.flush();
        tree.rebuildPositionsAndPaths();
        events.moved(target.id);
        categories.getEntityManager().clear();
        events.record("category.merge", category.id);
    }
}
