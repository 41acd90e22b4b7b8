package dev.byline.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The addresses of media: {@code media:ID} in the sources of articles, and {@code /media/ID/NAME?v=VERSION} for
 * readers. The name in an address is for people and is not compared.
 */
public final class MediaAddress {
    /** The path below which files are served. */
    public static final String PATH = "/media/";
    /** The scheme of a reference in a source. */
    public static final String SCHEME = "media:";
    static final String ID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
    /** A reference to a medium: the scheme, a path, or a path at this service. */
    private static final Pattern REFERENCE = Pattern.compile("media:(" + ID + ")|/media/(" + ID + ")(?:[/?#].*)?");
    private static final Pattern NAME = Pattern.compile("/media/" + ID + "(/[^/?#]+).*");

    private MediaAddress() {
    }

    /** Returns the path of the current file, which stays when the file is replaced. */
    public static String path(UUID id, String filename) {
        return PATH + id + "/" + URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Returns the form in which a reference is stored, which stays valid when the host or the file changes:
     * {@code /media/ID/NAME}, or {@code media:ID} without a name; null if the text is no reference.
     *
     * @param base
     *            the public URL of this service, which the reference may begin with
     */
    public static String toStored(String reference, String base) {
        var path = withoutHost(reference.strip(), base);
        var id = parse(path);
        if (id == null) {
            return null;
        }
        var name = NAME.matcher(path);
        return name.matches() ? PATH + id + name.group(1) : SCHEME + id;
    }

    /** Returns the absolute URL of a reference to a medium that is not known; other addresses stay as they are. */
    public static String absolute(String address, String base) {
        return parse(address) == null ? address : base + address.replaceFirst("^" + SCHEME, PATH);
    }

    /** Returns a text in which the addresses of media of this service have no host. */
    public static String withoutHost(String text, String base) {
        return text.contains(base + PATH)
                ? text.replaceAll(Pattern.quote(base) + "(?=" + PATH + ID + ")", "")
                : text;
    }

    /** Returns the id that a reference names, {@code media:ID} or a path; null if the text is no reference. */
    public static UUID parse(String reference) {
        var matcher = REFERENCE.matcher(reference);
        return matcher.matches()
                ? UUID.fromString(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                : null;
    }
}
