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
import dev.byline.tag.TagInput;

/** Reads a zip of Markdown files with front matter, as used by Hugo, Jekyll, Hexo, Zola and Astro. */
class MarkdownReader implements FormatReader {
    private static final Pattern JEKYLL_FILE_NAME = Pattern.compile("(.*/)?\\d{4}-\\d{1,2}-\\d{1,2}-[^/]*");
    private static final Pattern DATE_IN_PATH = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[-/](?=.)");
    private static final Pattern LANGUAGE_SUFFIX = Pattern.compile("(.+)\\.([a-z]{2}(?:-[a-zA-Z]{2})?)$");
    private static final Pattern HIGHLIGHT_TAG = Pattern.compile(
            "\\{%\\s*highlight\\s+([\\w+#-]+).*?%\\}\\n?(.*?)\\{%\\s*endhighlight\\s*%\\}",
            Pattern.DOTALL);

    private final Set<String> emitted = new HashSet<>();

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var archive = new MarkdownArchive(file.path())) {
            var names = archive.markdownNames();
            var others = archive.describeOtherFiles();
            if (names.isEmpty()) {
                throw new BrokenFileException("The archive contains no Markdown file (.md, .mdx, .markdown)"
                        + (others.isEmpty()
                                ? "."
                                : ", but " + others
                                        + ". Send exports of other formats unpacked, one file at a time."));
            }
            long size = Files.size(file.path());
            for (int i = 0; i < names.size(); i++) {
                readFile(archive, names.get(i), file.options().pages, sink);
                file.position().set(size * (i + 1) / names.size());
            }
            if (!others.isEmpty()) {
                sink.skip("other files", null, "files that are not Markdown are not imported: " + others);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new BrokenFileException("The archive cannot be read: " + e.getMessage() + ".");
        }
    }

    private void readFile(MarkdownArchive archive, String name, boolean pages, ImportItemSink sink)
            throws IOException, BrokenFileException {
        var path = archive.path(name);
        try {
            archive.checkName(name);
            var skipReason = archive.skipReason(path, pages);
            if (skipReason == null) {
                readArticle(path, archive.readText(name), sink);
            } else {
                sink.skip(path, path, skipReason);
            }
        } catch (MarkdownArchive.UnreadableFileException e) {
            sink.reject(ImportValues.toSingleLine(path, 300), ImportValues.toSingleLine(path, 300), e.getMessage());
        }
    }

    private void readArticle(String path, String file, ImportItemSink sink) {
        var matter = FrontMatter.parse(file.replace("\r\n", "\n"));
        var notes = new ArrayList<String>();
        if (matter.problem() != null) {
            notes.add(matter.problem());
        }
        var name = baseName(path);
        var language = LANGUAGE_SUFFIX.matcher(name);
        boolean translated = language.matches();
        var nameWithoutDate = (translated ? language.group(1) : name).replaceFirst("^\\d{4}-\\d{1,2}-\\d{1,2}-", "");
        var title = ImportValues.toSingleLine(matter.text("title", "Title"), ArticleInput.MAX_TITLE_LENGTH);
        if (title == null) {
            title = ImportValues.toSingleLine(nameWithoutDate.replaceAll("[-_]+", " "), ArticleInput.MAX_TITLE_LENGTH);
            notes.add("has no title; the name of the file became the title");
        }
        var address = matter.text("url", "permalink", "path");
        var slug = ImportValues.toSlug(matter.text("slug"));
        if (slug == null && address != null && !address.contains(":")) {
            slug = ImportValues.slugFromUrl(address);
        }
        if (slug == null) {
            slug = ImportValues.toSlug(nameWithoutDate);
        }
        var date = findDate(matter, path, address, notes);
        boolean draft = matter.isBoolean("draft", true) || matter.isBoolean("published", false)
                || path.matches("(.*/)?_drafts/.*");
        var expires = ImportValues.toInstant(matter.text("expiryDate"));
        if (!draft && expires != null && !expires.isAfter(Instant.now())) {
            draft = true;
            notes.add("has expired and stays a draft");
        }
        boolean scheduled = !draft && date != null && date.isAfter(Instant.now());
        var state = draft || scheduled ? State.never_published : State.live;
        var importSchedule = scheduled
                ? ImportedArticle.ImportSchedule.publish(date)
                : state == State.live && expires != null ? ImportedArticle.ImportSchedule.unpublish(expires) : null;
        var updated = ImportValues
                .toInstant(matter.text("lastmod", "updatedDate", "updated", "last_modified_at", "modified",
                        "lastUpdated"));
        var text = ImportValues.toText(convertTemplateTags(matter.text()));
        var input = new ArticleInput();
        input.title = title == null ? "Untitled" : title;
        input.slug = slug;
        input.locale = findLocale(matter, language, translated);
        input.excerpt = ImportValues.toSingleLine(matter.text("description", "summary", "excerpt"),
                ArticleInput.MAX_EXCERPT_LENGTH);
        input.body = text == null ? null : new ArticleBody(ArticleBody.BodyFormat.markdown, text.strip());
        input.cover = toCover(matter);
        input.authors = ImportValues.takeFirst(readAuthors(matter, sink), ArticleInput.MAX_AUTHORS, "authors", notes);
        input.categories = ImportValues.takeFirst(readCategories(path, matter, sink), ArticleInput.MAX_CATEGORIES,
                "categories", notes);
        input.tags = readTags(path, matter, notes);
        input.pinned = matter.isBoolean("pinned", true) || matter.isBoolean("sticky", true);
        input.seo = toSeo(matter);
        input.commentsPolicy = matter.isBoolean("comments", false) ? CommentsPolicy.closed : null;
        input.publishedAt = date;
        if (state == State.live) {
            input.firstPublishedAt = date;
            input.updatedAt = updated;
        }
        var line = ImportLine.article(path, input, state);
        line.schedule = importSchedule;
        line.formerSlugs = readFormerSlugs(matter, slug);
        line.translationGroup = matter.text("translationKey") != null
                ? matter.text("translationKey")
                : translated ? path.substring(0, path.lastIndexOf(language.group(2))) : null;
        sink.accept(path, line, notes.toArray(String[]::new));
    }

    /** Returns the name of a file without its extension; for an index file the name of its folder. */
    private static String baseName(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.\\w+$", "");
        if (name.matches("index(\\..+)?") && path.contains("/")) {
            var folder = path.substring(0, path.lastIndexOf('/'));
            return folder.substring(folder.lastIndexOf('/') + 1) + name.substring("index".length());
        }
        return name;
    }

    private static Instant findDate(FrontMatter matter, String path, String address, List<String> notes) {
        var given = matter.text("date", "pubDate", "publishDate", "publishedAt", "published_at", "created");
        var date = ImportValues.toInstant(given);
        if (given != null && date == null) {
            notes.add("its date cannot be read: '" + ImportValues.toSingleLine(given, 100) + "'");
        }
        for (var place : new String[]{ address, path }) {
            var dated = place == null ? null : DATE_IN_PATH.matcher(place);
            if (date == null && dated != null && dated.find()) {
                date = ImportValues.toInstant(dated.group(1) + "-" + dated.group(2) + "-" + dated.group(3));
            }
        }
        return date;
    }

    /**
     * Converts the Jekyll template tags that concern text: {@code highlight} becomes a code block, {@code raw} and the
     * {@code more} marker are removed. Other tags, and the shortcodes of Hugo, stay in the text.
     */
    private static String convertTemplateTags(String text) {
        return HIGHLIGHT_TAG.matcher(text).replaceAll("```$1\n$2```")
                .replaceAll("\\{%-?\\s*(end)?raw\\s*-?%\\}\\n?", "")
                .replaceAll("<!--\\s*more\\s*-->\\n?", "");
    }

    private static String findLocale(FrontMatter matter, Matcher language, boolean translated) {
        var given = matter.text("lang", "language", "locale");
        return given != null ? given : translated ? language.group(2) : null;
    }

    private Set<String> readAuthors(FrontMatter matter, ImportItemSink sink) {
        var names = new LinkedHashSet<String>();
        for (var given : matter.list("authors", "author", "taxonomies.authors")) {
            var name = ImportValues.toSingleLine(given.replaceAll("<[^>]*>|\\S+@\\S+", ""),
                    AuthorInput.MAX_NAME_LENGTH);
            if (name != null && names.add(name) && emitted.add("author:" + name)) {
                sink.accept("author " + name, ImportLine.of(name, new AuthorInput(name, null, null, null, null)));
            }
        }
        return names;
    }

    private Set<String> readCategories(String path, FrontMatter matter, ImportItemSink sink) {
        var names = new LinkedHashSet<String>();
        for (var given : listOrWords(path, matter, "categories", "category", "taxonomies.categories")) {
            var name = ImportValues.toSingleLine(given, CategoryInput.MAX_NAME_LENGTH);
            if (name != null && names.add(name) && emitted.add("category:" + name)) {
                sink.accept("category " + name,
                        ImportLine.of(name, new CategoryInput(name, null, null, null, null, null)));
            }
        }
        return names;
    }

    private static List<String> readTags(String path, FrontMatter matter, List<String> notes) {
        var names = new LinkedHashSet<String>();
        listOrWords(path, matter, "tags", "tag", "taxonomies.tags", "keywords")
                .forEach(given -> names.add(ImportValues.toSingleLine(given, TagInput.MAX_NAME_LENGTH)));
        names.remove(null);
        return ImportValues.takeFirst(names, ArticleInput.MAX_TAGS, "tags", notes);
    }

    /**
     * Returns the values of the first name that has one. In files of Jekyll, a text under the plural name is split at
     * spaces, as Jekyll does.
     */
    private static List<String> listOrWords(String path, FrontMatter matter, String plural, String... others) {
        var words = matter.values().get(plural);
        return words instanceof String text && !text.isBlank() && !text.contains(",")
                && JEKYLL_FILE_NAME.matcher(path).matches()
                        ? List.of(text.strip().split("\\s+"))
                        : matter.list(Stream.concat(Stream.of(plural), Stream.of(others)).toArray(String[]::new));
    }

    private static Cover toCover(FrontMatter matter) {
        var address = ImportValues
                .toUrl(matter.text("heroImage", "cover.image", "cover", "image", "featured_image", "thumbnail",
                        "banner", "images"));
        return address == null
                ? null
                : new Cover(address,
                        ImportValues.toSingleLine(matter.text("cover.alt", "image.alt", "heroImage.alt"),
                                Cover.MAX_ALT_LENGTH),
                        null,
                        null);
    }

    private static Seo toSeo(FrontMatter matter) {
        var canonical = ImportValues.toUrl(matter.text("canonical", "canonicalURL", "canonical_url"));
        return canonical == null ? null : new Seo(null, null, canonical, null);
    }

    private static List<ImportLine.FormerSlug> readFormerSlugs(FrontMatter matter, String slug) {
        var slugs = new LinkedHashSet<String>();
        matter.list("aliases", "redirect_from", "alias").forEach(old -> slugs.add(ImportValues.slugFromUrl(old)));
        return ImportLine.FormerSlug.of(slugs, slug);
    }
}
