package dev.byline.transfer;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.UUID;

import dev.byline.menu.MenuImports;
import dev.byline.menu.MenuInput;
import dev.byline.text.Slugs;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes menus. A menu waits for the targets of its items. In the final pass, items whose targets are missing are left
 * out with a note; with {@code ids=keep} an item keeps the id of its target, and readers get the item when an article or
 * another object with this id is imported.
 */
@ApplicationScoped
class ImportMenuWriter {
    private final MenuImports menus;

    ImportMenuWriter(MenuImports menus) {
        this.menus = menus;
    }

    /** Marks a menu as waiting if a target is missing, and returns whether it waits; in the final pass it gets a note. */
    boolean waits(ImportWorkItem importWorkItem, ImportRun run) {
        var missing = new LinkedHashSet<String>();
        MenuImports.resolve(importWorkItem.line.menu, (kind, reference) -> {
            var importType = ImportType.valueOf(kind.name());
            if (run.resolve(importType, reference) == null
                    && !(run.isDryRun() && run.isPlanned(importType, reference))) {
                missing.add(reference);
            }
            return reference;
        });
        if (missing.isEmpty()) {
            return false;
        }
        importWorkItem.waits = !run.isFinalPass();
        if (run.isFinalPass()) {
            importWorkItem.notes.add("links to '" + String.join("', '", missing) + "', which does not exist here; "
                    + (run.keepsIds() ? "readers get the link when it does" : "the link is left out"));
        }
        return importWorkItem.waits;
    }

    /** Finds the id of the menu with a name. */
    Optional<UUID> findByName(String name) {
        return menus.findByName(name);
    }

    /** Creates a menu with this id; returns its version. */
    int create(ImportWorkItem importWorkItem, ImportRun run, UUID id) {
        var createdAt = importWorkItem.line.createdAt;
        return menus.create(id, createdAt == null ? run.job().createdAt : createdAt, resolve(importWorkItem, run));
    }

    /** Replaces a menu; returns its version. */
    int replace(ImportWorkItem importWorkItem, ImportRun run, UUID id) {
        return menus.replace(id, resolve(importWorkItem, run));
    }

    private static MenuInput resolve(ImportWorkItem importWorkItem, ImportRun run) {
        return MenuImports.resolve(importWorkItem.line.menu, (kind, reference) -> {
            var id = run.resolve(ImportType.valueOf(kind.name()), reference);
            if (id == null && run.keepsIds()) {
                id = Slugs.parseId(reference);
            }
            return id == null ? null : id.toString();
        });
    }
}
