package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A zip archive of Markdown files: a complete site or some files of a site. */
final class MarkdownArchive extends ZipArchive {
    private static final Pattern MARKDOWN_NAME = Pattern.compile("(?i).*\\.(md|mdx|markdown|mkd)");
    private static final Pattern NON_ARTICLE_PATH = Pattern.compile(
            "(?i)((.*/)?(_index|readme|license|contributing|changelog|code_of_conduct)(\\.[a-z]{2}(-[a-z]{2,4})?)?\\.\\w+|(.*/)?[._](?!posts/|drafts/)[^/]*/.*|\\..*)");
    private static final Pattern REPOSITORY_FOLDER = Pattern
            .compile(".+-(main|master|[0-9a-f]{7,40}|v?\\d+(\\.\\d+)*)/");
    private static final Pattern SITE_CONFIG = Pattern.compile(
            "_config\\.ya?ml|(hugo|config|zola)\\.(toml|ya?ml|json)|config/.*|astro\\.config\\..*|package\\.json");
    private static final Pattern TIME_ZONE_CONFIG = Pattern.compile(
            "_config\\.ya?ml|(config/_default/)?(hugo|config)\\.(toml|ya?ml|json)|(pelicanconf|conf)\\.py");
    private static final Pattern TIME_ZONE_LINE = Pattern.compile(
            "(?im)^[ \\t{]*[\"']?time_?zone[\"']?[ \\t]*[:=][ \\t]*[\"']?([A-Za-z][\\w/+-]*)");
    /** The folders of posts in sites of Jekyll and Hexo; Markdown files elsewhere are pages. */
    private static final Pattern POST_PATH = Pattern.compile("(.*/)?_(posts|drafts)/.*");
    /** The folder of all content in sites of Hugo, Zola and Astro; files elsewhere belong to templates and themes. */
    private static final Pattern CONTENT_PATH = Pattern.compile("(src/)?content/.*");

    /** The sorted names of the Markdown files; the order inside of archives of the same files may differ. */
    private final List<String> markdownNames;
    private final Set<String> readNames = new HashSet<>();
    private final int folderLength;
    private final boolean hasPosts;
    private final boolean hasContent;
    private final boolean isDocusaurus;

    MarkdownArchive(Path file) throws IOException, BrokenFileException {
        super(file);
        markdownNames = fileNames.stream().filter(name -> MARKDOWN_NAME.matcher(name).matches()).sorted().toList();
        folderLength = repositoryFolder().length();
        isDocusaurus = fileNames.stream()
                .anyMatch(name -> path(name).matches("(.*/)?docusaurus\\.config\\.[cm]?[jt]s"));
        boolean isSite = fileNames.stream().anyMatch(name -> SITE_CONFIG.matcher(path(name)).matches());
        hasPosts = isSite && markdownNames.stream().anyMatch(name -> POST_PATH.matcher(path(name)).matches());
        hasContent = isSite && markdownNames.stream().anyMatch(name -> CONTENT_PATH.matcher(path(name)).matches());
    }

    /**
     * Returns the top folder that downloads of repositories have around all files; empty if there is none. Its name may
     * differ in each download, so it is not part of an external id. The folder is recognized by its name or its
     * content, so that adding files to an archive changes no external id.
     */
    private String repositoryFolder() {
        var folder = fileNames.isEmpty() ? "" : fileNames.get(0).substring(0, fileNames.get(0).indexOf('/') + 1);
        return fileNames.stream().allMatch(name -> name.startsWith(folder))
                && (REPOSITORY_FOLDER.matcher(folder).matches()
                        || fileNames.stream().map(name -> name.substring(folder.length()))
                                .anyMatch(path -> SITE_CONFIG.matcher(path).matches()
                                        || CONTENT_PATH.matcher(path).matches()
                                        || path.matches("(source/)?_posts/.*"))) ? folder : "";
    }

    /** The names of the Markdown files, sorted. */
    List<String> markdownNames() {
        return markdownNames;
    }

    /** The names of all files. */
    List<String> fileNames() {
        return fileNames;
    }

    /** Returns the path of a file inside the site: its name without the top folder. */
    String path(String name) {
        return name.substring(folderLength);
    }

    /** Returns the reason why a file of this path is not imported as an article; null if it is imported. */
    String skipReason(String path, boolean pages) {
        if (NON_ARTICLE_PATH.matcher(path).matches()) {
            return "is not an article, as its name or folder shows";
        }
        if (!pages && isOutsidePosts(path)) {
            return "is a page; pages=true imports pages";
        }
        return hasContent && !hasPosts && !CONTENT_PATH.matcher(path).matches()
                ? "is outside of content/, the folder of articles"
                : null;
    }

    /** Tells whether the site has folders of posts, and the file is in none of them, which makes it a page. */
    private boolean isOutsidePosts(String path) {
        return hasPosts && !POST_PATH.matcher(path).matches();
    }

    /**
     * Tells whether a file is a page: a file outside the folders of posts, or one whose layout or type has that name. A
     * post may have the layout of pages.
     */
    boolean isPage(String path, FrontMatter matter) {
        return isOutsidePosts(path) || !POST_PATH.matcher(path).matches()
                && ("page".equalsIgnoreCase(matter.text("layout")) || "page".equalsIgnoreCase(matter.text("type")));
    }

    /** Tells whether a file is MDX. Docusaurus reads all Markdown as MDX. */
    boolean isMdx(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".mdx") || isDocusaurus;
    }

    /** Finds the time zone in the configuration of the site; null without one. */
    String findTimeZone() throws IOException, BrokenFileException {
        for (var name : fileNames) {
            if (TIME_ZONE_CONFIG.matcher(path(name)).matches()) {
                // Without a readable configuration, times without an offset are UTC.
                var text = readIfPossible(name);
                var found = TIME_ZONE_LINE.matcher(text == null ? "" : text);
                if (found.find()) {
                    return found.group(1);
                }
            }
        }
        return null;
    }

    @Override
    String readText(String name) throws IOException, BrokenFileException, UnreadableFileException {
        readNames.add(name);
        return super.readText(name);
    }

    /**
     * Counts the files that are no Markdown and were not read by extension, such as "2 .png, 1 .zip"; empty if there are
     * none.
     *
     * @param used
     *            tells which other files were used
     */
    String describeUnusedFiles(Predicate<String> used) {
        var kinds = new TreeMap<String, Integer>();
        fileNames.stream().filter(name -> !MARKDOWN_NAME.matcher(name).matches())
                .filter(name -> !readNames.contains(name) && !used.test(name))
                .forEach(name -> kinds.merge(extension(name), 1, Integer::sum));
        var told = kinds.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? "" : ImportValues.toSingleLine(told, 500);
    }

    private static String extension(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 1 ? "others" : file.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Reads the text of a file as {@link #readText}; null if this file cannot be read. */
    String readIfPossible(String name) throws IOException, BrokenFileException {
        try {
            return readText(name);
        } catch (UnreadableFileException e) {
            return null;
        }
    }
}
