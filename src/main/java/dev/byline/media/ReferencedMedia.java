package dev.byline.media;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.byline.text.BodyMedia;
import dev.byline.text.MediaAddress;

/** The media that content refers to, as readers get them. */
public final class ReferencedMedia implements BodyMedia.Lookup {
    private final Map<UUID, Media> media;
    /** The addresses of the pictures in other sizes. */
    public final PictureSizes sizes;

    ReferencedMedia(Map<UUID, Media> media, PictureSizes sizes) {
        this.media = media;
        this.sizes = sizes;
    }

    /** Returns the medium that an address refers to; empty for another address, and for one that is not found. */
    public Optional<Media> at(String address) {
        return Optional.ofNullable(address)
                .map(given -> MediaAddress.parse(MediaAddress.withoutHost(given, sizes.base()))).map(media::get);
    }

    /** Returns sanitized HTML as readers get it. */
    public String show(String sanitizedHtml) {
        return BodyMedia.show(sanitizedHtml, this);
    }

    /** Returns the absolute URL of an address: that of the present file of a medium; null for null. */
    public String url(String address) {
        return address == null ? null : at(address).map(sizes::url).orElseGet(() -> absolute(address));
    }

    /** Returns the picture of an address in several widths, as in {@code srcset}; null if it is no medium with sizes. */
    public String srcset(String address) {
        return at(address).map(sizes::srcset).orElse(null);
    }

    @Override
    public String absolute(String path) {
        return MediaAddress.absolute(path, sizes.base());
    }

    @Override
    public BodyMedia.ShownMedium find(UUID id) {
        var medium = media.get(id);
        return medium == null
                ? null
                : new BodyMedia.ShownMedium(sizes.url(medium), MediaAddress.path(id, medium.filename()),
                        medium.width(), medium.height(), attributes(medium), medium.description().caption(),
                        medium.description().credit());
    }

    private Map<String, String> attributes(Media medium) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("src", sizes.fallbackUrl(medium));
        var alt = medium.description().alt();
        attributes.put("alt", alt == null ? "" : alt);
        var srcset = sizes.srcset(medium);
        if (srcset != null) {
            attributes.put("srcset", srcset);
            attributes.put("sizes", PictureSizes.DEFAULT_SIZES);
        }
        putIfKnown(attributes, "data-placeholder", medium.placeholder());
        putIfKnown(attributes, "data-color", medium.dominantColor());
        putIfKnown(attributes, "data-focus", medium.focalX() == null
                ? null
                : percent(medium.focalX()) + " " + percent(medium.focalY()));
        return attributes;
    }

    private static void putIfKnown(Map<String, String> attributes, String name, String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static String percent(float share) {
        return Math.round(share * 100) + "%";
    }
}
