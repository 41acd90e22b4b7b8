package dev.byline.paging;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import jakarta.persistence.Query;
import jakarta.ws.rs.QueryParam;

/**
 * The {@code ids} and {@code slugs} filters that all lists of resources with an id and a slug share. A resource must
 * match both filters if both are given.
 */
public class IdAndSlugQuery {
    /** The maximum number of ids, and of slugs, in one request. */
    public static final int MAX_REFERENCES = 100;

    @QueryParam("ids")
    @Parameter(description = "Returns only the resources with these ids, separated by commas, at most "
            + MAX_REFERENCES + "; in the order of the ids unless `sort` is given.")
    public String ids;

    @QueryParam("slugs")
    @Parameter(description = "Returns only the resources with these slugs, separated by commas, at most "
            + MAX_REFERENCES + ".")
    public String slugs;

    /** Parses a comma-separated list of at most {@value #MAX_REFERENCES} ids; a part that is not a UUID is a 400. */
    public static List<UUID> ids(String parameter, String text) {
        return AllowedValues.split(parameter, text, MAX_REFERENCES).stream().map(id -> {
            if (!Slugs.isId(id)) {
                throw ProblemException.invalidParameter(parameter, "must be ids (UUIDs), not '" + id + "'");
            }
            return UUID.fromString(id);
        }).toList();
    }

    /** Returns the conditions of the filters as HQL, each preceded by {@code " and "}. */
    public String conditions(String alias) {
        return (ids == null ? "" : " and " + alias + ".id in :ids")
                + (slugs == null ? "" : " and " + alias + ".slug in :slugs");
    }

    /** Binds the parameters of {@link #conditions}. */
    public <Q extends Query> Q bind(Q statement) {
        if (ids != null) {
            statement.setParameter("ids", ids("ids", ids));
        }
        if (slugs != null) {
            statement.setParameter("slugs", AllowedValues.split("slugs", slugs, MAX_REFERENCES));
        }
        return statement;
    }

    /** Returns the requested order, or by name; null if the client gives ids and no order: their own order. */
    public Sort<NameSortKey> order(String sort) {
        return sort == null && ids != null ? null : Sort.of(sort, NameSortKey.class, "name");
    }

    /** Creates one page in the order of the ids, from all resources of the list that match the filters. */
    public <T> Page<T> pageInOrderOfIds(PageQuery query, String listName, List<T> found, Function<T, UUID> id) {
        return Keyset.pageInOrderOf(ids("ids", ids), query, listName + this, found, id);
    }

    @Override
    public String toString() {
        return ids + " " + slugs;
    }

    /** The sort keys of these lists. */
    public enum NameSortKey {
        name
    }
}
