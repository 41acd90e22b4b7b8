package dev.byline.change;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.change.ChangeItem.ChangeType;
import dev.byline.change.ChangeReader.ChangeRequest;
import dev.byline.paging.AllowedValues;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticlePart;
import jakarta.ws.rs.QueryParam;

/** The query parameters of the changes. */
public class ChangeQuery {
    static final int MAX_SIZE = 100;
    private static final List<String> TYPES = Stream.of(ChangeType.values()).map(ChangeType::name).toList();

    @QueryParam("since")
    @Parameter(
            description = "The place to continue from: `next` of an earlier response, or `token` of an item. Without it, "
                    + "everything that is live comes first.",
            example = "1042")
    public String since;

    @QueryParam("types")
    @Parameter(
            description = "Only changes of these types; all but `stats` by default. `stats` are the counters of views "
                    + "and comments, at most once a minute for each article.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = ChangeType.class))
    public List<String> types = List.of();

    @QueryParam("include")
    @Parameter(description = "Further parts of articles.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = ArticlePart.class))
    public List<String> include = List.of();

    /** Checks the parameters; a value that is not allowed is a 400. */
    ChangeRequest toRequest(String place, Integer size) {
        var chosen = EnumSet.noneOf(ChangeType.class);
        AllowedValues.requireAll("types", types, TYPES).forEach(type -> chosen.add(ChangeType.valueOf(type)));
        return new ChangeRequest(place == null ? null : ChangeToken.parse(place),
                chosen.isEmpty() ? ChangeReader.defaultTypes() : chosen, ArticlePart.parse(include),
                requireInRange("size", size, 1, MAX_SIZE, MAX_SIZE));
    }

    /** Returns the time of a long poll; a value that is not allowed is a 400. */
    static Duration toDuration(Integer wait, int maxSeconds) {
        return Duration.ofSeconds(requireInRange("wait", wait, 0, maxSeconds, 0));
    }

    private static int requireInRange(String parameter, Integer value, int from, int to, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < from || value > to) {
            throw ProblemException.invalidParameter(parameter, "must be " + from + " to " + to + ", not " + value);
        }
        return value;
    }
}
