package dev.byline.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportOptions.ConflictPolicy;
import dev.byline.transfer.ImportOptions.IdPolicy;
import dev.byline.transfer.ImportOptions.PublishPolicy;
import dev.byline.transfer.format.ImportFormat;
import jakarta.ws.rs.QueryParam;

/** How a file is to be imported. */
public class ImportQuery {
    private static final int MAX_NAME_LENGTH = 200;

    @QueryParam("format")
    @Parameter(description = "What the file is; found out from its beginning if absent.")
    public ImportFormat importFormat;

    @QueryParam("source")
    @Parameter(
            description = "A name for where the file is from, always the same for the same place: items are found again by it and their own id. If absent, the address of the blog that a WordPress export names, and the name of the format for all others: name each place that files of the same format come from, as `old-blog`.")
    public String source;

    @QueryParam("dryRun")
    @Parameter(description = "True only reports what would become of each item.")
    public Boolean dryRun;

    @QueryParam("onConflict")
    @Parameter(
            description = "What becomes of an item that changed in the source and was changed here as well: it stays as it is here, is replaced (its revisions are kept), or counts as a conflict.",
            schema = @Schema(implementation = ImportOptions.ConflictPolicy.class, defaultValue = "skip"))
    public ConflictPolicy conflictPolicy;

    @QueryParam("publish")
    @Parameter(
            description = "`draft` publishes nothing, and takes nothing back that is published here; `keep` publishes what was published there.",
            schema = @Schema(implementation = ImportOptions.PublishPolicy.class, defaultValue = "keep"))
    public PublishPolicy publishPolicy;

    @QueryParam("ids")
    @Parameter(
            description = "`keep` takes over ids, and the site's settings if the key is an admin's: for an export of Byline's into an empty Byline.",
            schema = @Schema(implementation = ImportOptions.IdPolicy.class, defaultValue = "fresh"))
    public IdPolicy idPolicy;

    @QueryParam("pages")
    @Parameter(
            description = "True imports pages of WordPress and Ghost, and those of whole sites of Jekyll and Hexo, as articles as well.")
    public Boolean pages;

    @QueryParam("comments")
    @Parameter(description = "False leaves comments out.")
    public Boolean comments;

    @QueryParam("views")
    @Parameter(description = "False leaves counters as they are.")
    public Boolean views;

    @QueryParam("author")
    @Parameter(description = "Who signs articles that nobody signs, by id or slug.")
    public String author;

    @QueryParam("category")
    @Parameter(
            description = "Where articles are filed that nothing files anywhere, by id, slug or name; it is made if need be. `Uncategorized` if absent, for published ones.")
    public String category;

    @QueryParam("locale")
    @Parameter(description = "The locale of whatever names none; the site's default if absent.")
    public String locale;

    @QueryParam("categories")
    @Parameter(
            description = "Other categories for those of the source: `news:press,misc:notes` files under `press` what is filed under `news`.")
    public String categories;

    @QueryParam("locales")
    @Parameter(description = "Locales here for those of the source, as `en-US:en,vi_VN:vi`.")
    public String locales;

    ImportOptions toOptions(String defaultLocale, boolean admin) {
        return new ImportOptions(Objects.requireNonNullElse(conflictPolicy, ConflictPolicy.skip),
                Objects.requireNonNullElse(publishPolicy, PublishPolicy.keep),
                Objects.requireNonNullElse(idPolicy, IdPolicy.fresh),
                Boolean.TRUE.equals(pages), !Boolean.FALSE.equals(comments), !Boolean.FALSE.equals(views),
                author, checkLength("category", category), locale == null ? defaultLocale : locale,
                parsePairs("categories", categories), parsePairs("locales", locales), admin);
    }

    String source(ImportFormat detectedFormat, byte[] head) {
        return source == null ? detectedFormat.defaultSource(head) : checkLength("source", source);
    }

    private static String checkLength(String name, String value) {
        if (value != null && (value.length() > MAX_NAME_LENGTH || value.isBlank())) {
            throw ProblemException.invalidParameter(name, "must have 1 to " + MAX_NAME_LENGTH + " characters");
        }
        return value;
    }

    private static Map<String, String> parsePairs(String name, String text) {
        var pairs = new HashMap<String, String>();
        if (text != null) {
            for (var pair : text.split(",")) {
                var parts = pair.split(":", 2);
                if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                    throw ProblemException.invalidParameter(name, "must be pairs such as old:new, not '" + pair + "'");
                }
                pairs.put(parts[0].strip(), parts[1].strip());
            }
        }
        return pairs;
    }
}
