package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.category.CategoryInput;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.tag.TagInput;
import dev.byline.text.ValidWebAddress;

/** Reads a zip of Markdown files with front matter, as used by Hugo, Jekyll, Hexo, Zola and Astro. */
class MarkdownReader implements FormatReader {
    private static final Pattern JEKYLL_FILE_NAME = Pattern.compile("(.*/)?\\d{4}-\\d{1,2}-\\d{1,2}-[^/]*");

    private final Set<String> emitted = new HashSet<>();
    /** The zone of times without an offset. */
    private ZoneId zone = ZoneOffset.UTC;
    private FrontMatterCascades cascades;
    private MarkdownLanguages languages;
    private MarkdownAuthors authors;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var archive = new MarkdownArchive(file.path())) {
            var names = archive.markdownNames();
            if (names.isEmpty()) {
                var others = archive.describeUnusedFiles(name -> false);
                throw new BrokenFileException("The archive contains no Markdown file (.md, .mdx, .markdown)"
                        + (others.isEmpty()
                                ? "."
                                : ", but " + others
                                        + (others.matches(".*\\.(adoc|asciidoc)\\b.*")
                                                ? ". Convert AsciiDoc into Markdown first, for instance with downdoc."
                                                : ". Send exports of other formats unpacked, one file at a time, or "
                                                        + "name the format of the archive with the parameter format.")));
            }
            languages = MarkdownLanguages.of(archive, file);
            readTimeZone(archive, sink);
            cascades = FrontMatterCascades.read(archive);
            cascades.problems().forEach((path, problem) -> sink.skip(path, path, problem));
            authors = MarkdownAuthors.read(archive);
            MirrorTaxonomy.read(archive, emitted, sink);
            long size = Files.size(file.path());
            for (int i = 0; i < names.size(); i++) {
                readFile(archive, names.get(i), file.options().importsPages(false), sink);
                file.position().set(size * (i + 1) / names.size());
            }
            var unused = archive.describeUnusedFiles(sink::isShown);
            if (!unused.isEmpty()) {
                sink.skip("other files", null, "files that are not Markdown are imported only where articles show "
                        + "them; these were not used: " + unused);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new BrokenFileException("The archive cannot be read: " + e.getMessage() + ".");
        }
    }

    private void readTimeZone(MarkdownArchive archive, ImportItemSink sink) throws IOException, BrokenFileException {
        var name = archive.findTimeZone();
        var known = name == null ? null : TimeParser.parseZone(name);
        if (known != null) {
            zone = known;
        } else if (name != null) {
            sink.skip("time zone", null, "the time zone '" + ImportValues.toSingleLine(name, 100)
                    + "' of the site is unknown; times without an offset are read as UTC");
        }
    }

    private void readFile(MarkdownArchive archive, String name, boolean pages, ImportItemSink sink)
            throws IOException, BrokenFileException {
        var path = archive.path(name);
        try {
            archive.checkName(name);
            var skipReason = archive.skipReason(languages.locate(path).path(), pages);
            if (skipReason == null) {
                readArticle(path, archive, archive.readText(name), sink);
            } else {
                sink.skip(path, path, skipReason);
            }
        } catch (MarkdownArchive.UnreadableFileException e) {
            sink.reject(ImportValues.toSingleLine(path, 300), ImportValues.toSingleLine(path, 300), e.getMessage());
        }
    }

    private void readArticle(String path, MarkdownArchive archive, String file, ImportItemSink sink) {
        var notes = new ArrayList<String>();
        var parsed = NotionPage.read(path, FrontMatterParser.parse(file.replace("\r\n", "\n")), notes);
        var matter = cascades.addTo(archive.isMdx(path) ? MdxModules.remove(parsed, notes) : parsed, path);
        if (matter.problem() != null) {
            notes.add(matter.problem());
        }
        var page = languages.locate(path);
        var place = MarkdownPath.of(NotionPage.withoutIds(page.path()));
        var nameWithoutDate = MarkdownPath.withoutDate(place.name());
        var title = ImportValues.toSingleLine(matter.text("title"), ArticleInput.MAX_TITLE_LENGTH);
        if (title == null) {
            title = ImportValues.toSingleLine(nameWithoutDate.replaceAll("[-_]+", " "), ArticleInput.MAX_TITLE_LENGTH);
            notes.add("has no title; the name of the file became the title");
        }
        var address = matter.text("url", "permalink", "path");
        var slug = ImportValues.toSlug(matter.text("slug"));
        if (slug == null && address != null && !address.contains(":") && !address.equals("false")) {
            slug = ImportValues.slugFromUrl(address);
        }
        if (slug == null) {
            slug = ImportValues.toSlug(nameWithoutDate);
        }
        var date = MarkdownDates.find(matter, path, address, zone, notes);
        var visibility = Visibility.of(matter, path, zone);
        notes.addAll(visibility.restrictions());
        var publishAt = MarkdownDates.latest(date, visibility.publishAt());
        boolean scheduled = !visibility.isRestricted() && publishAt != null && publishAt.isAfter(Instant.now());
        if (scheduled) {
            notes.add("is not public before " + publishAt + "; it is scheduled for that time"
                    + (visibility.expiresAt() == null ? "" : ", and the end of its publication is not imported"));
        }
        var state = visibility.isRestricted() || scheduled ? State.never_published : State.live;
        var importSchedule = scheduled
                ? ImportedArticle.ImportSchedule.publish(publishAt)
                : state == State.live && visibility.expiresAt() != null
                        ? ImportedArticle.ImportSchedule.unpublish(visibility.expiresAt())
                        : null;
        var updated = TimeParser.parse(matter.text("lastmod", "updatedDate", "updated", "last_modified_at", "modified",
                "lastUpdated", "last edited time", "last edited"), zone);
        var text = ImportValues.toText(MarkdownText.convert(matter));
        var input = new ArticleInput();
        input.title = title == null ? "Untitled" : title;
        input.kind = archive.isPage(page.path(), matter) ? ArticleKind.page : null;
        input.slug = slug;
        input.locale = findLocale(matter, page.language());
        input.excerpt = ImportValues.toSingleLine(matter.text("description", "summary", "excerpt", "abstract",
                "subtitle"), ArticleInput.MAX_EXCERPT_LENGTH);
        if (input.excerpt == null) {
            input.excerpt = MarkdownText.excerpt(matter);
        }
        input.body = text == null ? null : new ArticleBody(ArticleBody.BodyFormat.markdown, text.strip());
        input.cover = toCover(matter);
        input.authors = ImportValues.takeFirst(authors.readAuthors(matter, path, sink), ArticleInput.MAX_AUTHORS,
                "authors", notes);
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
        line.formerAddresses = readFormerAddresses(matter, address,
                languages.addressPrefix(page.language()) + place.address(matter.text("slug")));
        line.translationGroup = findTranslationGroup(matter, page, address);
        MirrorFrontMatter.apply(matter, line, notes);
        sink.accept(path, line, notes.toArray(String[]::new));
    }

    private static String findLocale(FrontMatter matter, String languageOfPath) {
        var given = matter.text("lang", "language", "locale");
        return given != null ? given : languageOfPath;
    }

    /** Returns the key that translations share: the one that the file names, or else its path or address. */
    private static String findTranslationGroup(FrontMatter matter, MarkdownLanguages.MarkdownPage page,
            String address) {
        // Plugins of Jekyll join files with one reference, or with one address in several languages.
        boolean hasLanguage = matter.text("lang") != null;
        var named = matter.text(hasLanguage
                ? new String[]{ "translationKey", "lang-ref", "ref", "page_id" }
                : new String[]{ "translationKey" });
        var group = named != null
                ? named
                : page.translationGroup() == null && hasLanguage ? address : page.translationGroup();
        return group == null ? null : group.substring(Math.max(0, group.length() - ImportLine.MAX_GROUP_LENGTH));
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
        var given = matter.text("heroImage", "cover.image", "cover", "image", "featured_image", "thumbnail", "banner",
                "images");
        // Another address may be that of a file in the archive; otherwise ImportMedia leaves the cover out.
        var address = given == null || ImportValues.toUrl(given) != null
                ? ImportValues.toUrl(given)
                : ImportValues.toSingleLine(given, ValidWebAddress.MAX_LENGTH);
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
        var title = ImportValues.toSingleLine(matter.text("seoTitle", "seo_title", "metaTitle", "meta_title"),
                Seo.MAX_TITLE_LENGTH);
        var description = ImportValues.toSingleLine(
                matter.text("seoDescription", "seo_description", "metaDescription", "meta_description"),
                Seo.MAX_DESCRIPTION_LENGTH);
        return title == null && description == null && canonical == null
                ? null
                : new Seo(title, description, canonical, null);
    }

    private static List<FormerSlug> readFormerSlugs(FrontMatter matter, String slug) {
        var slugs = new LinkedHashSet<String>();
        matter.list("aliases", "redirect_from", "alias").forEach(old -> slugs.add(ImportValues.slugFromUrl(old)));
        return FormerSlug.of(slugs, slug);
    }

    /** Reads the address that the file names, or else the usual one of its path, and its former addresses. */
    private static List<String> readFormerAddresses(FrontMatter matter, String named, String usual) {
        // Some generators know "false" as an address: that of no page.
        boolean isAddress = named != null && !named.equals("false")
                && (!named.contains(":") || named.matches("(?i)https?://[^:]*(:\\d+/[^:]*)?"));
        return FormerSlug.addresses(Stream.concat(Stream.of(isAddress ? named : usual),
                matter.list("aliases", "redirect_from", "alias").stream()).toList());
    }
}
