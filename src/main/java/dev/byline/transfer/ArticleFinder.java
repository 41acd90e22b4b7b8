package dev.byline.transfer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hibernate.Session;

import dev.byline.identity.ArticleIdentities;
import dev.byline.identity.FormerAddress;
import dev.byline.identity.FormerAddresses;
import dev.byline.identity.FormerAddresses.AddressOfArticle;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.transfer.format.ImportValues;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds the article that a comment of an import names.
 * <ol>
 * <li>An id or a slug names an article of this Byline.</li>
 * <li>An address names the article that has or had exactly this address.</li>
 * <li>Otherwise the article counts whose address is the same apart from what the files may not say: the host, the
 * folder that the site was in, and the date in the path.</li>
 * <li>Otherwise the article counts whose slug the address ends in, unless the article is known to have been
 * elsewhere.</li>
 * </ol>
 */
@ApplicationScoped
class ArticleFinder {
    private final Session database;
    private final ArticleIdentities identities;
    private final FormerAddresses formerAddresses;

    ArticleFinder(Session database, ArticleIdentities identities, FormerAddresses formerAddresses) {
        this.database = database;
        this.identities = identities;
        this.formerAddresses = formerAddresses;
    }

    /** Finds an article in every state; 409 that names the candidates if several articles are meant. */
    Optional<UUID> find(String reference) {
        return identities.findId(reference, null).filter(this::exists)
                .or(() -> FormerAddress.parse(reference).flatMap(this::findByAddress));
    }

    private Optional<UUID> findByAddress(FormerAddress address) {
        var inFrontend = formerAddresses.findInFrontend(address);
        if (!inFrontend.isEmpty()) {
            return requireOne(address, new LinkedHashSet<>(inFrontend));
        }
        var slug = ImportValues.slugFromUrl(address.path());
        var withSlug = slug == null ? List.<UUID>of() : findBySlug(slug);
        var known = formerAddresses.findCandidates(address.lastPart(), withSlug.size() == 1 ? withSlug.get(0) : null);
        var exact = known.stream().filter(a -> a.address().path().equals(address.path())).toList();
        var onHost = exact.stream().filter(a -> a.address().host().equals(address.host())).toList();
        for (var group : List.of(onHost, exact.stream().filter(a -> hostsAgree(a.address(), address)).toList(),
                known.stream().filter(a -> isSamePlace(a.address(), address)).toList())) {
            if (!group.isEmpty()) {
                return requireOne(address, group.stream().map(AddressOfArticle::article)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
            }
        }
        return requireOne(address, withSlug.stream().filter(id -> mayHaveBeenAt(address,
                known.stream().filter(a -> a.article().equals(id)).map(AddressOfArticle::address).toList()))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static boolean hostsAgree(FormerAddress one, FormerAddress other) {
        return one.host().isEmpty() || other.host().isEmpty() || one.host().equals(other.host());
    }

    /**
     * Tells whether two addresses differ only in what one of them does not say: the host, the folder of the site where
     * one of the hosts is not known, or the date in the path.
     */
    private static boolean isSamePlace(FormerAddress one, FormerAddress other) {
        var names = split(one, false);
        var otherNames = split(other, false);
        var dates = split(one, true);
        var otherDates = split(other, true);
        boolean folderUnknown = one.host().isEmpty() || other.host().isEmpty();
        return one.lastPart().equals(other.lastPart()) && !one.lastPart().isEmpty() && hostsAgree(one, other)
                && (dates.isEmpty() || otherDates.isEmpty() || dates.equals(otherDates))
                && (names.equals(otherNames)
                        || folderUnknown && (endsWith(names, otherNames) || endsWith(otherNames, names)));
    }

    /** Returns the parts of the path that are numbers, or the others. */
    private static List<String> split(FormerAddress address, boolean numbers) {
        return Stream.of(address.path().split("/")).filter(part -> !part.isEmpty())
                .filter(part -> part.matches("\\d{1,4}") == numbers).toList();
    }

    private static boolean endsWith(List<String> parts, List<String> end) {
        return parts.size() >= end.size() && parts.subList(parts.size() - end.size(), parts.size()).equals(end);
    }

    /**
     * Tells whether an article whose slug the address ends in may have had the address: none of its known addresses has
     * this last part, and none of them is on another host.
     */
    private static boolean mayHaveBeenAt(FormerAddress address, List<FormerAddress> known) {
        return known.stream().allMatch(a -> !a.lastPart().equals(address.lastPart()) && hostsAgree(a, address));
    }

    private List<UUID> findBySlug(String slug) {
        var preferred = identities.findId(slug, null);
        return preferred.isPresent()
                ? preferred.filter(this::exists).stream().toList()
                : database.createNativeQuery("""
                        select distinct s.article_id from article_slug s join article a on a.id = s.article_id
                        where s.slug = :slug""", UUID.class).setParameter("slug", slug).getResultList();
    }

    private Optional<UUID> requireOne(FormerAddress address, Set<UUID> articles) {
        if (articles.size() > 1) {
            var candidates = database.createNativeQuery("""
                    select slug || ' (' || cast(id as text) || ')' from article where id = any(:ids) order by slug, id
                    limit 10""", String.class).setParameter("ids", articles.toArray(UUID[]::new)).getResultList();
            throw ProblemException.of(ProblemType.CONFLICT, "The address " + EchoedInput.quote(address.original())
                    + " may be that of several articles: " + String.join(", ", candidates)
                    + ". Name the article by its id, or the complete address.");
        }
        return articles.stream().findFirst();
    }

    private boolean exists(UUID article) {
        return !database.createNativeQuery("select 1 from article where id = :id", Integer.class)
                .setParameter("id", article).getResultList().isEmpty();
    }
}
