package dev.byline.menu;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.menu.MenuDetail.HiddenItem;
import dev.byline.menu.MenuDetail.HiddenReason;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Rules of menus: creation, change and deletion by staff. */
@ApplicationScoped
class MenuService {
    /** The maximum number of menus. */
    static final int MAX_MENUS = 50;

    private final MenuRepository menus;
    private final MenuItemResolver itemResolver;
    private final MenuTargets targets;
    private final Locks locks;
    private final AuditLog audit;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    MenuService(MenuRepository menus, MenuItemResolver itemResolver, MenuTargets targets, Locks locks, AuditLog audit,
            Event<ContentChanged> changed, Clock clock) {
        this.menus = menus;
        this.itemResolver = itemResolver;
        this.targets = targets;
        this.locks = locks;
        this.audit = audit;
        this.changed = changed;
        this.clock = clock;
    }

    /** Lists one page of menus by name. */
    Page<MenuDetail> list(PageQuery query) {
        var page = menus.page(query);
        return new Page<>(toDetails(page.items()), page.page());
    }

    /** Reads a menu by id or name; 404 if there is none. */
    MenuDetail read(String reference) {
        return toDetail(
                menus.findByIdOrName(reference).orElseThrow(() -> ProblemException.notFound("menu", reference)));
    }

    /** Creates a menu; 409 if another menu has the name, or if there are as many menus as allowed. */
    @Transactional
    MenuDetail create(MenuInput input) {
        return create(Ids.next(), clock.instant(), input, false);
    }

    /**
     * Creates a menu with a given id and creation time, for imports.
     *
     * @param keepMissing
     *            true to keep ids of targets that do not exist
     */
    @Transactional
    MenuDetail create(UUID id, Instant createdAt, MenuInput input, boolean keepMissing) {
        locks.exclusive("menus");
        requireFreeName(input.name(), null);
        if (menus.count() >= MAX_MENUS) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "There are " + MAX_MENUS + " menus, which is the limit. Delete a menu first.");
        }
        var menu = new Menu();
        menu.id = id;
        menu.name = input.name();
        menu.items = itemResolver.resolve(input.items(), keepMissing);
        menu.createdAt = createdAt;
        menus.persistAndFlush(menu);
        record("menu.create", menu);
        return toDetail(menu);
    }

    /**
     * Replaces a menu; 404 if there is none, 412 for an outdated version, 428 without a version, 409 if another menu has
     * the name. An equal menu is not saved.
     */
    @Transactional
    MenuDetail replace(String reference, String ifMatch, MenuInput input) {
        return replace(reference, ifMatch, input, false);
    }

    /** Replaces a menu, and keeps ids of targets that do not exist if the caller wants it. */
    @Transactional
    MenuDetail replace(String reference, String ifMatch, MenuInput input, boolean keepMissing) {
        locks.exclusive("menus");
        var menu = menus.lock(reference, ifMatch);
        requireFreeName(input.name(), menu.id);
        var items = itemResolver.resolve(input.items(), keepMissing);
        if (!items.equals(menu.items) || !input.name().equals(menu.name)) {
            menu.name = input.name();
            menu.items = items;
            menus.flush();
            record("menu.change", menu);
        }
        return toDetail(menu);
    }

    /** Deletes a menu; 404 if there is none, 412 for an outdated version, 428 without a version. */
    @Transactional
    void delete(String reference, String ifMatch) {
        var menu = menus.lock(reference, ifMatch);
        menus.delete(menu);
        menus.flush();
        record("menu.delete", menu);
    }

    private void requireFreeName(String name, UUID ownId) {
        menus.findByIdOrName(name).filter(other -> !other.id.equals(ownId)).ifPresent(other -> {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "Another menu has the name " + EchoedInput.quote(name)
                            + ". Choose another name, or replace that menu.");
        });
    }

    private void record(String action, Menu menu) {
        audit.record(action, menu.id);
        changed.fire(ContentChanged.of(ChangeTracker.MENUS, menu.id, menu.name));
    }

    private MenuDetail toDetail(Menu menu) {
        return toDetails(List.of(menu)).get(0);
    }

    /** Looks for the targets of all menus at once. */
    private List<MenuDetail> toDetails(List<Menu> shown) {
        var found = targets.find(shown, null);
        var unseen = new HashSet<>(MenuTargets.articleIds(shown));
        unseen.removeAll(found.articles().keySet());
        var unpublished = menus.findExistingArticles(unseen);
        return shown.stream().map(menu -> {
            var hidden = new ArrayList<HiddenItem>();
            addHidden(menu.items, "/items", found, unpublished, hidden);
            return MenuDetail.of(menu, hidden);
        }).toList();
    }

    private static void addHidden(List<MenuItem> items, String pointer, MenuTargets.FoundTargets found,
            Set<UUID> unpublished, List<HiddenItem> hidden) {
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var reason = hiddenReason(item, found, unpublished);
            if (reason == null) {
                addHidden(item.below(), pointer + "/" + i + "/children", found, unpublished, hidden);
            } else {
                hidden.add(new HiddenItem(pointer + "/" + i, reason));
            }
        }
    }

    /** Returns the reason why readers do not see the item; null if they do. */
    private static HiddenReason hiddenReason(MenuItem item, MenuTargets.FoundTargets found, Set<UUID> unpublished) {
        if (item.article != null) {
            var id = UUID.fromString(item.article);
            return found.articles().containsKey(id)
                    ? null
                    : unpublished.contains(id) ? HiddenReason.not_public : HiddenReason.deleted;
        }
        if (item.tag != null) {
            var tag = found.tags().get(UUID.fromString(item.tag));
            return tag == null
                    ? HiddenReason.deleted
                    : found.tagsWithArticles().contains(tag.id()) ? null : HiddenReason.not_public;
        }
        boolean exists = (item.category == null
                || found.categories().containsKey(UUID.fromString(item.category)))
                && (item.author == null || found.authors().containsKey(UUID.fromString(item.author)));
        return exists ? null : HiddenReason.deleted;
    }
}
