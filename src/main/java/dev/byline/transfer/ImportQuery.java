package dev.byline.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportOptions.ConflictPolicy;
import dev.byline.transfer.ImportOptions.IdPolicy;
import dev.byline.transfer.ImportOptions.MediaPolicy;
import dev.byline.transfer.ImportOptions.PublishPolicy;
import dev.byline.transfer.ImportOptions.UndatedPolicy;
import dev.byline.transfer.format.ImportFormat;
import jakarta.ws.rs.QueryParam;

/** The query parameters of an import: its format, its source and its options. */
public class ImportQuery {
    private static final int MAX_NAME_LENGTH = 200;

    @QueryParam("format")
    @Parameter(description = "The format of the file; detected from the beginning of the file if absent.")
    public ImportFormat importFormat;

    @QueryParam("source")
    @Parameter(
            description = "A name for the source of the file, such as `old-blog`. Use the same name for every file "
                    + "of the same source: source and external id together identify an item. If absent, the source "
                    + "is the URL of the site in a WordPress export and in a feed (`rss`, `atom`, `jsonfeed`), and the "
                    + "name of the format in all other files. "
                    + "If you import several sources of the same format, name each of them.")
    public String source;

    @QueryParam("dryRun")
    @Parameter(description = "True only reports the outcome that each item would have, and writes nothing.")
    public Boolean dryRun;

    @QueryParam("onConflict")
    @Parameter(
            description = "The treatment of an item that was changed both in the source and in this Byline. `skip` "
                    + "leaves it unchanged. `update` replaces it and keeps its revisions. `fail` leaves it unchanged "
                    + "and reports a conflict.",
            schema = @Schema(implementation = ImportOptions.ConflictPolicy.class, defaultValue = "skip"))
    public ConflictPolicy conflictPolicy;

    @QueryParam("publish")
    @Parameter(
            description = "`keep` publishes the articles that are published in the source. `draft` imports new "
                    + "articles as drafts; it does not unpublish articles.",
            schema = @Schema(implementation = ImportOptions.PublishPolicy.class, defaultValue = "keep"))
    public PublishPolicy publishPolicy;

    @QueryParam("undated")
    @Parameter(
            description = "The treatment of articles that are published in the source but have no date of publication, "
                    + "or a date that cannot be read. `draft` imports them as drafts. `publish` publishes them; the "
                    + "date of a new article is then the time at which the import was requested. An article that is "
                    + "live in this Byline already stays live, with its date.",
            schema = @Schema(implementation = ImportOptions.UndatedPolicy.class, defaultValue = "draft"))
    public UndatedPolicy undatedPolicy;

    @QueryParam("ids")
    @Parameter(
            description = "`fresh` gives imported objects new ids. `keep` takes over the ids of the file, and with "
                    + "an admin's key the settings of the site; use it to import a Byline export into an empty "
                    + "Byline.",
            schema = @Schema(implementation = ImportOptions.IdPolicy.class, defaultValue = "fresh"))
    public IdPolicy idPolicy;

    @QueryParam("pages")
    @Parameter(
            description = "Whether pages are imported, as articles of the kind `page`. If absent, pages of WordPress, "
                    + "Ghost, Blogger and Substack are, and those of complete Jekyll or Hexo sites, which are all files "
                    + "outside the folders of posts, are not.")
    public Boolean pages;

    @QueryParam("media")
    @Parameter(
            description = "Pictures and other files that articles show. `fetch` makes media of them: of those in the "
                    + "archive, and of those on the web, which are fetched. `keep` leaves all where they are. If "
                    + "absent, those in the archive become media, and those on the web stay where they are.",
            schema = @Schema(implementation = ImportOptions.MediaPolicy.class))
    public MediaPolicy mediaPolicy;

    @QueryParam("comments")
    @Parameter(description = "False skips all comments.")
    public Boolean comments;

    @QueryParam("views")
    @Parameter(description = "False does not import view counts.")
    public Boolean views;

    @QueryParam("author")
    @Parameter(description = "The author of articles that name no author, by id or slug.")
    public String author;

    @QueryParam("category")
    @Parameter(
            description = "The category of articles that name no category, by id, slug or name; created if it does "
                    + "not exist, for instance `Uncategorized`. If absent, these articles have no category.")
    public String category;

    @QueryParam("locale")
    @Parameter(
            description = "The locale of articles that name no locale. If absent, it is the language that a Jekyll or "
                    + "Hexo site names in its configuration, if this site has that locale, or else the default locale "
                    + "of this site.")
    public String locale;

    @QueryParam("categories")
    @Parameter(
            description = "Replaces categories of the source. `news:press,misc:notes` puts the articles of the "
                    + "category `news` into `press`, and those of `misc` into `notes`.")
    public List<String> categories = List.of();

    @QueryParam("locales")
    @Parameter(description = "Replaces locales of the source by locales of this site, such as `en-US:en,vi_VN:vi`.")
    public List<String> locales = List.of();

    /** Converts the parameters into options, and applies the defaults. */
    ImportOptions toOptions(String defaultLocale, boolean admin) {
        var options = new ImportOptions();
        options.onConflict = Objects.requireNonNullElse(conflictPolicy, ConflictPolicy.skip);
        options.publish = Objects.requireNonNullElse(publishPolicy, PublishPolicy.keep);
        // Nodes of the previous release, which do not know the option, can run all other jobs.
        options.undated = undatedPolicy == UndatedPolicy.publish ? undatedPolicy : null;
        options.ids = Objects.requireNonNullElse(idPolicy, IdPolicy.fresh);
        options.pages = pages;
        options.media = mediaPolicy;
        options.comments = !Boolean.FALSE.equals(comments);
        options.views = !Boolean.FALSE.equals(views);
        options.author = author;
        options.category = checkLength("category", category);
        options.locale = locale == null ? defaultLocale : locale;
        options.localeGiven = locale != null;
        options.categories = parsePairs("categories", categories);
        options.locales = parsePairs("locales", locales);
        options.admin = admin;
        return options;
    }

    /** The source of the file: the parameter, or else a default derived from format and beginning of the file. */
    String source(ImportFormat detectedFormat, byte[] head) {
        return source == null ? detectedFormat.defaultSource(head) : checkLength("source", source);
    }

    private static String checkLength(String name, String value) {
        if (value != null && (value.length() > MAX_NAME_LENGTH || value.isBlank())) {
            throw ProblemException.invalidParameter(name, "must have 1 to " + MAX_NAME_LENGTH + " characters");
        }
        return value;
    }

    private static Map<String, String> parsePairs(String name, List<String> values) {
        var pairs = new HashMap<String, String>();
        values.stream().flatMap(value -> Stream.of(value.split(","))).forEach(pair -> {
            var parts = pair.split(":", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw ProblemException.invalidParameter(name, "must be pairs such as old:new, separated by "
                        + "commas; " + EchoedInput.quote(pair) + " is not such a pair");
            }
            pairs.put(parts[0].strip(), parts[1].strip());
        });
        return pairs;
    }
}
