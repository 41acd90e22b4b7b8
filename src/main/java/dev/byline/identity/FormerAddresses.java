package dev.byline.identity;

import static dev.byline.database.UnnestColumns.column;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.hibernate.Session;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.JdbcQueries;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.Tuple;

/** Stores and finds the addresses that articles had before, in other systems or on other hosts. */
@ApplicationScoped
public class FormerAddresses {
    private static final int MAX_CANDIDATES = 200;

    private final Session database;
    private final JdbcQueries jdbcQueries;
    private final SiteService site;
    private final Event<ContentChanged> contentChanged;

    FormerAddresses(Session database, JdbcQueries jdbcQueries, SiteService site,
            Event<ContentChanged> contentChanged) {
        this.database = database;
        this.jdbcQueries = jdbcQueries;
        this.site = site;
        this.contentChanged = contentChanged;
    }

    /** A former address and its article. */
    public record AddressOfArticle(UUID article, FormerAddress address) {}

    /** Adds addresses to existing articles; an address that the article has already is skipped. One statement. */
    public void add(List<AddressOfArticle> addresses) {
        int added = addresses.isEmpty()
                ? 0
                : database.createNativeMutationQuery("""
                        insert into former_address (article_id, host, path, last_part, address)
                        select * from unnest(:articles, cast(:hosts as text[]), cast(:paths as text[]),
                            cast(:parts as text[]), cast(:addresses as text[]))
                        on conflict do nothing""").setParameter("articles", column(addresses, UUID[]::new,
                        AddressOfArticle::article))
                        .setParameter("hosts", column(addresses, String[]::new, a -> a.address.host()))
                        .setParameter("paths", column(addresses, String[]::new, a -> a.address.path()))
                        .setParameter("parts", column(addresses, String[]::new, a -> a.address.lastPart()))
                        .setParameter("addresses", column(addresses, String[]::new, a -> a.address.original()))
                        .executeUpdate();
        if (added > 0) {
            contentChanged.fire(ContentChanged.of(ChangeTracker.ARTICLES));
        }
    }

    /**
     * Finds the articles that had exactly this address, here or in another system. A path without a host is the path of
     * any host. An address with a host also finds the articles whose host is not known, if no article had the address
     * on that host. One statement, and one for the site.
     */
    public List<UUID> find(FormerAddress address) {
        var slug = readSlug(address).orElse(new FormerAddress.SlugInAddress("", ""));
        var found = jdbcQueries.list("""
                select article_id, host from former_address
                where path = :path and (:host = '' or host in (:host, ''))
                union all
                select article_id, cast(:host as text) from article_slug
                where slug = :slug and was_published and (:locale = '' or lower(locale) = :locale)
                limit :most""",
                Map.of("path", address.path(), "host", address.host(), "slug", slug.slug(), "locale", slug.locale(),
                        "most", MAX_CANDIDATES),
                r -> new AddressOfArticle(r.getObject(1, UUID.class), new FormerAddress(r.getString(2), "", "")));
        var onHost = found.stream().filter(a -> a.address.host().equals(address.host())).toList();
        return (address.host().isEmpty() || onHost.isEmpty() ? found : onHost).stream()
                .map(AddressOfArticle::article).distinct().toList();
    }

    private Optional<FormerAddress.SlugInAddress> readSlug(FormerAddress address) {
        var settings = site.readPublic();
        return Stream.of(settings.urlTemplate(false), settings.urlTemplate(true)).filter(Objects::nonNull)
                .flatMap(template -> FormerAddress.parse(template).flatMap(address::readSlug).stream()).findFirst();
    }

    /**
     * Finds the articles whose frontend page has or had this address, in every state; one statement, and one for the
     * site.
     */
    public List<UUID> findInFrontend(FormerAddress address) {
        return readSlug(address).map(slug -> database.createNativeQuery("""
                select distinct article_id from article_slug
                where slug = :slug and (:locale = '' or lower(locale) = :locale)""", UUID.class)
                .setParameter("slug", slug.slug()).setParameter("locale", slug.locale()).getResultList())
                .orElse(List.of());
    }

    /**
     * Finds the addresses with this last part, and all addresses of one more article, at most
     * {@value #MAX_CANDIDATES}. One statement.
     *
     * @param article
     *            the article, or null
     */
    public List<AddressOfArticle> findCandidates(String lastPart, UUID article) {
        return database.createNativeQuery("""
                select article_id, host, path, address from former_address
                where last_part = :part or article_id = :article order by article_id, host, path limit :most""",
                Tuple.class).setParameter("part", lastPart)
                .setParameter("article", article == null ? new UUID(0, 0) : article)
                .setParameter("most", MAX_CANDIDATES).getResultList().stream()
                .map(t -> new AddressOfArticle(t.get(0, UUID.class),
                        new FormerAddress(t.get(1, String.class), t.get(2, String.class), t.get(3, String.class))))
                .toList();
    }
}
