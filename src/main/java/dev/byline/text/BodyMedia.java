package dev.byline.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/**
 * The media of this service in the sanitized HTML of a body. The HTML is stored with their paths only; readers get
 * absolute addresses of the present files, and pictures with all that a browser needs to choose a size and to reserve
 * the place of the picture. All of that may change without a save of the article.
 */
public final class BodyMedia {
    private static final Pattern ID = Pattern
            .compile("(?:" + MediaAddress.SCHEME + "|" + MediaAddress.PATH + ")(" + MediaAddress.ID + ")");
    private static final Pattern IMAGE = Pattern.compile("<img ([^<>]*?) ?/?>");
    /** A figure that has nothing but a picture, which may be a link. */
    private static final Pattern FIGURE = Pattern
            .compile("(<figure(?: [^<>]*)?>\\s*(?:<a [^<>]*>)?<img [^<>]*>(?:</a>)?\\s*)(?=</figure>)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"<>]*)\"");
    private static final Pattern OTHER_ADDRESS = Pattern
            .compile(" (href|src|poster|srcset)=\"([^\"<>]*" + MediaAddress.PATH + "[^\"<>]*)\"");
    private static final Pattern PIXELS = Pattern.compile("[1-9][0-9]{0,4}");

    private BodyMedia() {
    }

    /** Finds how readers get media. */
    public interface Lookup {
        /** Returns a medium as readers get it; null if it does not exist or is in the trash. */
        ShownMedium find(UUID id);

        /** Returns the absolute address of a path at this service. */
        String absolute(String path);
    }

    /**
     * A medium as readers get it.
     *
     * @param url
     *            the absolute address of its present file
     * @param path
     *            the path of its file, which stays when the file is replaced
     * @param width
     *            of pictures, in pixels; otherwise null
     * @param height
     *            of pictures, in pixels; otherwise null
     * @param attributes
     *            of pictures: the attributes of an {@code img} element beside width and height
     * @param caption
     *            the text below the picture, unless the body has another one; or null
     * @param credit
     *            the maker of the picture, shown after the caption; or null
     */
    public record ShownMedium(
            String url,
            String path,
            Integer width,
            Integer height,
            Map<String, String> attributes,
            String caption,
            String credit) {}

    /** Returns the ids of the media that a text refers to: sanitized HTML, or a reference itself; null has none. */
    public static Set<UUID> ids(String text) {
        return text == null || !text.contains("media")
                ? Set.of()
                : ID.matcher(text).results().map(found -> UUID.fromString(found.group(1))).collect(Collectors.toSet());
    }

    /**
     * Returns sanitized HTML as readers get it. Media that are not found keep their address. What the author wrote wins:
     * sizes, lengths, candidates, alternative text and caption.
     */
    public static String show(String sanitizedHtml, Lookup media) {
        if (!sanitizedHtml.contains(MediaAddress.PATH)) {
            return sanitizedHtml;
        }
        var html = FIGURE.matcher(sanitizedHtml)
                .replaceAll(figure -> Matcher.quoteReplacement(figure.group() + caption(figure.group(), media)));
        html = IMAGE.matcher(html).replaceAll(image -> Matcher.quoteReplacement(showImage(image.group(), media)));
        return OTHER_ADDRESS.matcher(html).replaceAll(
                attribute -> Matcher.quoteReplacement(showAddress(attribute.group(1), attribute.group(2), media)));
    }

    private static String caption(String figure, Lookup media) {
        var medium = find(attributes(figure.substring(figure.indexOf("<img "))).get("src"), media);
        if (medium == null || medium.caption == null && medium.credit == null) {
            return "";
        }
        var credit = medium.credit == null ? "" : "<small>" + Entities.escape(medium.credit) + "</small>";
        var space = medium.caption == null || medium.credit == null ? "" : " ";
        return "<figcaption>" + (medium.caption == null ? "" : Entities.escape(medium.caption)) + space + credit
                + "</figcaption>";
    }

    private static String showImage(String image, Lookup media) {
        var attributes = attributes(image);
        var medium = find(attributes.get("src"), media);
        if (medium == null || medium.width == null) {
            return image;
        }
        boolean hasCandidates = attributes.containsKey("srcset");
        var width = attributes.get("width");
        addLengths(attributes, medium);
        if (!hasCandidates && isPixels(width) && medium.attributes.containsKey("srcset")) {
            attributes.putIfAbsent("sizes", "(max-width: " + width + "px) 100vw, " + width + "px");
        }
        medium.attributes.forEach((name, value) -> {
            if (name.equals("src")) {
                attributes.put(name, value);
            } else if (!hasCandidates || !name.equals("srcset") && !name.equals("sizes")) {
                attributes.putIfAbsent(name, value);
            }
        });
        var html = new StringBuilder("<img");
        attributes.forEach((name, value) -> html.append(' ').append(name).append("=\"").append(Entities.escape(value))
                .append('"'));
        return html.append(" />").toString();
    }

    /** Adds the missing length in the proportion of the picture, so that a page does not move when it is loaded. */
    private static void addLengths(Map<String, String> attributes, ShownMedium medium) {
        var width = attributes.get("width");
        var height = attributes.get("height");
        if (width == null && height == null) {
            attributes.put("width", medium.width.toString());
            attributes.put("height", medium.height.toString());
        } else if (height == null && isPixels(width)) {
            attributes.put("height", scale(width, medium.height, medium.width));
        } else if (width == null && isPixels(height)) {
            attributes.put("width", scale(height, medium.width, medium.height));
        }
    }

    private static boolean isPixels(String length) {
        return length != null && PIXELS.matcher(length).matches();
    }

    private static String scale(String length, int numerator, int denominator) {
        return String.valueOf(Math.max(1, Math.round(Integer.parseInt(length) * (double) numerator / denominator)));
    }

    private static Map<String, String> attributes(String element) {
        var attributes = new LinkedHashMap<String, String>();
        ATTRIBUTE.matcher(element).results().forEach(
                found -> attributes.put(found.group(1), Parser.unescapeEntities(found.group(2), true)));
        return attributes;
    }

    private static String showAddress(String attribute, String value, Lookup media) {
        var address = Parser.unescapeEntities(value, true);
        var shown = attribute.equals("srcset")
                ? SrcSet.parse(address).map(url -> MediaAddress.parse(url) == null ? url : media.absolute(url))
                        .toString()
                : MediaAddress.parse(address) == null ? address : toUrl(attribute, address, media);
        return shown.equals(address)
                ? " " + attribute + "=\"" + value + "\""
                : " " + attribute + "=\"" + Entities.escape(shown) + "\"";
    }

    /** Links lead to the present file for as long as they exist; files in a page may be kept by browsers. */
    private static String toUrl(String attribute, String address, Lookup media) {
        var medium = find(address, media);
        if (medium == null || address.contains("?")) {
            return media.absolute(address);
        }
        int fragment = address.indexOf('#');
        return (attribute.equals("href") ? media.absolute(medium.path) : medium.url)
                + (fragment < 0 ? "" : address.substring(fragment));
    }

    private static ShownMedium find(String address, Lookup media) {
        var id = address == null ? null : MediaAddress.parse(address);
        return id == null ? null : media.find(id);
    }
}
