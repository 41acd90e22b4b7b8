package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a zip, a site's or some of it. Nothing is unpacked to a disk, and of what would become too large nothing is
 * read.
 */
final class MarkdownArchive implements AutoCloseable {
    private static final int MOST_FILES = 200_000;
    private static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final long LARGEST_ARCHIVE = 4L * 1024 * 1024 * 1024;
    private static final Pattern MARKDOWN = Pattern.compile("(?i).*\\.(md|mdx|markdown|mkd)");
    private static final Pattern NO_ARTICLE = Pattern.compile(
            "(?i)((.*/)?(_index|readme|license|contributing|changelog|code_of_conduct)\\.\\w+|(.*/)?[._](?!posts/|drafts/)[^/]*/.*|\\..*)");
    private static final Pattern DOWNLOAD = Pattern.compile(".+-(main|master|[0-9a-f]{7,40}|v?\\d+(\\.\\d+)*)/");
    private static final Pattern SETTINGS = Pattern.compile(
            "_config\\.ya?ml|(hugo|config|zola)\\.(toml|ya?ml|json)|config/.*|astro\\.config\\..*|package\\.json");
    /** Sites of Jekyll and Hexo keep posts there, and pages anywhere else. */
    private static final Pattern POST = Pattern.compile("(.*/)?_(posts|drafts)/.*");
    /** Sites of Hugo, Zola and Astro keep everything there, and templates and themes with examples elsewhere. */
    private static final Pattern CONTENT = Pattern.compile("(src/)?content/.*");

    private final ZipFile zip;
    private final List<String> all;
    /** In an order of their own: archives of the same files may differ in theirs. */
    private final List<String> markdown;
    private final int top;
    private final boolean hasPosts;
    private final boolean hasContent;
    private long unpacked;

    MarkdownArchive(Path file) throws IOException, BrokenFileException {
        zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        if (zip.size() > MOST_FILES) {
            zip.close();
            throw new BrokenFileException("The archive has more than " + MOST_FILES + " files.");
        }
        all = zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName)
                .filter(name -> !name.startsWith("__MACOSX/")).toList();
        markdown = all.stream().filter(name -> MARKDOWN.matcher(name).matches()).sorted().toList();
        top = repository().length();
        boolean isSite = all.stream().anyMatch(name -> SETTINGS.matcher(path(name)).matches());
        hasPosts = isSite && markdown.stream().anyMatch(name -> POST.matcher(path(name)).matches());
        hasContent = isSite && markdown.stream().anyMatch(name -> CONTENT.matcher(path(name)).matches());
    }

    /**
     * The folder around everything that downloads of repositories have, which may be called differently each time. It is
     * known by its name or what is in it, so that other files beside those of before change no name.
     */
    private String repository() {
        var folder = all.isEmpty() ? "" : all.get(0).substring(0, all.get(0).indexOf('/') + 1);
        return all.stream().allMatch(name -> name.startsWith(folder))
                && (DOWNLOAD.matcher(folder).matches() || all.stream().map(name -> name.substring(folder.length()))
                        .anyMatch(path -> SETTINGS.matcher(path).matches() || CONTENT.matcher(path).matches()
                                || path.matches("(source/)?_posts/.*"))) ? folder : "";
    }

    /** The names of the Markdown files. */
    List<String> markdown() {
        return markdown;
    }

    /** What the site calls the file of this name. */
    String path(String name) {
        return name.substring(top);
    }

    /** Why no file of this path is an article; null if it may be one. */
    String otherwise(String path, boolean pages) {
        if (NO_ARTICLE.matcher(path).matches()) {
            return "is no article by its name";
        }
        if (hasPosts && !pages && !POST.matcher(path).matches()) {
            return "a page; pages=true imports pages as articles";
        }
        return hasContent && !hasPosts && !CONTENT.matcher(path).matches() ? "lies outside of content/" : null;
    }

    /** How many files are no Markdown, of which kinds; empty if all are. */
    String others() {
        var kinds = new TreeMap<String, Integer>();
        all.stream().filter(name -> !MARKDOWN.matcher(name).matches())
                .forEach(name -> kinds.merge(kind(name), 1, Integer::sum));
        var told = kinds.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? "" : Clean.line(told, 500);
    }

    private static String kind(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 1 ? "others" : file.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Refuses names that no file of a site has. */
    void check(String name) throws UnreadableException {
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")
                || List.of(name.split("/")).contains("..")) {
            throw new UnreadableException("leads out of the archive");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableException("has a name with control characters");
        }
    }

    /** The text of a file; {@link UnreadableException} says why there is none. */
    String text(String name) throws IOException, BrokenFileException, UnreadableException {
        byte[] bytes;
        var entry = zip.getEntry(name);
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (ZipException e) {
            throw new UnreadableException("cannot be unpacked: " + e.getMessage());
        }
        unpacked += bytes.length;
        if (unpacked > LARGEST_ARCHIVE) {
            throw new BrokenFileException("At " + path(name) + " the archive unpacks to more than 4 GiB.");
        }
        if (bytes.length > LARGEST_FILE) {
            throw new UnreadableException("unpacks to more than 4 MiB");
        }
        var checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new UnreadableException("is damaged: its checksum is not the archive's");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException("is not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** One file cannot be read. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }
}
