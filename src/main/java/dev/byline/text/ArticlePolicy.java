package dev.byline.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.owasp.html.AttributePolicy;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** The allow-list of the HTML in article bodies. */
final class ArticlePolicy {
    private static final Set<String> RELATIONS = Set.of("nofollow", "ugc", "sponsored", "noopener", "noreferrer",
            "external", "license", "author", "me", "tag", "bookmark");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,5}%?");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(\\s*;[^<>]{0,200})?");
    /** A media query or a list of sizes: lengths, conditions and calculations. */
    private static final Pattern MEDIA_QUERY = Pattern.compile("[A-Za-z0-9\\s().,:%*/+<>=-]{1,1000}");

    /** Keeps the known relations of a link, in the author's order. */
    private static final AttributePolicy RELATION_POLICY = (element, attribute, value) -> {
        var known = Stream.of(value.toLowerCase(Locale.ROOT).split("\\s+")).filter(RELATIONS::contains).distinct()
                .collect(Collectors.joining(" "));
        return known.isEmpty() ? null : known;
    };
    /** Links may start a call, a message or a map; files and images come from the web only. */
    private static final AttributePolicy FILE_POLICY = (element, attribute, value) -> MediaElements
            .isWebAddress(value.strip().replace(" ", "%20")) ? HostNames.toAsciiUrl(value) : null;
    private static final AttributePolicy LINK_POLICY = (element, attribute, value) -> HostNames.toAsciiUrl(value);
    private static final AttributePolicy SRCSET_POLICY = (element, attribute, value) -> HostNames.isInternational(value)
            ? SrcSet.parse(value).map(HostNames::toAsciiUrl).toString()
            : value;

    static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "q", "cite", "pre",
                    "code", "kbd", "samp", "var", "em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small",
                    "sub", "sup", "abbr", "time", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead",
                    "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "img", "a", "div", "span", "section",
                    "details", "summary", "iframe", "input", "picture", "source", "video", "audio", "track", "ruby",
                    "rt", "rp", "bdi", "bdo", "wbr")
            .allowWithoutAttributes("a", "span", "img")
            .allowUrlProtocols("http", "https", "mailto", "tel", "sms", "geo", "xmpp")
            .allowAttributes("href").matching(LINK_POLICY).onElements("a").allowAttributes("rel")
            .matching(RELATION_POLICY).onElements("a")
            .allowAttributes("src").matching(FILE_POLICY).onElements("img", "video", "audio", "source", "track")
            .allowAttributes("poster").matching(FILE_POLICY).onElements("video")
            .allowAttributes("srcset").matching(SRCSET_POLICY).onElements("img", "source")
            .allowAttributes("sizes").matching(MEDIA_QUERY).onElements("img", "source")
            .allowAttributes("media").matching(MEDIA_QUERY).onElements("source")
            .allowAttributes("type").matching(MEDIA_TYPE).onElements("source")
            .allowAttributes("alt", "width", "height").onElements("img")
            .allowAttributes("width", "height").matching(SIZE).onElements("video", "source")
            .allowAttributes("controls", "loop", "muted").onElements("video", "audio")
            .allowAttributes("playsinline").onElements("video")
            .allowAttributes("preload").matching(true, "none", "metadata").onElements("video", "audio")
            .allowAttributes("crossorigin").matching(true, "anonymous").onElements("video", "audio")
            .allowAttributes("kind").matching(true, "subtitles", "captions", "descriptions", "chapters")
            .onElements("track").allowAttributes("srclang", "label", "default").onElements("track")
            .allowAttributes("title").globally().allowAttributes("lang", "dir").globally()
            .allowAttributes("datetime").onElements("time", "del", "ins")
            .allowAttributes("start").matching(NUMBER).onElements("ol").allowAttributes("reversed").onElements("ol")
            .allowAttributes("type").matching(false, "1", "a", "A", "i", "I").onElements("ol")
            .allowAttributes("value").matching(NUMBER).onElements("li")
            .allowAttributes("open").onElements("details")
            .allowAttributes("colspan", "rowspan", "scope").onElements("th", "td")
            .allowAttributes("align").matching(true, "left", "right", "center").onElements("th", "td")
            .allowAttributes("class").matching(Pattern.compile("language-[A-Za-z0-9+#_-]{1,40}")).onElements("code")
            .allowAttributes("class").matching(false, MathExtension.INLINE_CLASS, MathExtension.DISPLAY_CLASS)
            .onElements("span")
            .allowAttributes("class")
            .matching(Pattern.compile(Callouts.CLASS + " " + Callouts.CLASS
                    + "-(note|tip|important|warning|caution)"))
            .onElements("blockquote")
            .allowAttributes("class").matching(false, Callouts.TITLE_CLASS).onElements("p")
            .allowAttributes("loading").matching(true, "lazy", "eager").onElements("img")
            .allowAttributes("loading").matching(true, "lazy").onElements("iframe")
            .allowAttributes("fetchpriority").matching(true, "high", "low", "auto").onElements("img")
            .allowAttributes("decoding").matching(true, "async", "sync", "auto").onElements("img")
            // The prefix that RenderedBody.forArticle adds keeps ids from overwriting variables (DOM clobbering).
            .allowAttributes("id").matching(BodyAnchors.VALID_ID).onElements(BodyAnchors.ELEMENTS)
            .allowAttributes("class").matching(true, "footnote-ref", "footnotes", "footnote-backref")
            .onElements("sup", "section", "a").allowAttributes("aria-label").onElements("a")
            .allowAttributes("type").matching(true, "checkbox").onElements("input")
            .allowAttributes("disabled", "checked", "aria-label").onElements("input")
            // Only the players that VideoEmbeds creates.
            .allowAttributes("src").matching(VideoEmbeds.PLAYER_URL).onElements("iframe")
            .allowAttributes("title", "allowfullscreen").onElements("iframe")
            .allowAttributes("width", "height").matching(Pattern.compile("[0-9]{1,4}")).onElements("iframe")
            .allowAttributes("referrerpolicy").matching(true, "strict-origin-when-cross-origin").onElements("iframe")
            .disallowWithoutAttributes("iframe", "input", "source", "track").toFactory();

    private ArticlePolicy() {
    }
}
