package dev.byline.media;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.paging.Sort;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.text.TextFolding;
import dev.byline.web.InSiteTimeZone;
import jakarta.ws.rs.QueryParam;

/** The query parameters that filter and order the list of media. */
public class MediaQuery {
    private static final Set<String> KINDS = Set.of("image", "audio", "video", "other");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]{1,20}/[a-z0-9.+-]{1,80}");
    private static final int MAX_WORD_LENGTH = 100;

    @QueryParam("type")
    @Parameter(description = "Only media of this kind (`image`, `audio`, `video` or `other`) or of this media type.",
            schema = @Schema(examples = "image"))
    public String type;

    @QueryParam("text")
    @Parameter(description = "Only media whose filename, alternative text, caption or credit has all these words, or "
            + "words that begin with them.", schema = @Schema(examples = "robot"))
    public String text;

    @QueryParam("unused")
    @Parameter(description = "`true` for media that nothing refers to, `false` for the others. Articles, published or "
            + "not, authors and the site refer to media; earlier revisions do not count.")
    public Boolean unused;

    @QueryParam("own")
    @Parameter(description = "`true` for the media that the caller uploaded.")
    public Boolean own;

    @QueryParam("trashed")
    @Parameter(description = "`true` for the media in the trash, instead of the others.")
    public Boolean trashed;

    @QueryParam("from")
    @InSiteTimeZone
    @Parameter(description = "Only media that were uploaded at this time or later.")
    public Instant from;

    @QueryParam("to")
    @InSiteTimeZone
    @Parameter(description = "Only media that were uploaded before this time.")
    public Instant to;

    @QueryParam("sort")
    @Parameter(description = "The order; a leading minus reverses it.", schema = @Schema(enumeration = { "createdAt",
            "-createdAt", "filename", "-filename" }, defaultValue = "-createdAt"))
    public String sort;

    /** The orders of the list. */
    enum MediaSortKey {
        createdAt("m.created_at"),
        filename("m.filename");

        final String column;

        MediaSortKey(String column) {
            this.column = column;
        }
    }

    Sort<MediaSortKey> order() {
        return Sort.of(sort, MediaSortKey.class, "-createdAt");
    }

    /**
     * Returns the table of media in SQL. The media with some words are selected first, by their index: a planner that
     * does not know the words would rather look for them in all media, in the order of the list.
     */
    String table() {
        return text == null ? "media m" : "(select * from media where words @@ cast(:text as tsquery) offset 0) m";
    }

    /** Returns the conditions of the query in SQL, each with {@code " and "} before it. */
    String conditions() {
        // Literals, so that a plan can use the indexes with conditions.
        return " and m.trashed_at is " + (Boolean.TRUE.equals(trashed) ? "not null" : "null")
                + typeCondition()
                + (unused == null
                        ? ""
                        : " and " + (unused ? "not " : "")
                                + "exists (select 1 from media_use u where u.media_id = m.id)")
                + (own == null ? "" : " and m.uploaded_by " + (own ? "=" : "is distinct from") + " :uploader")
                + (from == null ? "" : " and m.created_at >= :from") + (to == null ? "" : " and m.created_at < :to");
    }

    /** Returns the values of the named parameters in {@link #conditions}. */
    Map<String, Object> parameters(UUID caller) {
        var values = new HashMap<String, Object>();
        values.put("text", text == null ? null : toTextQuery());
        values.put("uploader", own == null ? null : caller);
        values.put("from", from);
        values.put("to", to);
        return values;
    }

    /** Writes the type into the statement, so that the plan knows whether the type is rare. */
    private String typeCondition() {
        if (type == null) {
            return "";
        }
        boolean isKind = KINDS.contains(type);
        if (!isKind && !MEDIA_TYPE.matcher(type).matches()) {
            throw ProblemException.invalidParameter("type",
                    "must be image, audio, video, other or a media type such as image/png, not "
                            + EchoedInput.quote(type));
        }
        return " and m." + (isKind ? "kind" : "type") + " = '" + type + "'";
    }

    private String toTextQuery() {
        var words = words(List.of(text));
        if (words.isEmpty()) {
            throw ProblemException.invalidParameter("text", "must contain a letter or a digit");
        }
        return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    /** Returns the folded words of texts. */
    static Set<String> words(List<String> texts) {
        return texts.stream().filter(content -> content != null)
                .flatMap(content -> Arrays.stream(TextFolding.fold(content).split("[^\\p{L}\\p{M}\\p{N}]+")))
                .filter(word -> !word.isEmpty())
                .map(word -> word.codePointCount(0, word.length()) > MAX_WORD_LENGTH
                        ? word.substring(0, word.offsetByCodePoints(0, MAX_WORD_LENGTH))
                        : word)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
