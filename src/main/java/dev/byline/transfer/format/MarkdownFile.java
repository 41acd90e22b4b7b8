package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import dev.byline.article.ArticleInput;
import dev.byline.article.Body;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;

/**
 * A zip of Markdown files with front matter, as Hugo, Jekyll, Hexo, Zola and Astro keep them. Nothing is unpacked to a
 * disk, and of what would become too large nothing is read.
 */
class MarkdownFile implements FileReader {
    private static final int MOST_FILES = 200_000;
    private static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final long LARGEST_ARCHIVE = 4L * 1024 * 1024 * 1024;
    private static final Pattern MARKDOWN = Pattern.compile("(?i).*\\.(md|mdx|markdown|mkd)");
    private static final Pattern DOWNLOAD = Pattern.compile(".+-(main|master|[0-9a-f]{7,40}|v?\\d+(\\.\\d+)*)/");
    private static final Pattern SITE = Pattern.compile(
            "_config\\.yml|(hugo|config|zola)\\.(toml|ya?ml|json)|astro\\.config\\..*|package\\.json|(config|content|_posts|source/_posts|src/content)/.*");
    private static final Pattern DATED = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[-/](?=.)");
    private static final Pattern LANGUAGE = Pattern.compile("(.+)\\.([a-z]{2}(?:-[a-zA-Z]{2})?)$");
    private static final Pattern HIGHLIGHT = Pattern.compile(
            "\\{%\\s*highlight\\s+([\\w+#-]+).*?%\\}\\n?(.*?)\\{%\\s*endhighlight\\s*%\\}",
            Pattern.DOTALL);

    private final Set<String> told = new HashSet<>();
    private long unpacked;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        try (var zip = new ZipFile(file.path().toFile(), StandardCharsets.UTF_8)) {
            if (zip.size() > MOST_FILES) {
                throw new BrokenFileException("The archive has more than " + MOST_FILES + " files.");
            }
            // In an order of their own: archives of the same files may differ in theirs.
            var names = zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName)
                    .filter(name -> MARKDOWN.matcher(name).matches()).sorted().toList();
            if (names.isEmpty()) {
                throw new BrokenFileException("There is no Markdown file (.md, .mdx, .markdown) in the archive.");
            }
            int top = repository(zip).length();
            long size = Files.size(file.path());
            for (int i = 0; i < names.size(); i++) {
                entry(zip, names.get(i), names.get(i).substring(top), sink);
                file.position().set(size * (i + 1) / names.size());
            }
            others(zip, sink);
        } catch (ZipException | IllegalArgumentException e) {
            throw new BrokenFileException("The archive cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * The folder around everything that downloads of repositories have, which may be called differently each time. It is
     * known by its name or what is in it, so that other files beside those of before change no name.
     */
    private static String repository(ZipFile zip) {
        var names = zip.stream().map(ZipEntry::getName).filter(name -> !name.startsWith("__MACOSX/")).toList();
        var folder = names.isEmpty() ? "" : names.get(0).substring(0, names.get(0).indexOf('/') + 1);
        return names.stream().allMatch(name -> name.startsWith(folder))
                && (DOWNLOAD.matcher(folder).matches() || names.stream()
                        .anyMatch(name -> SITE.matcher(name.substring(folder.length())).matches())) ? folder : "";
    }

    /** Says how many files are no Markdown, of which kinds. */
    private static void others(ZipFile zip, LineSink sink) {
        var kinds = new TreeMap<String, Integer>();
        zip.stream().filter(e -> !e.isDirectory() && !MARKDOWN.matcher(e.getName()).matches())
                .forEach(e -> kinds.merge(kind(e.getName()), 1, Integer::sum));
        if (!kinds.isEmpty()) {
            sink.leftOut("other files", null, "what is no Markdown is not imported: " + Clean.line(kinds.entrySet()
                    .stream().map(kind -> kind.getValue() + " " + kind.getKey()).collect(Collectors.joining(", ")),
                    500));
        }
    }

    private static String kind(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 1 ? "others" : file.substring(dot).toLowerCase(Locale.ROOT);
    }

    private void entry(ZipFile zip, String name, String path, LineSink sink) throws IOException, BrokenFileException {
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")
                || List.of(name.split("/")).contains("..")) {
            sink.broken(Clean.line(name, 300), null, "leads out of the archive");
            return;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            sink.broken(Clean.line(name, 300), null, "has a name with control characters");
            return;
        }
        if (path.matches("(?i)(.*/)?(_index|readme|license|contributing|changelog|code_of_conduct)\\.\\w+")
                || path.matches("(.*/)?[._](?!posts|drafts).*/.*") || path.startsWith(".")) {
            sink.leftOut(path, path, "is no article by its name");
            return;
        }
        byte[] bytes;
        var entry = zip.getEntry(name);
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (ZipException e) {
            sink.broken(path, path, "cannot be unpacked: " + e.getMessage());
            return;
        }
        unpacked += bytes.length;
        if (unpacked > LARGEST_ARCHIVE) {
            throw new BrokenFileException("At " + path + " the archive unpacks to more than 4 GiB.");
        }
        if (bytes.length > LARGEST_FILE) {
            sink.broken(path, path, "unpacks to more than 4 MiB");
            return;
        }
        var checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            sink.broken(path, path, "is damaged: its checksum is not the archive's");
            return;
        }
        try {
            article(path, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), sink);
        } catch (CharacterCodingException e) {
            sink.broken(path, path, "is not UTF-8");
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
        var plan = !draft && date != null && date.isAfter(Instant.now()) ? ImportedArticle.Plan.publish(date) : null;
        var state = draft || plan != null ? State.never_published : State.live;
        var updated = Clean.time(matter.text("lastmod", "updatedDate", "updated", "last_modified_at", "modified",
                "lastUpdated"));
        var text = Clean.text(readable(matter.text()));
        var input = new ArticleInput(title == null ? "Untitled" : title, slug, locale(matter, language, translated),
                Clean.line(matter.text("description", "summary", "excerpt"), 500),
                text == null ? null : new Body(Body.Format.markdown, text.strip()), cover(matter),
                Clean.some(authors(matter, sink), 20, "authors", notes),
                Clean.some(categories(matter, sink), 50, "categories", notes), tags(matter, notes),
                matter.is("pinned", true) || matter.is("sticky", true),
                seo(matter), matter.is("comments", false) ? CommentsPolicy.closed : null, null,
                state == State.live ? date : null, date, state == State.live ? updated : null);
        var group = matter.text("translationKey") != null
                ? matter.text("translationKey")
                : translated ? path.substring(0, path.lastIndexOf(language.group(2))) : null;
        sink.line(path, ImportLine.article(path, input, state, plan, null, former(matter, slug), group, null),
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

    private Set<String> categories(FrontMatter matter, LineSink sink) {
        var names = new LinkedHashSet<String>();
        for (var given : matter.list("categories", "category", "taxonomies.categories")) {
            var name = Clean.line(given, 100);
            if (name != null && names.add(name) && told.add("category:" + name)) {
                sink.line("category " + name,
                        ImportLine.of(name, new CategoryInput(name, null, null, null, null, null)));
            }
        }
        return names;
    }

    private static List<String> tags(FrontMatter matter, List<String> notes) {
        var names = new LinkedHashSet<String>();
        matter.list("tags", "tag", "taxonomies.tags", "keywords").forEach(given -> names.add(Clean.line(given, 100)));
        names.remove(null);
        return Clean.some(names, 50, "tags", notes);
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
