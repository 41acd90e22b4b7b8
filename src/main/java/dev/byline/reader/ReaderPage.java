package dev.byline.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.cache.FixedResponse;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the files of the reader page, unless {@code BYLINE_READER_PAGE} is {@code false}. Every address that an article
 * or a list may have gets the same HTML, whose script reads the address. The event loop sends the files from memory, so
 * they need neither a thread nor the database.
 */
@Singleton
class ReaderPage {
    private static final Map<String, String> MEDIA_TYPES = Map.of("js", "text/javascript; charset=UTF-8", "css",
            "text/css; charset=UTF-8", "svg", "image/svg+xml");
    private static final String[] FILES = { "api.js", "article.js", "comments.js", "elements.js", "lists.js",
            "members.js", "reader.js", "texts.js", "reader.css", "icon.svg" };
    /** Articles by slug or id, and the pages that forms and searches have. */
    private static final Pattern PAGE = Pattern.compile("[A-Za-z0-9-]*");
    private static final Pattern COLLECTION = Pattern.compile("(category|tag|author)/[A-Za-z0-9-]+");
    /**
     * Scripts and styles come from this service only. Images, audio and video of an article may come from anywhere, and
     * frames from the two hosts of players.
     */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src http: https: data:; media-src http: https:; "
            + "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private final boolean enabled;

    ReaderPage(@ConfigProperty(name = Paths.READER_PAGE_SETTING, defaultValue = "true") boolean enabled) {
        this.enabled = enabled;
    }

    void register(@Observes Router router) {
        if (!enabled) {
            return;
        }
        var files = new HashMap<String, FixedResponse>();
        for (var name : FILES) {
            files.put(name,
                    FixedResponse.revalidated(read(name), MEDIA_TYPES.get(name.substring(name.indexOf('.') + 1))));
        }
        // The files lie one folder above the pages of categories, tags and authors.
        var page = page("");
        var pageOfCollection = page("../");
        router.route(Paths.READER_PAGE + "*").handler(context -> {
            // The path as it was sent: the folder of relative addresses is the one that the browser sees.
            var path = context.request().path();
            var name = path.length() < Paths.READER_PAGE.length() ? null : path.substring(Paths.READER_PAGE.length());
            if (name == null) {
                redirectToFolder(context);
            } else if (files.containsKey(name)) {
                serve(context, files.get(name));
            } else if (PAGE.matcher(name).matches()) {
                serve(context, page);
            } else if (COLLECTION.matcher(name).matches()) {
                serve(context, pageOfCollection);
            } else {
                context.next();
            }
        });
    }

    /** Leads from the path without a slash at its end to the page, below any prefix of a proxy. */
    private static void redirectToFolder(RoutingContext context) {
        var query = context.request().query();
        context.response().setStatusCode(308).putHeader("Location", "read/" + (query == null ? "" : "?" + query)).end();
    }

    private static void serve(RoutingContext context, FixedResponse file) {
        var method = context.request().method();
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            file.send(context, Paths.READER_PAGE + "{page}");
        } else {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    method + " is not allowed at this path.", "Allow", "GET, HEAD"));
        }
    }

    private static FixedResponse page(String folder) {
        var html = new String(read("index.html"), StandardCharsets.UTF_8).replace("{base}", folder);
        return FixedResponse.revalidated(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=UTF-8");
    }

    private static byte[] read(String name) {
        try (var file = ReaderPage.class.getResourceAsStream("/reader/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
