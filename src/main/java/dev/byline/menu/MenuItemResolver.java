package dev.byline.menu;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.site.LocalizedNames;
import dev.byline.tag.TagService;
import dev.byline.text.HostNames;
import dev.byline.text.ValidWebAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks the items of a menu and replaces the slugs of their targets by ids; 422 with all that is wrong. */
@ApplicationScoped
class MenuItemResolver {
    private final ArticleIdentities articles;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;

    MenuItemResolver(ArticleIdentities articles, CategoryService categories, TagService tags, AuthorService authors) {
        this.articles = articles;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
    }

    /** Returns the items as they are stored. Each reference takes a statement. */
    List<MenuItem> resolve(List<MenuItem> items) {
        var violations = new ArrayList<Violation>();
        if (count(items) > MenuItem.MAX_ITEMS) {
            throw ProblemException.invalid("/items",
                    "must have at most " + MenuItem.MAX_ITEMS + " items on all levels together");
        }
        var resolved = resolve(items, "/items", 1, violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return resolved;
    }

    private static int count(List<MenuItem> items) {
        return items.stream().mapToInt(item -> 1 + count(item.below())).sum();
    }

    private List<MenuItem> resolve(List<MenuItem> items, String pointer, int level, List<Violation> violations) {
        if (level > MenuItem.MAX_DEPTH && !items.isEmpty()) {
            violations.add(Violation.body(pointer, "must not be there: a menu has at most " + MenuItem.MAX_DEPTH
                    + " levels"));
            return List.of();
        }
        var resolved = new ArrayList<MenuItem>();
        for (int i = 0; i < items.size(); i++) {
            resolved.add(resolve(items.get(i), pointer + "/" + i, level, violations));
        }
        return resolved;
    }

    private MenuItem resolve(MenuItem item, String pointer, int level, List<Violation> violations) {
        long targets = Stream.of(item.article, item.category, item.tag, item.author, item.url)
                .filter(target -> target != null).count();
        if (targets > 1) {
            violations.add(Violation.body(pointer, "must have at most one of article, category, tag, author and url"));
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
        resolved.labels = labels(item.labels, pointer, violations);
        resolved.article = id(item.article, pointer + "/article", violations, articles::requireId);
        resolved.category = id(item.category, pointer + "/category", violations, name -> categories.read(name).id);
        resolved.tag = id(item.tag, pointer + "/tag", violations, name -> tags.read(name).id());
        resolved.author = id(item.author, pointer + "/author", violations, name -> authors.read(name).id);
        resolved.url = url(item.url, pointer + "/url", violations);
        resolved.children = item.below().isEmpty()
                ? null
                : resolve(item.below(), pointer + "/children", level + 1, violations);
        return resolved;
    }

    private static Map<String, String> labels(Map<String, String> labels, String pointer, List<Violation> violations) {
        var normalized = LocalizedNames.normalize(labels);
        try {
            return normalized.isEmpty() ? null : LocalizedNames.requireValid(normalized, pointer + "/labels");
        } catch (ProblemException e) {
            violations.addAll(e.violations);
            return null;
        }
    }

    private static String id(String reference, String pointer, List<Violation> violations,
            Function<String, UUID> find) {
        if (reference == null) {
            return null;
        }
        try {
            return find.apply(reference).toString();
        } catch (ProblemException unknown) {
            var noun = pointer.substring(pointer.lastIndexOf('/') + 1);
            violations.add(Violation.body(pointer,
                    "must be the id or slug of an existing " + noun + ", not '" + reference + "'"));
            return null;
        }
    }

    private static String url(String url, String pointer, List<Violation> violations) {
        if (url == null) {
            return null;
        }
        var ascii = HostNames.toAsciiUrl(url);
        if (!isPath(ascii) && !new ValidWebAddress.WebAddressValidator().isValid(ascii, null)) {
            violations.add(Violation.body(pointer, "must be an absolute http or https address, or a path that begins "
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
