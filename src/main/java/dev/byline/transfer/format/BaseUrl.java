package dev.byline.transfer.format;

import java.util.List;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * The address that completes the relative addresses of an item.
 *
 * @param url
 *            a complete address; empty if it is not known, and then relative addresses stay as they are
 */
record BaseUrl(String url) {
    private static final String NOT_RELATIVE = "(?is)[a-z][a-z0-9+.-]*:.*|#.*|\\s*";
    private static final List<String> ADDRESS_ATTRIBUTES = List.of("href", "src");

    /** Returns the base of the first of these addresses that is complete. */
    static BaseUrl ofFirst(String... addresses) {
        for (var address : addresses) {
            var url = ImportValues.toUrl(address);
            if (url != null) {
                return new BaseUrl(url);
            }
        }
        return new BaseUrl("");
    }

    /** Returns the base that the attributes {@code xml:base} of an element and of the elements around it define. */
    BaseUrl in(Element e) {
        var outer = e.parent() == null ? this : in(e.parent());
        var given = e.attr("xml:base");
        var url = given.isBlank() ? null : outer.complete(given);
        return url == null ? outer : new BaseUrl(url);
    }

    /** Returns a complete address; null if the address is not valid or cannot be completed. */
    String complete(String address) {
        return address == null || address.isBlank() ? null : ImportValues.toUrl(resolve(address.strip()));
    }

    private String resolve(String address) {
        if (address.matches(NOT_RELATIVE)) {
            return address;
        }
        if (url.isEmpty()) {
            return address.startsWith("//") ? "https:" + address : address;
        }
        return Jsoup.parseBodyFragment("<a></a>", url).expectFirst("a").attr("href", address).absUrl("href");
    }

    /** Completes the addresses of links, pictures and videos in HTML; links within the text stay as they are. */
    String completeHtml(String html) {
        if (html == null || url.isEmpty()) {
            return html;
        }
        var document = Jsoup.parseBodyFragment(html, url);
        document.outputSettings().prettyPrint(false);
        boolean changed = false;
        for (var e : document.select("a[href], img[src], iframe[src]")) {
            for (var name : ADDRESS_ATTRIBUTES) {
                var complete = e.attr(name).matches(NOT_RELATIVE) ? "" : e.absUrl(name);
                if (!complete.isEmpty()) {
                    e.attr(name, complete);
                    changed = true;
                }
            }
        }
        return changed ? document.body().html() : html;
    }
}
