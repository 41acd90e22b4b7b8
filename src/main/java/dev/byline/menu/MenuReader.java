package dev.byline.menu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.menu.MenuTargets.FoundTargets;
import dev.byline.menu.PublicMenu.MenuItemKind;
import dev.byline.menu.PublicMenu.PublicMenuItem;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleKind;
import dev.byline.site.LocaleLookup;
import dev.byline.site.LocalizedNames;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows menus to readers: names, slugs and URLs of the targets as they are now, without targets that are not public. */
@ApplicationScoped
public class MenuReader {
    private final MenuRepository menus;
    private final MenuTargets targets;
    private final SiteService site;
    private final LocaleLookup locales;

    MenuReader(MenuRepository menus, MenuTargets targets, SiteService site, LocaleLookup locales) {
        this.menus = menus;
        this.targets = targets;
        this.site = site;
        this.locales = locales;
    }

    /** Reads a menu by name or id; 404 if there is none, 400 for a locale that the site does not have. */
    PublicMenu read(String reference, String locale) {
        var menu = menus.findByIdOrName(reference).orElseThrow(() -> ProblemException.notFound("menu", reference));
        return show(List.of(menu), locale, site.readPublic()).get(0);
    }

    /** Reads all menus by name; 400 for a locale that the site does not have. */
    PublicMenu.AllMenus readAll(String locale) {
        return new PublicMenu.AllMenus(show(menus.findAllByName(), locale, site.readPublic()));
    }

    /** Finds the menus among these ids, by id, with the URLs of these settings. */
    public Map<UUID, PublicMenu> find(Collection<UUID> ids, SiteDetail.PublicSite settings) {
        return ids.isEmpty()
                ? Map.of()
                : show(menus.list("id in ?1", ids), null, settings).stream()
                        .collect(Collectors.toMap(PublicMenu::id, Function.identity()));
    }

    private List<PublicMenu> show(List<Menu> shown, String locale, SiteDetail.PublicSite settings) {
        var forNames = locales.resolveForNames(locale);
        var rendering = new MenuRendering(targets.find(shown, locales.resolve(locale)), forNames, settings);
        return shown.stream().map(menu -> new PublicMenu(menu.id, menu.name, rendering.items(menu.items))).toList();
    }

    /** The rendering of menus for one request. */
    private record MenuRendering(FoundTargets found, String locale, SiteDetail.PublicSite site) {
        List<PublicMenuItem> items(List<MenuItem> items) {
            var shown = new ArrayList<PublicMenuItem>();
            items.forEach(item -> item(item).ifPresent(shown::add));
            return shown;
        }

        private Optional<PublicMenuItem> item(MenuItem item) {
            if (item.article != null) {
                return Optional.ofNullable(found.articles().get(UUID.fromString(item.article))).map(a -> {
                    boolean page = a.kind() == ArticleKind.page;
                    return item(item, page ? MenuItemKind.page : MenuItemKind.article, a.id(), a.slug(), a.locale(),
                            a.title(), site.urlOf(page, a.slug(), a.locale()));
                });
            }
            if (item.category != null) {
                return Optional.ofNullable(found.categories().get(UUID.fromString(item.category)))
                        .map(c -> c.inLocale(locale)).map(c -> item(item, MenuItemKind.category, c.id(), c.slug(), null,
                                c.name(), fill(site.categoryUrl, c.slug())));
            }
            if (item.tag != null) {
                return Optional.ofNullable(found.tags().get(UUID.fromString(item.tag)))
                        .filter(t -> found.tagsWithArticles().contains(t.id())).map(t -> t.inLocale(locale))
                        .map(t -> item(item, MenuItemKind.tag, t.id(), t.slug(), null, t.name(),
                                fill(site.tagUrl, t.slug())));
            }
            if (item.author != null) {
                return Optional.ofNullable(found.authors().get(UUID.fromString(item.author)))
                        .map(a -> a.inLocale(locale)).map(a -> item(item, MenuItemKind.author, a.id(), a.slug(), null,
                                a.name(), fill(site.authorUrl, a.slug())));
            }
            return item.url == null
                    ? Optional.of(item(item, MenuItemKind.heading, null, null, null, null, null))
                            .filter(heading -> !heading.children().isEmpty())
                    : Optional.of(item(item, MenuItemKind.url, null, null, null, null, item.url));
        }

        private PublicMenuItem item(MenuItem item, MenuItemKind kind, UUID id, String slug, String targetLocale,
                String name, String url) {
            var label = LocalizedNames.nameIn(item.labels, locale, item.label == null ? name : item.label);
            return new PublicMenuItem(label, kind, id, slug, targetLocale, url, items(item.below()));
        }

        private String fill(String template, String slug) {
            return SiteDetail.PublicSite.fillTemplate(template, slug,
                    Objects.requireNonNullElse(locale, site.defaultLocale));
        }
    }
}
