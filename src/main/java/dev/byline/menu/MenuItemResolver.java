package dev.byline.menu;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.database.FormerSlugs;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.site.LocalizedNames;
import dev.byline.text.HostNames;
import dev.byline.text.Slugs;
import dev.byline.text.ValidWebAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks the items of a menu and replaces the slugs of their targets by ids; 422 with all that is wrong. */
@ApplicationScoped
class MenuItemResolver {
    private final ArticleIdentities articles;
    private final FormerSlugs formerSlugs;

    MenuItemResolver(ArticleIdentities articles, FormerSlugs formerSlugs) {
        this.articles = articles;
        this.formerSlugs = formerSlugs;
    }

    /**
     * Returns the items as they are stored. One statement for each kind of target, two for articles.
     *
     * @param keepMissing
     *            true to keep ids of targets that do not exist, for imports
     */
    List<MenuItem> resolve(List<MenuItem> items, boolean keepMissing) {
        var all = items.stream().flatMap(MenuItem::withAllBelow).toList();
        if (all.size() > MenuItem.MAX_ITEMS) {
            throw ProblemException.invalid("/items",
                    "must have at most " + MenuItem.MAX_ITEMS + " items on all levels together");
        }
        var resolution = new Resolution(articles.findAll(references(all, item -> item.article)),
                findAll("category", references(all, item -> item.category)),
                findAll("tag", references(all, item -> item.tag)),
                findAll("author", references(all, item -> item.author)), keepMissing, new ArrayList<>());
        var resolved = resolution.resolve(items, "/items", 1);
        if (!resolution.violations.isEmpty()) {
            throw ProblemException.invalid(resolution.violations);
        }
        return resolved;
    }

    private static Set<String> references(List<MenuItem> items, Function<MenuItem, String> target) {
        return items.stream().map(target).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Finds the rows of a table that the references name by id, slug or former slug, by reference. */
    private Map<String, UUID> findAll(String table, Set<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        var ids = references.stream().map(Slugs::parseId).filter(Objects::nonNull).toList();
        var found = new HashMap<String, UUID>();
        formerSlugs.find(table, ids, references).forEach(row -> {
            found.put(row.id().toString(), row.id());
            found.put(row.slug(), row.id());
        });
        return found;
    }

    /** The targets of one menu that exist, by reference, and what is wrong with the menu. */
    private record Resolution(
            Map<String, UUID> articles,
            Map<String, UUID> categories,
            Map<String, UUID> tags,
            Map<String, UUID> authors,
            boolean keepMissing,
            List<Violation> violations) {
        List<MenuItem> resolve(List<MenuItem> items, String pointer, int level) {
            if (level > MenuItem.MAX_DEPTH && !items.isEmpty()) {
                violations.add(Violation.body(pointer, "must not be there: a menu has at most " + MenuItem.MAX_DEPTH
                        + " levels"));
                return List.of();
            }
            var resolved = new ArrayList<MenuItem>();
            for (int i = 0; i < items.size(); i++) {
                resolved.add(resolve(items.get(i), pointer + "/" + i, level));
            }
            return resolved;
        }

        private MenuItem resolve(MenuItem item, String pointer, int level) {
            long targets = Stream.of(item.article, item.category, item.tag, item.author, item.url)
                    .filter(target -> target != null).count();
            if (targets > 1) {
                violations.add(
                        Violation.body(pointer, "must have at most one of article, category, tag, author and url"));
            }
            if (item.label == null && (targets == 0 || item.url != null)) {
                violations.add(Violation.body(pointer + "/label",
                        "is required, because there is no target whose name the item could have"));
            }
            if (targets == 0 && item.below().isEmpty()) {
                violations.add(Violation.body(pointer,
                        "must have a target (article, category, tag, author or url) or children"));
            }
            var resolved = new MenuItem();
            resolved.label = item.label;
            resolved.labels = labels(item.labels, pointer);
            resolved.article = id(item.article, pointer + "/article", articles);
            resolved.category = id(item.category, pointer + "/category", categories);
            resolved.tag = id(item.tag, pointer + "/tag", tags);
            resolved.author = id(item.author, pointer + "/author", authors);
            resolved.url = url(item.url, pointer + "/url");
            resolved.children = item.below().isEmpty()
                    ? null
                    : resolve(item.below(), pointer + "/children", level + 1);
            return resolved;
        }

        private Map<String, String> labels(Map<String, String> labels, String pointer) {
            var normalized = LocalizedNames.normalize(labels);
            try {
                return normalized.isEmpty() ? null : LocalizedNames.requireValid(normalized, pointer + "/labels");
            } catch (ProblemException e) {
                violations.addAll(e.violations);
                return null;
            }
        }

        private String id(String reference, String pointer, Map<String, UUID> found) {
            if (reference == null) {
                return null;
            }
            var id = Slugs.parseId(reference);
            var target = found.getOrDefault(id == null ? reference : id.toString(), keepMissing ? id : null);
            if (target == null) {
                violations.add(Violation.body(pointer, "must be the id or slug of an existing "
                        + pointer.substring(pointer.lastIndexOf('/') + 1) + ", not " + EchoedInput.quote(reference)));
                return null;
            }
            return target.toString();
        }

        private String url(String url, String pointer) {
            if (url == null) {
                return null;
            }
            var ascii = HostNames.toAsciiUrl(url);
            if (!isPath(ascii) && !new ValidWebAddress.WebAddressValidator().isValid(ascii, null)) {
                violations
                        .add(Violation.body(pointer, "must be an absolute http or https address, or a path that begins "
                                + "with one slash, of at most " + ValidWebAddress.MAX_LENGTH + " characters"));
            }
            return ascii;
        }

        private static boolean isPath(String url) {
            try {
                return url.startsWith("/") && !url.startsWith("//") && url.length() <= ValidWebAddress.MAX_LENGTH
                        && !url.contains("\\") && new URI(url).getRawPath() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
