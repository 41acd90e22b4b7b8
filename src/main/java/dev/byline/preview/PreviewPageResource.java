package dev.byline.preview;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

import com.ibm.icu.util.ULocale;

import dev.byline.mail.Messages;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleDetail;
import dev.byline.site.SiteService;
import dev.byline.web.HtmlPage;
import dev.byline.web.IgnoresUnknownParameters;
import io.quarkus.qute.Engine;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

/**
 * The built-in page that shows a working copy to people, for sites whose frontend has no page for previews. The page is
 * in the language of the article; its few other words are in the nearest language that {@link Messages} has.
 */
@Path(PreviewPageResource.PATH)
@IgnoresUnknownParameters
class PreviewPageResource {
    /** The path of the page; the token is its query parameter {@code token}. */
    static final String PATH = "/pages/preview";
    private static final int OK = 200;
    private static final String NOT_STORED = "no-store";
    /** Pictures, audio and video may come from anywhere, frames from the hosts of the players that bodies may have. */
    private static final String ALLOWED_CONTENT = "img-src 'self' http: https: data:; media-src http: https:; "
            + "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; form-action 'none'; ";

    private final PreviewService previews;
    private final SiteService site;
    private final Messages messages;
    private final Engine engine;

    PreviewPageResource(PreviewService previews, SiteService site, Messages messages, Engine engine) {
        this.previews = previews;
        this.site = site;
        this.messages = messages;
        this.engine = engine;
    }

    /** Reads the token from the request, because an empty parameter would otherwise get a problem, not a page. */
    @GET
    @Operation(hidden = true)
    public RestResponse<byte[]> show(@Context HttpServerRequest request) {
        var token = request.getParam("token");
        try {
            return showArticle(previews.readWorkingCopy(token == null ? "" : token));
        } catch (ProblemException e) {
            if (e.type != ProblemType.NOT_FOUND && e.type != ProblemType.GONE) {
                throw e;
            }
            return showRefusal(e.type);
        }
    }

    private RestResponse<byte[]> showArticle(ArticleDetail article) {
        var date = dateFormat(article.locale);
        var data = data(article.locale);
        data.put("article", article);
        data.put("byline", article.authors.stream().map(author -> author.name()).collect(Collectors.joining(", ")));
        data.put("categories",
                article.categories.stream().map(category -> category.name()).collect(Collectors.joining(", ")));
        data.put("published", time(article.publishedAt, date));
        data.put("updated", time(article.updatedAt, date));
        data.put("note", message(article.locale, "note", Map.of()));
        var updated = dateFormat(message(article.locale, "language", Map.of())).format(article.updatedAt);
        data.put("updatedText", date.format(article.publishedAt).equals(date.format(article.updatedAt))
                ? null
                : message(article.locale, "updated", Map.of("date", updated)));
        data.put("minutesText", message(article.locale, "minutes", Map.of("minutes", article.readingMinutes)));
        return respond(OK, "preview/article.html", data, ALLOWED_CONTENT);
    }

    private DateTimeFormatter dateFormat(String locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.forLanguageTag(locale))
                .withZone(ZoneId.of(site.readPublic().timeZone));
    }

    private RestResponse<byte[]> showRefusal(ProblemType type) {
        var locale = site.defaultLocale();
        var key = type == ProblemType.GONE ? "gone" : "unknown";
        var data = data(locale);
        data.put("title", message(locale, key + "_title", Map.of()));
        data.put("text", message(locale, key, Map.of()));
        return respond(type.status, "preview/refusal.html", data, HtmlPage.ICON_ONLY);
    }

    private RestResponse<byte[]> respond(int status, String template, Map<String, Object> data, String allowed) {
        var page = HtmlPage.create();
        data.put("nonce", page.nonce());
        return page.respond(status, engine.getTemplate(template).render(data), NOT_STORED, allowed);
    }

    private Map<String, Object> data(String locale) {
        var data = new HashMap<String, Object>();
        data.put("locale", locale);
        data.put("direction", new ULocale(locale).isRightToLeft() ? "rtl" : "ltr");
        data.put("language", message(locale, "language", Map.of()));
        return data;
    }

    private String message(String locale, String part, Map<String, Object> values) {
        return messages.format(locale, "page_preview." + part, values);
    }

    /** A time for people and for programs. */
    record ShownTime(String iso, String text) {}

    private static ShownTime time(Instant instant, DateTimeFormatter date) {
        return new ShownTime(instant.toString(), date.format(instant));
    }
}
