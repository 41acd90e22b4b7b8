package dev.byline.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.byline.change.ChangeItem.ChangeKind;
import dev.byline.change.ChangeItem.ChangeType;
import dev.byline.delivery.TaxonomyReader;
import dev.byline.menu.MenuReader;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.ArticlePart;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationReader;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Adds to changes the present state of what changed, as the public API shows it. Everything is read from the database:
 * at most a dozen statements for any number of changes up to 100.
 */
@ApplicationScoped
public class ChangeItems {
    private final PublicationReader publications;
    private final TaxonomyReader taxonomy;
    private final MenuReader menus;
    private final SiteService site;

    ChangeItems(PublicationReader publications, TaxonomyReader taxonomy, MenuReader menus, SiteService site) {
        this.publications = publications;
        this.taxonomy = taxonomy;
        this.menus = menus;
        this.site = site;
    }

    private record ChangedThing(ChangeType type, UUID id) {}

    /** Changes of one thing, the last of them with its place. */
    private record Merged(LoggedChange last, Set<String> changes) {}

    /**
     * Returns an item for each thing that changed, in the order of its last change.
     *
     * @param changes
     *            changes of public types, at most 100, in the order of the log
     * @param parts
     *            the parts of articles beyond their summaries
     * @param token
     *            gives the token of an item by its last change
     */
    public List<ChangeItem> read(List<LoggedChange> changes, Set<ArticlePart> parts,
            Function<LoggedChange, String> token) {
        var merged = new LinkedHashMap<ChangedThing, Merged>();
        for (var change : changes) {
            var thing = new ChangedThing(ChangeType.valueOf(change.type()), change.thingId());
            var earlier = merged.remove(thing);
            var all = earlier == null ? new HashSet<String>() : earlier.changes;
            all.add(change.change());
            merged.put(thing, new Merged(change, all));
        }
        var present = findPresent(merged.keySet(), parts);
        var items = new ArrayList<ChangeItem>();
        merged.forEach((thing, m) -> {
            var found = present.get(thing);
            if (found != null || thing.type != ChangeType.stats) {
                items.add(new ChangeItem(m.last, kind(m.changes, found != null), token.apply(m.last), found));
            }
        });
        return items;
    }

    private static ChangeKind kind(Set<String> changes, boolean isPresent) {
        if (isPresent) {
            return changes.contains(ChangeKind.published.name()) ? ChangeKind.published : ChangeKind.updated;
        }
        return changes.contains(ChangeKind.deleted.name()) ? ChangeKind.deleted : ChangeKind.unpublished;
    }

    private Map<ChangedThing, Object> findPresent(Collection<ChangedThing> things, Set<ArticlePart> parts) {
        var ids = new EnumMap<ChangeType, List<UUID>>(ChangeType.class);
        for (var type : ChangeType.values()) {
            ids.put(type, things.stream().filter(thing -> thing.type == type).map(ChangedThing::id).toList());
        }
        var present = new HashMap<ChangedThing, Object>();
        var articles = new HashSet<>(ids.get(ChangeType.article));
        articles.addAll(ids.get(ChangeType.page));
        publications.findCurrent(articles, parts)
                .forEach((id, article) -> present.put(new ChangedThing(type(article), id),
                        article));
        add(present, ChangeType.category, taxonomy.categories(ids.get(ChangeType.category)));
        add(present, ChangeType.tag, taxonomy.tags(ids.get(ChangeType.tag)));
        add(present, ChangeType.author, taxonomy.authors(ids.get(ChangeType.author)));
        add(present, ChangeType.stats, publications.stats(ids.get(ChangeType.stats)));
        if (!ids.get(ChangeType.site).isEmpty() || !ids.get(ChangeType.menu).isEmpty()) {
            SiteDetail.PublicSite settings = site.readCurrent();
            present.put(new ChangedThing(ChangeType.site, null), settings);
            add(present, ChangeType.menu, menus.find(ids.get(ChangeType.menu), settings));
        }
        return present;
    }

    private static ChangeType type(ArticleSummary article) {
        return article.kind == ArticleKind.page ? ChangeType.page : ChangeType.article;
    }

    private static void add(Map<ChangedThing, Object> present, ChangeType type, Map<UUID, ?> found) {
        found.forEach((id, state) -> present.put(new ChangedThing(type, id), state));
    }
}
