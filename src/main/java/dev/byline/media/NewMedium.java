package dev.byline.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import jakarta.validation.Validator;
import jakarta.ws.rs.QueryParam;

/** The description of a medium in the request that uploads its file. */
public class NewMedium {
    @QueryParam("filename")
    @Parameter(description = "The name of the file, instead of the one in the form.",
            schema = @Schema(examples = "dojo.jpg"))
    public String filename;

    @QueryParam("alt")
    @Parameter(description = "Alternative text: describes the picture for readers who cannot see it.",
            schema = @Schema(examples = "A robot that reads"))
    public String alt;

    @QueryParam("caption")
    @Parameter(description = "The text that readers see below the picture.",
            schema = @Schema(examples = "The reading robot of the library."))
    public String caption;

    @QueryParam("credit")
    @Parameter(description = "The name of the photographer or of the owner.",
            schema = @Schema(examples = "Photo: Linh Tran"))
    public String credit;

    /**
     * Returns the description, from the parameters and then from the fields of the form, without a name; 400 or 422 for
     * a text that breaks a rule.
     */
    MediaInput toInput(ReceivedFile received, Validator validator) {
        var parameters = new HashMap<String, String>();
        parameters.put("alt", alt);
        parameters.put("caption", caption);
        parameters.put("credit", credit);
        parameters.values().removeIf(Objects::isNull);
        var texts = new HashMap<>(received.fields());
        texts.putAll(parameters);
        var input = new MediaInput(null, texts.get("alt"), texts.get("caption"), texts.get("credit"), null);
        var violations = new ArrayList<Violation>();
        for (var field : List.of("alt", "caption", "credit")) {
            validator.validateProperty(input, field).forEach(broken -> violations.add(parameters.containsKey(field)
                    ? Violation.query(field, broken.getMessage())
                    : Violation.body("/" + field, broken.getMessage())));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.withViolations(violations.get(0).in().equals("query")
                    ? ProblemType.INVALID_PARAMETER
                    : ProblemType.INVALID_BODY, violations);
        }
        return input;
    }

    /** Returns the name that the client gave, which may be empty. */
    String givenName(ReceivedFile received) {
        return filename != null ? filename : received.nameOrEmpty();
    }
}
