package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;

/** A zip of Markdown files with front matter, as Hugo, Jekyll, Hexo, Zola and Astro keep them. */
class MarkdownFile implements FileReader {
    private static final Pattern JEKYLL = Pattern.compile("(.*/)?\\d{4}-\\d{1,2}-\\d{1,2}-[^/]*");
    private static final Pattern DATED = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[-/](?=.)");
    private static final Pattern LANGUAGE = Pattern.compile("(.+)\\.([a-z]{2}(?:-[a-zA-Z]{2})?)$");
    private static final Pattern HIGHLIGHT = Pattern.compile(
            "\\{%\\s*highlight\\s+([\\w+#-]+).*?%\\}\\n?(.*?)\\{%\\s*endhighlight\\s*%\\}",
            Pattern.DOTALL);

    private final Set<String> told = new HashSet<>();

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        try (var archive = new MarkdownArchive(file.path())) {
            var names = archive.markdown();
            var others = archive.others();
            if (names.isEmpty()) {
                throw new BrokenFileException("There is no Markdown file (.md, .mdx, .markdown) in the archive"
                        + (others.isEmpty()
                                ? "."
                                : ", but " + others
                                        + ". Exports of other kinds are sent unpacked, one file at a time."));
            }
            long size = Files.size(file.path());
            for (int i = 0; i < names.size(); i++) {
                one(archive, names.get(i), file.options().pages(), sink);
                file.position().set(size * (i + 1) / names.size());
            }
            if (!others.isEmpty()) {
                sink.leftOut("other files", null, "what is no Markdown is not imported: " + others);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new BrokenFileException("The archive cannot be read: " + e.getMessage() + ".");
        }
    }

    private void one(MarkdownArchive archive, String name, boolean pages, LineSink sink)
            throws IOException, BrokenFileException {
        var path = archive.path(name);
        try {
            archive.check(name);
            var otherwise = archive.otherwise(path, pages);
            if (otherwise == null) {
                article(path, archive.text(name), sink);
            } else {
                sink.leftOut(path, path, otherwise);
            }
        } catch (MarkdownArchive.UnreadableException e) {
            sink.broken(Clean.line(path, 300), Clean.line(path, 300), e.getMessage());
        }
    }

    private void article(String path, String file, LineSink sink) {
        var matter = FrontMatter.of(file.replace("\r\n", "\n"));
        var notes = new ArrayList<String>();
        if (matter.fault() != null) {
            notes.add(matter.fault());
        }
        var name = name(path);
        var language = LANGUAGE.matcher(name);
        boolean translated = language.matches();
        var base = (translated ? language.group(1) : name).replaceFirst("^\\d{4}-\\d{1,2}-\\d{1,2}-", "");
        var title = Clean.line(matter.text("title", "Title"), 200);
        if (title == null) {
            title = Clean.line(base.replaceAll("[-_]+", " "), 200);
            notes.add("has no title; it was made of the file's name");
        }
        var address = matter.text("url", "permalink", "path");
        var slug = Clean.slug(matter.text("slug"));
        if (slug == null && address != null && !address.contains(":")) {
            slug = Clean.lastOf(address);
        }
        if (slug == null) {
            slug = Clean.slug(base);
        }
        var date = date(matter, path, address, notes);
        boolean draft = matter.is("draft", true) || matter.is("published", false) || path.matches("(.*/)?_drafts/.*");
        var expires = Clean.time(matter.text("expiryDate"));
        if (!draft && expires != null && !expires.isAfter(Instant.now())) {
            draft = true;
            notes.add("had expired and stays a draft");
        }
        boolean later = !draft && date != null && date.isAfter(Instant.now());
        var state = draft || later ? State.never_published : State.live;
        var importSchedule = later
                ? ImportedArticle.ImportSchedule.publish(date)
                : state == State.live && expires != null ? ImportedArticle.ImportSchedule.unpublish(expires) : null;
        var updated = Clean.time(matter.text("lastmod", "updatedDate", "updated", "last_modified_at", "modified",
                "lastUpdated"));
        var text = Clean.text(readable(matter.text()));
        var input = new ArticleInput(title == null ? "Untitled" : title, slug, locale(matter, language, translated),
                Clean.line(matter.text("description", "summary", "excerpt"), 500),
                text == null ? null : new ArticleBody(ArticleBody.BodyFormat.markdown, text.strip()), cover(matter),
                Clean.some(authors(matter, sink), ArticleInput.MAX_AUTHORS, "authors", notes),
                Clean.some(categories(path, matter, sink), ArticleInput.MAX_CATEGORIES, "categories", notes),
                tags(path, matter, notes),
                matter.is("pinned", true) || matter.is("sticky", true),
                seo(matter), matter.is("comments", false) ? CommentsPolicy.closed : null, null,
                state == State.live ? date : null, date, state == State.live ? updated : null);
        var group = matter.text("translationKey") != null
                ? matter.text("translationKey")
                : translated ? path.substring(0, path.lastIndexOf(language.group(2))) : null;
        sink.line(path, ImportLine.article(path, input, state, importSchedule, null, former(matter, slug), group, null),
                notes.toArray(String[]::new));
    }

    /** What the file is called; for an index what its folder is. */
    private static String name(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.\\w+$", "");
        if (name.matches("index(\\..+)?") && path.contains("/")) {
            var folder = path.substring(0, path.lastIndexOf('/'));
            return folder.substring(folder.lastIndexOf('/') + 1) + name.substring("index".length());
        }
        return name;
    }

    private static Instant date(FrontMatter matter, String path, String address, List<String> notes) {
        var given = matter.text("date", "pubDate", "publishDate", "publishedAt", "published_at", "created");
        var date = Clean.time(given);
        if (given != null && date == null) {
            notes.add("its date is none: '" + Clean.line(given, 100) + "'");
        }
        for (var place : new String[]{ address, path }) {
            var dated = place == null ? null : DATED.matcher(place);
            if (date == null && dated != null && dated.find()) {
                date = Clean.time(dated.group(1) + "-" + dated.group(2) + "-" + dated.group(3));
            }
        }
        return date;
    }

    /** Marks of Jekyll's templates that mean something for text; the rest, and Hugo's shortcodes, stay to be read. */
    private static String readable(String text) {
        return HIGHLIGHT.matcher(text).replaceAll("```$1\n$2```").replaceAll("\\{%-?\\s*(end)?raw\\s*-?%\\}\\n?", "")
                .replaceAll("<!--\\s*more\\s*-->\\n?", "");
    }

    private static String locale(FrontMatter matter, Matcher language, boolean translated) {
        var given = matter.text("lang", "language", "locale");
        return given != null ? given : translated ? language.group(2) : null;
    }

    private Set<String> authors(FrontMatter matter, LineSink sink) {
        var names = new LinkedHashSet<String>();
        for (var given : matter.list("authors", "author", "taxonomies.authors")) {
            var name = Clean.line(given.replaceAll("<[^>]*>|\\S+@\\S+", ""), 100);
            if (name != null && names.add(name) && told.add("author:" + name)) {
                sink.line("author " + name, ImportLine.of(name, new AuthorInput(name, null, null, null, null)));
            }
        }
        return names;
    }

    private Set<String> categories(String path, FrontMatter matter, LineSink sink) {
        var names = new LinkedHashSet<String>();
        for (var given : words(path, matter, "categories", "category", "taxonomies.categories")) {
            var name = Clean.line(given, 100);
            if (name != null && names.add(name) && told.add("category:" + name)) {
                sink.line("category " + name,
                        ImportLine.of(name, new CategoryInput(name, null, null, null, null, null)));
            }
        }
        return names;
    }

    private static List<String> tags(String path, FrontMatter matter, List<String> notes) {
        var names = new LinkedHashSet<String>();
        words(path, matter, "tags", "tag", "taxonomies.tags", "keywords")
                .forEach(given -> names.add(Clean.line(given, 100)));
        names.remove(null);
        return Clean.some(names, ArticleInput.MAX_TAGS, "tags", notes);
    }

    /** Jekyll parts a text of the plural name at spaces. */
    private static List<String> words(String path, FrontMatter matter, String plural, String... others) {
        var words = matter.values().get(plural);
        return words instanceof String text && !text.isBlank() && !text.contains(",") && JEKYLL.matcher(path).matches()
                ? List.of(text.strip().split("\\s+"))
                : matter.list(Stream.concat(Stream.of(plural), Stream.of(others)).toArray(String[]::new));
    }

    private static Cover cover(FrontMatter matter) {
        var address = Clean
                .address(matter.text("heroImage", "cover.image", "cover", "image", "featured_image", "thumbnail",
                        "banner", "images"));
        return address == null
                ? null
                : new Cover(address, Clean.line(matter.text("cover.alt", "image.alt", "heroImage.alt"), 200), null,
                        null);
    }

    private static Seo seo(FrontMatter matter) {
        var canonical = Clean.address(matter.text("canonical", "canonicalURL", "canonical_url"));
        return canonical == null ? null : new Seo(null, null, canonical, null);
    }

    private static List<ImportLine.Former> former(FrontMatter matter, String slug) {
        var slugs = new LinkedHashSet<String>();
        matter.list("aliases", "redirect_from", "alias").forEach(old -> slugs.add(Clean.lastOf(old)));
        return ImportLine.Former.of(slugs, slug);
    }
}
