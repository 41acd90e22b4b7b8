package dev.byline.change;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.delivery.PublicTaxonomy;
import dev.byline.menu.PublicMenu;
import dev.byline.publication.ArticleSummary;
import dev.byline.site.SiteDetail;
import dev.byline.stats.Stats;
import jakarta.validation.constraints.NotNull;

/** A change of something that readers see, with its present state. */
@Schema(name = "Change",
        description = "A change of something that readers see, with its present state. Several changes "
                + "of one thing are one item, so treat `published` and `updated` alike: replace your copy. After `unpublished` and "
                + "`deleted`, delete it.")
public final class ChangeItem {
    @NotNull
    public final ChangeType type;
    @NotNull
    public final ChangeKind change;
    @Schema(description = "The id of what changed; absent for the site.")
    public final UUID id;
    @Schema(description = "The slug, or the name of a menu; the last one that is known of what readers no longer see.",
            examples = "what-dojo-computes")
    public final String slug;
    @Schema(description = "The locale of an article or a page.", examples = "en")
    public final String locale;
    @Schema(description = "The time of the last change; absent from what was live at the beginning.")
    public final Instant at;
    @NotNull
    @Schema(description = "Send it as `since` to continue after this item.", examples = "1042")
    public final String token;
    @Schema(description = "The article or page; absent if readers no longer see it.")
    public final ArticleSummary article;
    public final PublicTaxonomy.Category category;
    public final PublicTaxonomy.Tag tag;
    public final PublicTaxonomy.Author author;
    public final PublicMenu menu;
    public final SiteDetail.PublicSite site;
    @Schema(description = "The counters of an article; only with `types=stats`.")
    public final Stats stats;

    /** The types of what the log of changes has. */
    @Schema(name = "ChangeType")
    public enum ChangeType {
        site,
        author,
        category,
        tag,
        article,
        page,
        menu,
        stats
    }

    /** The kinds of changes. */
    @Schema(name = "ChangeKind")
    public enum ChangeKind {
        published,
        updated,
        unpublished,
        deleted
    }

    /**
     * Creates an item.
     *
     * @param last
     *            the last of the changes that the item stands for
     * @param present
     *            the present state; null if readers do not see it any more
     */
    ChangeItem(LoggedChange last, ChangeKind change, String token, Object present) {
        this.type = ChangeType.valueOf(last.type());
        this.change = change;
        this.id = last.thingId();
        this.at = last.at();
        this.token = token;
        article = present instanceof ArticleSummary found ? found : null;
        category = present instanceof PublicTaxonomy.Category found ? found : null;
        tag = present instanceof PublicTaxonomy.Tag found ? found : null;
        author = present instanceof PublicTaxonomy.Author found ? found : null;
        menu = present instanceof PublicMenu found ? found : null;
        site = present instanceof SiteDetail.PublicSite found ? found : null;
        stats = present instanceof Stats found ? found : null;
        slug = slugOf(present).orElse(last.slug());
        locale = article != null ? article.locale : last.locale();
    }

    private static Optional<String> slugOf(Object present) {
        if (present instanceof ArticleSummary found) {
            return Optional.of(found.slug);
        }
        if (present instanceof PublicTaxonomy.Category found) {
            return Optional.of(found.slug);
        }
        if (present instanceof PublicTaxonomy.Tag found) {
            return Optional.of(found.slug());
        }
        if (present instanceof PublicTaxonomy.Author found) {
            return Optional.of(found.slug());
        }
        return present instanceof PublicMenu found ? Optional.of(found.name()) : Optional.empty();
    }
}
