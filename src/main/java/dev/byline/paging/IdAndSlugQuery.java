package dev.byline.paging;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import jakarta.persistence.Query;
import jakarta.ws.rs.QueryParam;

/** The filters that all lists of things with an id and a slug share; both together narrow to what has both. */
public class IdAndSlugQuery {
    private static final int MAX_REFERENCES = 100;

    @QueryParam("ids")
    @Parameter(description = "Only these, by id, separated by commas, at most 100.")
    public String ids;

    @QueryParam("slugs")
    @Parameter(description = "Only these, by slug, separated by commas, at most 100.")
    public String slugs;

    /** The ids that the text lists, at most 100; a 400 for what is none. */
    public static List<UUID> ids(String parameter, String text) {
        return AllowedValues.split(parameter, text, MAX_REFERENCES).stream().map(id -> {
            if (!Slugs.isId(id)) {
                throw ProblemException.invalidParameter(parameter, "must be ids (UUIDs), not '" + id + "'");
            }
            return UUID.fromString(id);
        }).toList();
    }

    /** The conditions as HQL, each with {@code " and "} before it. */
    public String conditions(String alias) {
        return (ids == null ? "" : " and " + alias + ".id in :ids")
                + (slugs == null ? "" : " and " + alias + ".slug in :slugs");
    }

    /** Binds what {@link #conditions} asks for. */
    public <Q extends Query> Q bind(Q statement) {
        if (ids != null) {
            statement.setParameter("ids", ids("ids", ids));
        }
        if (slugs != null) {
            statement.setParameter("slugs", AllowedValues.split("slugs", slugs, MAX_REFERENCES));
        }
        return statement;
    }

    @Override
    public String toString() {
        return ids + " " + slugs;
    }

    /** What such lists are ordered by. */
    public enum NameSortKey {
        name
    }
}
