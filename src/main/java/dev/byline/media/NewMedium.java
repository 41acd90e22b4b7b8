package dev.byline.media;

import java.util.ArrayList;
import java.util.Arrays;

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

    /**
     * Returns the description, from the parameters and then from the fields of the form, without a name; 400 or 422 for
     * a text that breaks a rule.
     */
    MediaInput toInput(ReceivedFile received, Validator validator) {
        var fields = received.fields();
        var input = new MediaInput(null, alt == null ? fields.get("alt") : alt, fields.get("caption"),
                fields.get("credit"), null);
        var violations = new ArrayList<Violation>();
        for (var field : Arrays.asList("alt", "caption", "credit")) {
            validator.validateProperty(input, field).forEach(broken -> violations.add(field.equals("alt") && alt != null
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
