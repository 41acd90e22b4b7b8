package dev.byline.site;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.problem.ProblemException;
import dev.byline.web.VersionPrecondition;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Reads and changes the settings of the site. */
@ApplicationScoped
public class SiteService {
    private final EntityManager database;
    private final AuditLog audit;
    private final String initialLocale;
    private final Event<ContentChanged> changed;
    private final SitePictures pictures;
    private final KeptValues<String, KeptSite> kept;

    /** The settings, in the forms in which they are read. */
    private record KeptSite(SiteDetail detail, SiteDetail.PublicSite publicSite) {}

    SiteService(EntityManager database, AuditLog audit,
            @ConfigProperty(name = "byline.default-locale", defaultValue = "en") String initialLocale,
            Event<ContentChanged> changed, KeptValuesFactory keptValues, SitePictures pictures) {
        this.pictures = pictures;
        this.kept = keptValues.createForOne(ChangeTracker.SITE);
        this.changed = changed;
        this.database = database;
        this.audit = audit;
        this.initialLocale = initialLocale;
    }

    /** Creates the settings of the site at the first start, with {@code BYLINE_DEFAULT_LOCALE} as their only locale. */
    @Startup
    @Transactional
    public void createSiteIfMissing() {
        if (!initialLocale.matches(SiteInput.LOCALE_PATTERN)) {
            throw new IllegalStateException(
                    "BYLINE_DEFAULT_LOCALE is '" + initialLocale + "'. Set it to a locale such as en, vi or pt-BR");
        }
        database.createNativeQuery("""
                insert into site (version, title, default_locale, locales, comments_policy)
                values (1, 'Byline', :locale, array[:locale], 'all') on conflict do nothing""")
                .setParameter("locale", initialLocale).executeUpdate();
    }

    /** Returns the locale of content and requests that name none. */
    public String defaultLocale() {
        return findSite().detail.defaultLocale;
    }

    /** Returns the locale, or the default locale for null; 422 at the pointer if it is not a locale of the site. */
    public String requireLocale(String locale, String pointer) {
        var site = findSite().detail;
        if (locale == null) {
            return site.defaultLocale;
        }
        requireOneOf(site.locales, locale, pointer);
        return locale;
    }

    /** Requires one of the locales that the site has, or would have; 422 at the pointer for another one. */
    public static void requireOneOf(List<String> locales, String locale, String pointer) {
        if (!locales.contains(locale)) {
            throw ProblemException.invalid(pointer, "must be one of the site's locales (" + String.join(", ", locales)
                    + "); PATCH /api/v1/admin/site adds one");
        }
    }

    /** Adds locales to the locales of the site. */
    @Transactional
    public void addLocales(List<String> locales) {
        var site = lockSite();
        var before = new SiteDetail.PublicSite(site, pictures.urls(site));
        site.locales = Stream.concat(site.locales.stream(), locales.stream()).distinct().toList();
        saveIfChanged(site, before);
    }

    /** Returns the policy that decides which comments wait for a moderator. */
    public ModerationPolicy commentsPolicy() {
        return findSite().detail.commentsPolicy;
    }

    /** Returns the time after publication for which articles accept comments; null if they always do. */
    public Duration commentsCloseAfter() {
        var days = findSite().detail.commentsCloseAfterDays;
        return days == null ? null : Duration.ofDays(days);
    }

    /** Returns the widths in which pictures can be requested, in pixels; ascending. */
    public List<Integer> pictureWidths() {
        return findSite().detail.pictureWidths;
    }

    /** Reads the settings of the site with their version. */
    SiteDetail read() {
        return findSite().detail;
    }

    /** Reads the settings of the site that the public API shows. */
    public SiteDetail.PublicSite readPublic() {
        return findSite().publicSite;
    }

    /** Reads the settings that the public API shows, as the database has them now. */
    public SiteDetail.PublicSite readCurrent() {
        return readSettings().publicSite;
    }

    /**
     * Changes the settings; 412 if they have another version by now, 428 without a version. Equal settings are not
     * saved.
     */
    @Transactional
    public SiteDetail change(String ifMatch, Function<SiteDetail.PublicSite, SiteInput> change) {
        var site = lockSite();
        VersionPrecondition.require(ifMatch, site.version);
        var before = new SiteDetail.PublicSite(site, pictures.urls(site));
        var input = change.apply(before);
        if (!input.locales().contains(input.defaultLocale())) {
            throw ProblemException.invalid("/defaultLocale", "must be one of the locales in /locales");
        }
        if (new HashSet<>(input.locales()).size() < input.locales().size()) {
            throw ProblemException.invalid("/locales", "must not repeat a locale");
        }
        site.title = input.title();
        site.defaultLocale = input.defaultLocale();
        site.locales = input.locales();
        site.commentsPolicy = input.commentsPolicy();
        site.commentsCloseAfterDays = input.commentsCloseAfterDays();
        site.timeZone = Objects.requireNonNullElse(input.timeZone(), ValidTimeZone.DEFAULT);
        site.articleUrl = input.articleUrl();
        site.pageUrl = input.pageUrl();
        site.categoryUrl = input.categoryUrl();
        site.siteUrl = input.siteUrl();
        site.tagUrl = input.tagUrl();
        site.authorUrl = input.authorUrl();
        site.previewUrl = input.previewUrl();
        site.signInUrl = input.signInUrl();
        site.verifyUrl = input.verifyUrl();
        site.passwordUrl = input.passwordUrl();
        site.confirmUrl = input.confirmUrl();
        site.manageUrl = input.manageUrl();
        site.description = input.description();
        site.logo = SiteLogo.withUrl(input.logo(), pictures::toStored);
        site.icon = pictures.toStored(input.icon());
        var widths = input.pictureWidths();
        site.pictureWidths = widths == null || widths.isEmpty()
                ? PictureWidths.DEFAULT
                : widths.stream().distinct().sorted().toList();
        var social = Objects.requireNonNullElse(input.social(), List.<SocialLink>of());
        if (!social.equals(site.social)) {
            site.social = social;
        }
        saveIfChanged(site, before);
        return new SiteDetail(site, pictures.urls(site));
    }

    private void saveIfChanged(Site site, SiteDetail.PublicSite before) {
        int version = site.version;
        database.flush();
        // Hibernate changes the version only if a field has another value.
        if (site.version != version) {
            audit.record("site.change", "site", before, new SiteDetail.PublicSite(site, pictures.urls(site)));
            changed.fire(ContentChanged.of(ChangeTracker.SITE));
        }
    }

    private Site lockSite() {
        return database.find(Site.class, Site.ONLY_ID, LockModeType.PESSIMISTIC_WRITE);
    }

    private KeptSite findSite() {
        return kept.get(ChangeTracker.SITE, this::readSettings);
    }

    private KeptSite readSettings() {
        var site = database.find(Site.class, Site.ONLY_ID);
        var mediaUrls = pictures.urls(site);
        var settings = new KeptSite(new SiteDetail(site, mediaUrls), new SiteDetail.PublicSite(site, mediaUrls));
        // Otherwise a later read in this session would get this row again, and keep it as the current one.
        database.detach(site);
        return settings;
    }
}
