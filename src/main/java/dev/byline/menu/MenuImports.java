package dev.byline.menu;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;

/** Writes the menus of imports. */
@ApplicationScoped
public class MenuImports {
    private final MenuService service;
    private final MenuRepository menus;

    MenuImports(MenuService service, MenuRepository menus) {
        this.service = service;
        this.menus = menus;
    }

    /** The kind of a target that an item may name by a reference. */
    public enum TargetKind {
        article,
        category,
        tag,
        author
    }

    /** Finds the id of the menu with a name. */
    public Optional<UUID> findByName(String name) {
        return menus.findByIdOrName(name).map(menu -> menu.id);
    }

    /** Creates a menu whose targets are ids. Ids of targets that do not exist are kept. Returns the version. */
    public int create(UUID id, Instant createdAt, MenuInput input) {
        return service.create(id, createdAt, input, true).version();
    }

    /** Replaces a menu, as {@link #create} creates it. Returns the version. */
    public int replace(UUID id, MenuInput input) {
        return service.replace(id.toString(), "*", input, true).version();
    }

    /**
     * Replaces the references of a menu.
     *
     * @param resolve
     *            returns the id of the target of a reference; null leaves out the item, with the items below it
     */
    public static MenuInput resolve(MenuInput menu, BiFunction<TargetKind, String, String> resolve) {
        return new MenuInput(menu.name(), resolve(menu.items(), resolve));
    }

    private static List<MenuItem> resolve(List<MenuItem> items, BiFunction<TargetKind, String, String> resolve) {
        var resolved = new ArrayList<MenuItem>();
        for (var item : items) {
            var copy = new MenuItem();
            copy.label = item.label;
            copy.labels = item.labels;
            copy.url = item.url;
            copy.article = resolve(TargetKind.article, item.article, resolve);
            copy.category = resolve(TargetKind.category, item.category, resolve);
            copy.tag = resolve(TargetKind.tag, item.tag, resolve);
            copy.author = resolve(TargetKind.author, item.author, resolve);
            copy.children = resolve(item.below(), resolve);
            boolean lost = item.article != null && copy.article == null
                    || item.category != null && copy.category == null
                    || item.tag != null && copy.tag == null || item.author != null && copy.author == null;
            // A heading whose items are all left out would not be valid.
            boolean emptied = !item.below().isEmpty() && copy.children.isEmpty() && copy.hasNoTarget();
            if (!lost && !emptied) {
                resolved.add(copy);
            }
        }
        return resolved;
    }

    private static String resolve(TargetKind kind, String reference, BiFunction<TargetKind, String, String> resolve) {
        return reference == null ? null : resolve.apply(kind, reference);
    }
}
