package dev.byline.transfer.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the original of a picture whose address is that of a smaller size, as other systems make them. */
public final class PictureAddress {
    private static final Pattern PICTURE = Pattern.compile("(?i)[^?#]*\\.(jpe?g|jpe|png|gif|webp|avif|svg)");
    /** WordPress: {@code dojo-300x200.jpg}. */
    private static final Pattern WORDPRESS_SIZE = Pattern.compile("(?i)(.*)-\\d{1,5}x\\d{1,5}(\\.\\w{3,4})");
    /** Jetpack: {@code https://i0.wp.com/old.example/wp-content/…?resize=…}. */
    private static final Pattern JETPACK = Pattern.compile("(?i)https?://i\\d\\.wp\\.com/([^?#]+)(?:\\?([^#]*))?.*");
    /** Ghost: {@code /content/images/size/w600/format/webp/2023/dojo.jpg}. */
    private static final Pattern GHOST_SIZE = Pattern
            .compile("(.*/content/images/)size/w\\d+(?:h\\d+)?/(?:format/\\w+/)?(.*)");
    /** Substack: {@code https://substackcdn.com/image/fetch/w_600,…/https%3A%2F%2F…}. */
    private static final Pattern SUBSTACK = Pattern
            .compile("(?i)https?://(?:\\w+\\.)?substackcdn\\.com/image/fetch/.*?(https?(?:%3A|:).*)");

    private PictureAddress() {
    }

    /** Tells whether the path of an address ends as pictures do. */
    public static boolean isPicture(String address) {
        return PICTURE.matcher(path(address)).matches();
    }

    /** Returns the decoded last segment of the path of an address. */
    public static String filename(String address) {
        var path = path(address);
        return decode(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Returns an address without its query and fragment. */
    public static String path(String address) {
        return address.replaceFirst("[?#].*", "");
    }

    /**
     * Returns the addresses at which a picture may be found, the largest one first, and the given one last.
     *
     * @param known
     *            the addresses of files that the import names, such as attachments
     */
    public static List<String> originals(String address, Set<String> known) {
        var found = new LinkedHashSet<String>();
        var substack = SUBSTACK.matcher(address);
        if (substack.matches()) {
            found.add(decode(substack.group(1)));
        }
        var jetpack = JETPACK.matcher(address);
        if (jetpack.matches()) {
            var origin = "https://" + jetpack.group(1);
            addWordPress(origin, known, found);
            found.add(origin);
        }
        var ghost = GHOST_SIZE.matcher(address);
        if (ghost.matches()) {
            found.add(ghost.group(1) + ghost.group(2));
        }
        addWordPress(address, known, found);
        found.add(address);
        return List.copyOf(found);
    }

    private static void addWordPress(String address, Set<String> known, Set<String> found) {
        var size = WORDPRESS_SIZE.matcher(path(address));
        if (!size.matches() || known.contains(address)) {
            return;
        }
        var original = size.group(1) + size.group(2);
        var scaled = size.group(1) + "-scaled" + size.group(2);
        // A large picture has a scaled copy, which the library shows as the picture.
        if (known.contains(scaled)) {
            found.add(scaled);
        } else if (known.contains(original) || address.contains("/wp-content/uploads/")) {
            found.add(original);
        }
    }

    /** Decodes an address (RFC 3986); returns one that is not valid as it is. */
    public static String decode(String address) {
        try {
            return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
