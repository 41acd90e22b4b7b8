package dev.byline.paging;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.EchoedInput;
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
    @Parameter(description = "Returns only the resources with these ids, at most "
            + MAX_REFERENCES + "; in the order of the ids unless `sort` is given.",
            schema = @Schema(type = SchemaType.ARRAY, format = "uuid", maxItems = MAX_REFERENCES))
    public List<String> ids = List.of();

    @QueryParam("slugs")
    @Parameter(description = "Returns only the resources with these slugs, at most "
            + MAX_REFERENCES + ".",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = MAX_REFERENCES))
    public List<String> slugs = List.of();

    /** Parses a list of at most {@value #MAX_REFERENCES} ids; a part that is not a UUID is a 400. */
    public static List<UUID> ids(String parameter, List<String> values) {
        return AllowedValues.split(parameter, values, MAX_REFERENCES).stream().map(id -> {
            if (!Slugs.isId(id)) {
                throw ProblemException.invalidParameter(parameter, "must be ids (UUIDs), not " + EchoedInput.quote(id));
            }
            return UUID.fromString(id);
        }).toList();
    }

    /** Returns the conditions of the filters as HQL, each preceded by {@code " and "}. */
    public String conditions(String alias) {
        return (ids.isEmpty() ? "" : " and " + alias + ".id in :ids")
                + (slugs.isEmpty() ? "" : " and " + alias + ".slug in :slugs");
    }

    /** Binds the parameters of {@link #conditions}. */
    public <Q extends Query> Q bind(Q statement) {
        if (!ids.isEmpty()) {
            statement.setParameter("ids", ids("ids", ids));
        }
        if (!slugs.isEmpty()) {
            statement.setParameter("slugs", AllowedValues.split("slugs", slugs, MAX_REFERENCES));
        }
        return statement;
    }

    /** Returns the requested order, or by name; null if the client gives ids and no order: their own order. */
    public Sort<NameSortKey> order(String sort) {
        return sort == null && !ids.isEmpty() ? null : Sort.of(sort, NameSortKey.class, "name");
    }

    /** Creates one page in the order of the ids, from all resources of the list that match the filters. */
    public <T> Page<T> pageInOrderOfIds(PageQuery query, String listName, List<T> found, Function<T, UUID> id) {
        return Keyset.pageInOrderOf(ids("ids", ids), query, listName + this, found, id);
    }

    @Override
    public String toString() {
        return String.join(",", ids) + " " + String.join(",", slugs);
    }

    /** The sort keys of these lists. */
    public enum NameSortKey {
        name
    }
}
