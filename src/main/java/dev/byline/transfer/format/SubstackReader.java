package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.publication.ArticleKind;

/**
 * Reads the zip that Substack exports.
 * <ol>
 * <li>{@code posts.csv} lists the posts: {@code post_id}, {@code title}, {@code subtitle}, {@code post_date},
 * {@code is_published}, {@code type}, {@code audience} and {@code podcast_url}.</li>
 * <li>{@code posts/<post_id>.html} has the text of a post.</li>
 * </ol>
 * A {@code post_id} is a number and a slug, such as {@code 123.my-post}. Subscribers are not imported.
 */
class SubstackReader implements FormatReader {
    private static final Pattern LIST_NAME = Pattern.compile("(.*/)?posts\\.csv");
    private static final Pattern POST_ID = Pattern.compile("(\\d{1,20})\\.(.+)");
    private static final Pattern SUBSCRIBER_NAME = Pattern.compile("(?i)(.*/)?(email_list|subscriber)[^/]*\\.csv");
    private static final Set<String> KNOWN_TYPES = Set.of("newsletter", "podcast", "thread", "page");
    private static final ObjectReader ROWS = new CsvMapper().readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader()).with(CsvParser.Feature.IGNORE_TRAILING_UNMAPPABLE)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES);

    private final Set<String> textNames = new HashSet<>();
    private String folder;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var archive = new ZipArchive(file.path())) {
            var list = archive.fileNames.stream().filter(name -> LIST_NAME.matcher(name).matches()).toList();
            if (list.size() != 1) {
                throw new BrokenFileException("The archive must have one file posts.csv, the list of the posts of "
                        + "Substack; it has " + list.size() + ".");
            }
            folder = list.get(0).substring(0, list.get(0).length() - "posts.csv".length());
            archive.fileNames.stream().filter(name -> name.startsWith(folder + "posts/") && name.endsWith(".html"))
                    .forEach(textNames::add);
            var rows = new ArrayList<Map<String, String>>();
            var problem = readRows(archive, list.get(0), rows);
            long size = Files.size(file.path());
            for (int i = 0; i < rows.size(); i++) {
                readRow(file, archive, i + 1, rows.get(i), sink);
                file.position().set(size * (i + 1) / rows.size());
            }
            if (problem != null) {
                throw problem;
            }
            textNames.stream().sorted().forEach(name -> sink.skip(ImportValues.toSingleLine(name, 300), null,
                    "is not listed in posts.csv"));
            if (archive.fileNames.stream().anyMatch(name -> SUBSCRIBER_NAME.matcher(name).matches())) {
                sink.skip("subscribers", null, "subscribers are not imported with posts; the import of subscribers "
                        + "asks how they agreed");
            }
        }
    }

    /** Reads the rows of the list. Returns the reason if the list ends early; null if all of it was read. */
    private static BrokenFileException readRows(ZipArchive archive, String name, List<Map<String, String>> rows)
            throws IOException, BrokenFileException {
        try {
            var text = archive.readText(name);
            try (var parser = ROWS
                    .<Map<String, String>>readValues(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
                while (parser.hasNextValue()) {
                    rows.add(parser.nextValue());
                }
            }
            if (!rows.isEmpty() && !rows.get(0).containsKey("post_id")) {
                throw new BrokenFileException("The file posts.csv has no column post_id.");
            }
            return null;
        } catch (ZipArchive.UnreadableFileException e) {
            throw new BrokenFileException("The file posts.csv " + e.getMessage() + ".");
        } catch (JsonProcessingException e) {
            return new BrokenFileException("After row " + rows.size() + " the file posts.csv is not valid CSV.");
        }
    }

    private void readRow(ImportFile file, ZipArchive archive, int number, Map<String, String> row, ImportItemSink sink)
            throws IOException, BrokenFileException {
        var place = "row " + number + " of posts.csv";
        var postId = text(row, "post_id");
        if (postId == null) {
            sink.reject(place, null, "has no post_id");
            return;
        }
        var parts = POST_ID.matcher(postId);
        // The slug of a post can change in Substack; its number cannot.
        var id = parts.matches() ? parts.group(1) : ImportValues.toSingleLine(postId, 300);
        if ("page".equals(text(row, "type")) && !file.options().importsPages(true)) {
            textNames.remove(textName(postId));
            sink.skip(place, id, "is a page, and pages=false leaves pages out");
            return;
        }
        try {
            var html = textNames.remove(textName(postId)) ? archive.readText(textName(postId)) : null;
            readPost(place, id, parts.matches() ? parts.group(2) : postId, row, html, sink);
        } catch (ZipArchive.UnreadableFileException e) {
            sink.reject(place, id, "has a text in the archive that " + e.getMessage());
        }
    }

    private String textName(String postId) {
        return folder + "posts/" + postId + ".html";
    }

    private static void readPost(String place, String id, String slug, Map<String, String> row, String html,
            ImportItemSink sink) {
        var notes = new ArrayList<String>();
        var date = text(row, "post_date");
        var published = date == null ? null : ImportValues.toInstant(date);
        if (date != null && published == null) {
            notes.add("its date cannot be read: '" + ImportValues.toSingleLine(date, 100) + "'");
        }
        var restrictions = findRestrictions(row, html);
        notes.addAll(restrictions);
        if ("podcast".equals(text(row, "type"))) {
            var address = ImportValues.toUrl(text(row, "podcast_url"));
            notes.add("is a podcast; its audio was not imported" + (address == null ? "" : ": " + address));
        } else if ("thread".equals(text(row, "type"))) {
            notes.add("is a thread; its discussion was not imported");
        }
        var body = html == null ? null : ImportValues.toText(toHtml(html));
        boolean isPublic = restrictions.isEmpty();
        boolean scheduled = isPublic && published != null && published.isAfter(Instant.now());
        var input = new ArticleInput();
        input.title = ImportValues.toTitle(text(row, "title"), body, notes);
        input.kind = "page".equals(text(row, "type")) ? ArticleKind.page : null;
        input.slug = ImportValues.toSlug(slug);
        input.excerpt = ImportValues.toPlainLine(text(row, "subtitle"), ArticleInput.MAX_EXCERPT_LENGTH);
        input.body = body == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, body);
        input.publishedAt = published;
        if (isPublic && !scheduled) {
            input.firstPublishedAt = published;
        }
        var line = ImportLine.article(id, input, isPublic && !scheduled ? State.live : State.never_published);
        line.schedule = scheduled ? ImportedArticle.ImportSchedule.publish(published) : null;
        line.formerAddresses = slug == null ? null : FormerSlug.addresses(List.of("/p/" + slug));
        line.createdAt = published;
        sink.accept(place, line, notes.toArray(String[]::new));
    }

    /** Finds the reasons why not every reader of the source sees the post; empty if every reader does. */
    private static List<String> findRestrictions(Map<String, String> row, String html) {
        var restrictions = new ArrayList<String>();
        var audience = text(row, "audience");
        var type = text(row, "type");
        if (!"true".equalsIgnoreCase(text(row, "is_published"))) {
            restrictions.add("is not published in its source and stays a draft");
        }
        if (!"everyone".equals(audience)) {
            restrictions.add(audience == null
                    ? "does not name its audience and stays a draft"
                    : "was not public (audience " + ImportValues.toSingleLine(audience, 50) + ") and stays a draft");
        }
        if (type != null && !KNOWN_TYPES.contains(type)) {
            restrictions.add("has the unknown type '" + ImportValues.toSingleLine(type, 50) + "' and stays a draft");
        }
        if (html == null) {
            restrictions.add("has no text in the archive and stays a draft");
        } else if (html.contains("paywall-jump")) {
            restrictions.add("has a part for paying readers and stays a draft");
        }
        return restrictions;
    }

    /** Removes the forms and buttons of Substack, which work only there. */
    private static String toHtml(String html) {
        var page = Jsoup.parseBodyFragment(html);
        page.outputSettings().prettyPrint(false);
        page.select("[class^=subscription-widget], p.button-wrapper, div.paywall-jump").remove();
        return page.body().html();
    }

    private static String text(Map<String, String> row, String column) {
        var value = row.get(column);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
