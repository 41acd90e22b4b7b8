package dev.byline.transfer.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completes the addresses in a Ghost export by the address of the old site, which is the source of the import. New
 * versions of Ghost write a placeholder for it; versions up to 2.x write addresses without a host, such as
 * {@code /content/images/a.jpg}. Links to other posts stay relative. Without an address as source, all stay as they
 * are, apart from the placeholder, which is removed.
 */
final class GhostUrls {
    private static final String PLACEHOLDER = "__GHOST_URL__";
    private static final Pattern TAG = Pattern.compile("<[A-Za-z][^<>]*>");
    private static final Pattern FILE_ATTRIBUTE = Pattern.compile(
            "(?i)(\\s(?:src|poster|data-src|data)\\s*=\\s*[\"']?)(/(?!/)[^\\s\"'>]*)");
    private static final Pattern LINK_TO_FILE = Pattern.compile(
            "(?i)(\\shref\\s*=\\s*[\"']?)(/(?!/)(?:[^\\s\"'>?#]*/)?content/[^\\s\"'>]*)");
    private static final Pattern SRCSET = Pattern.compile("(?i)(\\ssrcset\\s*=\\s*[\"'])([^\"']*)");
    private static final Pattern SRCSET_URL = Pattern.compile("(^\\s*|,\\s+|\\s,)(/(?!/)\\S*)");
    private static final Pattern MARKDOWN_PICTURE = Pattern.compile("(!\\[[^\\]\\n]*\\]\\(\\s*<?)(/(?!/)[^\\s)>]*)");
    private static final Pattern MARKDOWN_LINK_TO_FILE = Pattern.compile(
            "((?:\\]\\(\\s*<?)|(?m:^\\s{0,3}\\[[^\\]\\n]+\\]:\\s*<?))(/(?!/)(?:[^\\s)>]*/)?content/[^\\s)>]*)");

    /** The address of the site without a slash at its end; empty if it is not known. */
    private final String site;
    private final String origin;
    private final String folder;

    GhostUrls(String source) {
        site = source.matches("(?i)https?://.+") ? source.replaceAll("/+$", "") : "";
        origin = site.replaceFirst("(?<=[^:/])/.*", "");
        folder = site.substring(origin.length());
    }

    /** Returns a complete address; null if the address cannot be completed, or is not valid. */
    String complete(String address) {
        return address == null ? null : ImportValues.toUrl(resolve(address.strip().replace(PLACEHOLDER, site)));
    }

    private String resolve(String address) {
        if (site.isEmpty() && address.startsWith("//")) {
            return "https:" + address;
        }
        if (site.isEmpty() || address.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            return address;
        }
        if (address.startsWith("//")) {
            return site.replaceFirst(":.*", ":") + address;
        }
        // Ghost in a folder of the host writes the folder too.
        return !folder.isEmpty() && address.startsWith(folder + "/")
                ? origin + address
                : site + (address.startsWith("/") ? "" : "/") + address;
    }

    /** Completes the addresses of pictures and other files in the HTML of a post. */
    String completeHtml(String html) {
        var text = html.replace(PLACEHOLDER, site);
        return site.isEmpty()
                ? text
                : TAG.matcher(text).replaceAll(tag -> Matcher.quoteReplacement(completeTag(tag.group())));
    }

    private String completeTag(String tag) {
        var srcset = SRCSET.matcher(tag).replaceAll(set -> Matcher
                .quoteReplacement(set.group(1) + completeAll(SRCSET_URL, set.group(2))));
        return completeAll(LINK_TO_FILE, completeAll(FILE_ATTRIBUTE, srcset));
    }

    /** Completes the addresses of pictures and other files in the Markdown of a post, which may contain HTML. */
    String completeMarkdown(String markdown) {
        var text = completeHtml(markdown);
        return site.isEmpty() ? text : completeAll(MARKDOWN_LINK_TO_FILE, completeAll(MARKDOWN_PICTURE, text));
    }

    private String completeAll(Pattern pattern, String text) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + resolve(found.group(2))));
    }
}
