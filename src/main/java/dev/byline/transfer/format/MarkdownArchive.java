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
    private static final int MAX_FILES = 200_000;
    private static final int MAX_FILE_BYTES = 4 * 1024 * 1024;
    private static final long MAX_UNPACKED_BYTES = 4L * 1024 * 1024 * 1024;
    private static final Pattern MARKDOWN_NAME = Pattern.compile("(?i).*\\.(md|mdx|markdown|mkd)");
    private static final Pattern NON_ARTICLE_PATH = Pattern.compile(
            "(?i)((.*/)?(_index|readme|license|contributing|changelog|code_of_conduct)\\.\\w+|(.*/)?[._](?!posts/|drafts/)[^/]*/.*|\\..*)");
    private static final Pattern REPOSITORY_FOLDER = Pattern
            .compile(".+-(main|master|[0-9a-f]{7,40}|v?\\d+(\\.\\d+)*)/");
    private static final Pattern SITE_CONFIG = Pattern.compile(
            "_config\\.ya?ml|(hugo|config|zola)\\.(toml|ya?ml|json)|config/.*|astro\\.config\\..*|package\\.json");
    /** Sites of Jekyll and Hexo keep posts there, and pages anywhere else. */
    private static final Pattern POST_PATH = Pattern.compile("(.*/)?_(posts|drafts)/.*");
    /** Sites of Hugo, Zola and Astro keep everything there, and templates and themes with examples elsewhere. */
    private static final Pattern CONTENT_PATH = Pattern.compile("(src/)?content/.*");

    private final ZipFile zip;
    private final List<String> fileNames;
    /** In an order of their own: archives of the same files may differ in theirs. */
    private final List<String> markdownNames;
    private final int folderLength;
    private final boolean hasPosts;
    private final boolean hasContent;
    private long unpackedBytes;

    MarkdownArchive(Path file) throws IOException, BrokenFileException {
        zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        if (zip.size() > MAX_FILES) {
            zip.close();
            throw new BrokenFileException("The archive has more than " + MAX_FILES + " files.");
        }
        fileNames = zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName)
                .filter(name -> !name.startsWith("__MACOSX/")).toList();
        markdownNames = fileNames.stream().filter(name -> MARKDOWN_NAME.matcher(name).matches()).sorted().toList();
        folderLength = repositoryFolder().length();
        boolean isSite = fileNames.stream().anyMatch(name -> SITE_CONFIG.matcher(path(name)).matches());
        hasPosts = isSite && markdownNames.stream().anyMatch(name -> POST_PATH.matcher(path(name)).matches());
        hasContent = isSite && markdownNames.stream().anyMatch(name -> CONTENT_PATH.matcher(path(name)).matches());
    }

    /**
     * The folder around everything that downloads of repositories have, which may be called differently each time. It is
     * known by its name or what is in it, so that other files beside those of before change no name.
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

    /** The names of the Markdown files. */
    List<String> markdownNames() {
        return markdownNames;
    }

    /** What the site calls the file of this name. */
    String path(String name) {
        return name.substring(folderLength);
    }

    /** Why no file of this path is an article; null if it may be one. */
    String skipReason(String path, boolean pages) {
        if (NON_ARTICLE_PATH.matcher(path).matches()) {
            return "is no article by its name";
        }
        if (hasPosts && !pages && !POST_PATH.matcher(path).matches()) {
            return "a page; pages=true imports pages as articles";
        }
        return hasContent && !hasPosts && !CONTENT_PATH.matcher(path).matches() ? "lies outside of content/" : null;
    }

    /** How many files are no Markdown, of which kinds; empty if all are. */
    String describeOtherFiles() {
        var kinds = new TreeMap<String, Integer>();
        fileNames.stream().filter(name -> !MARKDOWN_NAME.matcher(name).matches())
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

    /** Refuses names that no file of a site has. */
    void checkName(String name) throws UnreadableFileException {
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")
                || List.of(name.split("/")).contains("..")) {
            throw new UnreadableFileException("leads out of the archive");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableFileException("has a name with control characters");
        }
    }

    /** The text of a file; {@link UnreadableFileException} says why there is none. */
    String readText(String name) throws IOException, BrokenFileException, UnreadableFileException {
        byte[] bytes;
        var entry = zip.getEntry(name);
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (ZipException e) {
            throw new UnreadableFileException("cannot be unpacked: " + e.getMessage());
        }
        unpackedBytes += bytes.length;
        if (unpackedBytes > MAX_UNPACKED_BYTES) {
            throw new BrokenFileException("At " + path(name) + " the archive unpacks to more than 4 GiB.");
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new UnreadableFileException("unpacks to more than 4 MiB");
        }
        var checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new UnreadableFileException("is damaged: its checksum is not the archive's");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableFileException("is not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** One file cannot be read. */
    static final class UnreadableFileException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableFileException(String message) {
            super(message);
        }
    }
}
