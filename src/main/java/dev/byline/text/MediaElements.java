package dev.byline.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

/** Transforms the images, pictures, videos and recordings of an article body before it is sanitized. */
final class MediaElements {
    /** The attributes in which web pages store the URL of an image that a script loads lazily. */
    private static final List<String> LAZY_SOURCE_ATTRIBUTES = List.of("data-src", "data-lazy-src", "data-original",
            "data-orig-file", "data-image", "srcset", "data-srcset");
    private static final Pattern WEB_ADDRESS = Pattern
            .compile("(?i)https?://[^\\s\\p{Cntrl}]+|(?![a-z][a-z0-9+.-]*:)[^\\s\\p{Cntrl}]+");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private static final Pattern REFERENCE = Pattern.compile("(?<![^\\s,])media:(" + MediaAddress.ID + ")");
    private static final List<String> MEDIA_ATTRIBUTES = List.of("src", "srcset", "poster", "href", "data-src",
            "data-srcset");

    private MediaElements() {
    }

    /**
     * Replaces {@code media:ID} by the path of the medium, because the sanitizer allows only web addresses. Files keep
     * no version and no size: readers get the present ones.
     */
    static void resolveReferences(Element body) {
        for (var attribute : MEDIA_ATTRIBUTES) {
            for (var element : body.getElementsByAttributeValueContaining(attribute, "media:")) {
                element.attr(attribute,
                        REFERENCE.matcher(element.attr(attribute)).replaceAll(MediaAddress.PATH + "$1"));
            }
        }
        for (var file : body.select("img[src], video[src], audio[src], source[src], track[src]")) {
            if (MediaAddress.parse(file.attr("src").strip()) != null) {
                file.attr("src", file.attr("src").strip().replaceFirst("\\?[^#]*", ""));
            }
        }
    }

    /**
     * Makes a figure of each paragraph of Markdown that contains only a picture of this service, with the title of the
     * picture as caption. An empty title means that there is no caption: the paragraph stays. A picture without
     * alternative text has no {@code alt}, so that the text of the medium takes its place.
     */
    static void createFigures(Element body) {
        for (var image : body.select("img[src]")) {
            if (MediaAddress.parse(image.attr("src")) == null) {
                continue;
            }
            if (image.attr("alt").isBlank()) {
                image.removeAttr("alt");
            }
            var content = image.parent().nameIs("a") ? image.parent() : image;
            var paragraph = content.parent();
            if (!isOnlyChild(image) || !paragraph.nameIs("p") || !isOnlyChild(content)) {
                continue;
            }
            if (image.hasAttr("title") && image.attr("title").isBlank()) {
                image.removeAttr("title");
                continue;
            }
            paragraph.tagName("figure");
            if (image.hasAttr("title")) {
                paragraph.appendElement("figcaption").text(image.attr("title"));
                image.removeAttr("title");
            }
        }
    }

    private static boolean isOnlyChild(Element element) {
        return element.parent().childrenSize() == 1 && element.parent().wholeOwnText().isBlank();
    }

    /** Whether the text is an http or https URL or a relative reference. */
    static boolean isWebAddress(String text) {
        return WEB_ADDRESS.matcher(text).matches();
    }

    /**
     * Gives lazily loaded images their real URL, so that they need no script. An image without a URL is deleted. An
     * image in a {@code noscript} element is kept unless the same image is shown already.
     */
    static void resolveLazyImages(Element body) {
        var shown = new HashSet<String>();
        for (var element : body.select("img, picture > source")) {
            if (element.hasAttr("data-srcset") && SrcSet.parse(element.attr("srcset")).isEmpty()) {
                element.attr("srcset", element.attr("data-srcset"));
            }
        }
        var ofPictures = new HashMap<Element, Optional<String>>();
        var missing = new ArrayList<Element>();
        for (var image : body.select("img")) {
            var address = findAddress(image).or(() -> ofPictures.computeIfAbsent(image.parent(),
                    MediaElements::findAddressOfPicture)).orElse(null);
            if (address == null) {
                missing.add(image);
            } else if (image.attr("src", address).closest("noscript") == null) {
                shown.add(address);
            }
        }
        ElementRemoval.removeAll(missing);
        for (var noscript : body.select("noscript")) {
            for (var image : noscript.select("img")) {
                if (shown.add(image.attr("src"))) {
                    noscript.before(image);
                }
            }
        }
    }

    private static Optional<String> findAddress(Element image) {
        var source = image.attr("src").strip();
        if (!source.isEmpty() && (isWebAddress(source) || !SCHEME.matcher(source).lookingAt())) {
            return Optional.of(source);
        }
        return LAZY_SOURCE_ATTRIBUTES.stream().map(image::attr)
                .map(value -> value.strip().replaceAll("[\\s,].*", ""))
                .filter(value -> !value.isEmpty() && !value.startsWith("data:")).findFirst();
    }

    private static Optional<String> findAddressOfPicture(Element parent) {
        return parent.nameIs("picture")
                ? children(parent, "source")
                        .flatMap(source -> SrcSet.parse(source.attr("srcset")).candidates().stream())
                        .map(SrcSet.Candidate::url).findFirst()
                : Optional.empty();
    }

    /** Returns the children with a name; a selector would look at all that is below them, too. */
    private static Stream<Element> children(Element parent, String name) {
        return parent.children().stream().filter(child -> child.nameIs(name));
    }

    /**
     * Keeps the candidates of pictures that are on the web, and lets images load when they are looked at unless the
     * author chose otherwise.
     */
    static void transformImages(Element body) {
        for (var element : body.select("[srcset]")) {
            var candidates = SrcSet.parse(element.attr("srcset"));
            if (candidates.isEmpty()) {
                element.removeAttr("srcset");
            } else {
                element.attr("srcset", candidates.toString());
            }
        }
        ElementRemoval.removeAll(body.select("picture > source:not([srcset])"));
        for (var picture : body.select("picture")) {
            if (children(picture, "img").findAny().isEmpty()) {
                ElementRemoval.removeAll(children(picture, "source").toList());
                picture.unwrap();
            }
        }
        for (var image : body.select("img")) {
            boolean urgent = image.attr("fetchpriority").equalsIgnoreCase("high");
            if (!image.attr("loading").matches("(?i)eager|lazy")) {
                image.removeAttr("loading");
                if (!urgent) {
                    image.attr("loading", "lazy");
                }
            }
        }
    }

    /**
     * Keeps videos and recordings with the files that are on the web. They have controls, because they never start by
     * themselves; the content for browsers without players is deleted. One without a file is deleted.
     */
    static void transformPlayers(Element body) {
        var missing = new ArrayList<Element>();
        for (var media : body.select("video, audio")) {
            if (!isWebAddress(media.attr("src").strip())) {
                media.removeAttr("src");
            }
            if (!isWebAddress(media.attr("poster").strip())) {
                media.removeAttr("poster");
            }
            var files = media.select("source, track");
            files.removeIf(file -> !isWebAddress(file.attr("src").strip()));
            media.empty();
            files.forEach(file -> media.appendChild(file.removeAttr("srcset")));
            if (media.hasAttr("src") || files.stream().anyMatch(file -> file.nameIs("source"))) {
                media.attr("controls", "");
            } else {
                missing.add(media);
            }
        }
        for (var file : body.select("source, track")) {
            if (!file.parent().nameIs("video") && !file.parent().nameIs("audio")
                    && !(file.nameIs("source") && file.parent().nameIs("picture"))) {
                missing.add(file);
            }
        }
        ElementRemoval.removeAll(missing);
        body.select("picture > source").removeAttr("src");
    }
}
