package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.tag.TagInput;

/**
 * Reads the zip that Medium exports: a page of HTML for each story, in the folder {@code posts}. The name of a page
 * ends in the id of the story, and begins with {@code draft_} if the story is a draft. Responses to other stories are
 * exported like stories; they have no title of their own.
 */
class MediumReader implements FormatReader {
    private static final Pattern STORY_NAME = Pattern.compile("(?:.*/)?posts/([^/]+)\\.html");
    private static final Pattern NAME_WITH_ID = Pattern.compile("(?:.*[-_])?([0-9a-f]{6,40})");
    private static final Pattern ADDRESS_WITH_ID = Pattern.compile("https?://medium\\.com/p/([0-9a-f]{6,40})/?");

    private final Set<String> emitted = new HashSet<>();

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var archive = new ZipArchive(file.path())) {
            var names = archive.fileNames.stream().filter(name -> STORY_NAME.matcher(name).matches()).sorted().toList();
            if (names.isEmpty()) {
                throw new BrokenFileException(
                        "The archive contains no stories of Medium: it has no files such as posts/….html.");
            }
            long size = Files.size(file.path());
            for (int i = 0; i < names.size(); i++) {
                readFile(archive, names.get(i), sink);
                file.position().set(size * (i + 1) / names.size());
            }
            int others = archive.fileNames.size() - names.size();
            if (others > 0) {
                sink.skip("other files", null, "files that are not stories are not imported, such as bookmarks, claps "
                        + "and the profile: " + others);
            }
        }
    }

    private void readFile(ZipArchive archive, String name, ImportItemSink sink)
            throws IOException, BrokenFileException {
        var place = ImportValues.toSingleLine(name, 300);
        try {
            archive.checkName(name);
            readStory(place, name, Jsoup.parse(archive.readText(name)), sink);
        } catch (ZipArchive.UnreadableFileException e) {
            sink.reject(place, place, e.getMessage());
        }
    }

    private void readStory(String place, String name, Document page, ImportItemSink sink) {
        var baseName = name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
        var id = findId(baseName, page);
        if (id == null) {
            sink.reject(place, null, "has no id: the name of its file must end in '-' and the id of the story");
            return;
        }
        var notes = new ArrayList<String>();
        page.outputSettings().prettyPrint(false);
        var heading = page.selectFirst("h1.p-name");
        var body = page.selectFirst("section[data-field=body]");
        boolean titled = isTitled(heading, body);
        var html = body == null ? null : ImportValues.toText(toHtml(body, heading, notes));
        var published = toTime(page.selectFirst("time.dt-published"), notes);
        var address = page.selectFirst("a.p-canonical");
        var canonical = address == null ? null : ImportValues.slugFromUrl(address.attr("href"));
        var slug = canonical == null ? null : ImportValues.toSlug(canonical.replaceFirst("(^|-)" + id + "$", ""));
        var state = State.live;
        if (baseName.startsWith("draft_")) {
            notes.add("is a draft in its source and stays a draft");
            state = State.never_published;
        } else if (!titled) {
            notes.add("has no title, as responses to other stories, and stays a draft");
            state = State.never_published;
        }
        boolean scheduled = state == State.live && published != null && published.isAfter(Instant.now());
        var input = new ArticleInput();
        input.title = ImportValues.toTitle(heading == null ? null : heading.html(), html, notes);
        input.slug = slug;
        input.excerpt = toExcerpt(page.selectFirst("section[data-field=subtitle]"));
        input.body = html == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, html);
        input.authors = readAuthors(page, sink);
        input.tags = readTags(page, notes);
        input.publishedAt = published;
        if (state == State.live && !scheduled) {
            input.firstPublishedAt = published;
        }
        var line = ImportLine.article(id, input, scheduled ? State.never_published : state);
        line.schedule = scheduled ? ImportedArticle.ImportSchedule.publish(published) : null;
        line.createdAt = published;
        line.formerAddresses = address == null ? null : FormerSlug.addresses(List.of(address.attr("href")));
        sink.accept(place, line, notes.toArray(String[]::new));
    }

    /** Finds the id of a story: in the name of its file, or else in its address. */
    private static String findId(String baseName, Document page) {
        var name = NAME_WITH_ID.matcher(baseName);
        if (name.matches()) {
            return name.group(1);
        }
        return page.select("footer a[href]").stream().map(link -> ADDRESS_WITH_ID.matcher(link.attr("href")))
                .filter(address -> address.matches()).map(address -> address.group(1)).findFirst().orElse(null);
    }

    /**
     * Tells whether a story has a title of its own. Without one, Medium exports the beginning of the text as the title.
     */
    private static boolean isTitled(Element heading, Element body) {
        var title = heading == null ? "" : toLetters(heading.text());
        return !title.isEmpty() && (body == null || body.selectFirst(".graf--title") != null
                || findTitle(body, title) != null || !toLetters(body.text()).startsWith(title));
    }

    /** Finds the heading at the beginning of the body that repeats the title; null if there is none. */
    private static Element findTitle(Element body, String title) {
        var first = body.selectFirst("h1, h2, h3, h4");
        return first != null && !title.isEmpty() && toLetters(first.text()).equals(title) ? first : null;
    }

    /** Returns the letters and digits of a text, so that texts compare without their punctuation and spaces. */
    private static String toLetters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Returns the text of a story, without its title and without the elements that only place it on the page. */
    private static String toHtml(Element body, Element heading, List<String> notes) {
        var title = heading == null ? null : findTitle(body, toLetters(heading.text()));
        if (title != null) {
            title.remove();
        }
        // The first section has a divider as well, which Medium does not show.
        var divider = body.selectFirst("div.section-divider");
        if (divider != null) {
            divider.remove();
        }
        var scripts = body.select("script[src]");
        for (var script : scripts) {
            var target = script.attr("src").replaceFirst("^//", "https://").replaceFirst("\\.js$", "");
            script.replaceWith(new Element("p").appendChild(new Element("a").attr("href", target).text(target)));
        }
        if (!scripts.isEmpty()) {
            notes.add("its embedded scripts became links");
        }
        body.select("section section, div").unwrap();
        return body.html();
    }

    private static Instant toTime(Element time, List<String> notes) {
        var given = time == null ? "" : time.attr("datetime");
        var published = given.isBlank() ? null : ImportValues.toInstant(given);
        if (published == null && !given.isBlank()) {
            notes.add("its date cannot be read: '" + ImportValues.toSingleLine(given, 100) + "'");
        }
        return published;
    }

    private static String toExcerpt(Element subtitle) {
        return subtitle == null
                ? null
                : ImportValues.toPlainLine(subtitle.html(), ArticleInput.MAX_EXCERPT_LENGTH);
    }

    private List<String> readAuthors(Document page, ImportItemSink sink) {
        var author = page.selectFirst("a.p-author");
        var name = author == null ? null : ImportValues.toSingleLine(author.text(), AuthorInput.MAX_NAME_LENGTH);
        if (name == null) {
            return List.of();
        }
        if (emitted.add(name)) {
            sink.accept("author " + name, ImportLine.of(name, new AuthorInput(name, null, null, null, null)));
        }
        return List.of(name);
    }

    private static List<String> readTags(Document page, List<String> notes) {
        var names = new LinkedHashSet<String>();
        page.select("a.p-tag")
                .forEach(tag -> names.add(ImportValues.toSingleLine(tag.text(), TagInput.MAX_NAME_LENGTH)));
        names.remove(null);
        return ImportValues.takeFirst(names, ArticleInput.MAX_TAGS, "tags", notes);
    }
}
