package dev.byline.media;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.constraints.NotNull;

/** A URL to fetch, with the description of the medium. */
@Schema(description = "The URL of a file that the service fetches, and the description of the medium.",
        examples = """
                {"url": "https://blog.example/dojo.jpg", "alt": "A robot that reads"}""")
public record MediaSource(
        @NotNull @ValidWebAddress @Schema(examples = "https://blog.example/dojo.jpg") String url,
        @PlainText(max = FileNames.MAX_LENGTH) @Schema(description = "The name of the file; the end of the path "
                + "of the URL if it is absent.", examples = "dojo.jpg") String filename,
        @PlainText(max = MediaInput.MAX_ALT_LENGTH, multiline = true) @Schema(
                examples = "A robot that reads") String alt,
        @PlainText(max = MediaInput.MAX_CAPTION_LENGTH, multiline = true) @Schema(
                examples = "The reading robot of the library.") String caption,
        @PlainText(max = MediaInput.MAX_CREDIT_LENGTH) @Schema(examples = "Photo: Linh Tran") String credit) {
    /** Returns the description as the fields of a form. */
    Map<String, String> fields() {
        var fields = new HashMap<String, String>();
        fields.put("filename", filename);
        fields.put("alt", alt);
        fields.put("caption", caption);
        fields.put("credit", credit);
        fields.values().removeIf(Objects::isNull);
        return fields;
    }
}
