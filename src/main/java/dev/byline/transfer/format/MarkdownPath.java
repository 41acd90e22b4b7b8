package dev.byline.transfer.format;

import java.util.regex.Pattern;

/**
 * The path of a Markdown file in its site, and the address that generators give such a file unless it names one.
 *
 * @param folder
 *            the folders of the page below the folder of the content, with a slash at the end; empty at the top
 * @param name
 *            the name of the page without its extension; for an index file the name of its folder
 */
record MarkdownPath(String folder, String name) {
    private static final Pattern CONTENT_FOLDER = Pattern.compile("^(src/)?content/|^(.*/)?_(posts|drafts)/|^source/");
    private static final Pattern DATED_NAME = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})-(.+)");

    /** Splits the path of a file. */
    static MarkdownPath of(String path) {
        var inContent = CONTENT_FOLDER.matcher(path).replaceFirst("");
        var name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.\\w+$", "");
        var folder = inContent.substring(0, inContent.lastIndexOf('/') + 1);
        if (name.matches("index(\\..+)?") && path.contains("/")) {
            var page = path.substring(0, path.lastIndexOf('/'));
            return new MarkdownPath(folder.replaceFirst("[^/]*/$", ""),
                    page.substring(page.lastIndexOf('/') + 1) + name.substring("index".length()));
        }
        return new MarkdownPath(folder, name);
    }

    /** Removes the date from the beginning of a name. */
    static String withoutDate(String name) {
        return DATED_NAME.matcher(name).replaceFirst("$4");
    }

    /**
     * Returns the address of the page: its folders and its name, or the date and the name where the name begins with a
     * date.
     *
     * @param slug
     *            the slug that the file names, or null
     */
    String address(String slug) {
        var dated = DATED_NAME.matcher(name);
        var last = slug == null ? withoutDate(name) : slug;
        return "/" + (dated.matches()
                ? "%s/%02d/%02d/".formatted(dated.group(1), Integer.valueOf(dated.group(2)),
                        Integer.valueOf(dated.group(3)))
                : folder) + last;
    }
}
