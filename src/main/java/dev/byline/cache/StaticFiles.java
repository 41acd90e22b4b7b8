package dev.byline.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.byline.web.Order;
import dev.byline.web.Paths;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Sends Swagger UI and the files of {@code META-INF/resources}, ahead of the platform, which would let browsers use
 * yesterday's page for a day:
 * <ul>
 * <li>Browsers revalidate a page, and every file that is requested by its own name.</li>
 * <li>The page refers to scripts and styles by names that contain a checksum of the content, such as
 * {@code desk.1x2y3z.js}; browsers keep them for a year.</li>
 * <li>A checksum of another release, in a page that was loaded before an upgrade, gets the present content, and the
 * browser revalidates it.</li>
 * </ul>
 */
@ApplicationScoped
class StaticFiles {
    /** The folders on the class path by the path under which they are served, the longest path first. */
    private static final List<Folder> FOLDERS = List.of(
            new Folder(Paths.SWAGGER_UI + "/",
                    "META-INF/io.smallrye_smallrye-open-api-ui__jar/META-INF/resources/openapi-ui/"),
            new Folder("/", "META-INF/resources/"));
    private static final Map<String, String> CONTENT_TYPES = Map.of("html", "text/html; charset=UTF-8", "js",
            "text/javascript; charset=UTF-8", "css", "text/css; charset=UTF-8", "map",
            "application/json; charset=UTF-8", "svg", "image/svg+xml", "png", "image/png", "ico", "image/x-icon");
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]+[/.])*[A-Za-z0-9_-]+\\.([a-z]{2,4})");
    private static final Pattern VERSIONED_NAME = Pattern.compile("(.+)\\.([0-9a-z_]{8,32})\\.(js|css)");
    /** A script or style of this service in a page. */
    private static final Pattern REFERENCE = Pattern.compile("(?<=(?:src|href)=\")([A-Za-z0-9_./-]+)\\.(js|css)(?=\")");

    private final Map<String, LoadedFile> files = new ConcurrentHashMap<>();

    private record Folder(String path, String resources) {}

    /** A file under its own name, and under the name that contains its version. */
    private record LoadedFile(FixedResponse named, FixedResponse versioned) {}

    void register(@Observes Router router) {
        // In development files change while the service runs.
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            router.route().order(Order.FILES).handler(this::serve);
        }
    }

    private void serve(RoutingContext context) {
        var method = context.request().method();
        var path = context.normalizedPath();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD || Paths.isApi(path)) {
            context.next();
            return;
        }
        var requested = path.equals(Paths.SWAGGER_UI + "/") ? path + "index.html" : path;
        var literal = findResource(requested);
        var versioned = literal.isPresent() ? null : VERSIONED_NAME.matcher(requested);
        if (literal.isPresent()) {
            send(context, requested, literal.get(), null);
        } else if (versioned.matches()) {
            var name = versioned.group(1) + "." + versioned.group(3);
            findResource(name).ifPresentOrElse(
                    resource -> send(context, name, resource, versioned.group(2)), context::next);
        } else {
            context.next();
        }
    }

    private void send(RoutingContext context, String path, String resource, String version) {
        var loaded = files.get(resource);
        if (loaded != null) {
            send(context, path, loaded, version);
        } else {
            context.vertx().executeBlocking(() -> load(path, resource), false)
                    .onSuccess(file -> send(context, path, file, version)).onFailure(context::fail);
        }
    }

    private static void send(RoutingContext context, String path, LoadedFile file, String version) {
        boolean current = file.named.version().equals(version);
        (current ? file.versioned : file.named).send(context, path);
    }

    private LoadedFile load(String path, String resource) {
        var known = files.get(resource);
        if (known != null) {
            return known;
        }
        var contentType = contentType(resource);
        var body = read(resource);
        if (resource.endsWith(".html")) {
            body = addVersions(path, new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
        var file = new LoadedFile(FixedResponse.revalidated(body, contentType),
                FixedResponse.immutable(body, contentType));
        files.put(resource, file);
        return file;
    }

    /** Returns the page with the version of each script and style in its name. */
    private String addVersions(String pagePath, String html) {
        return REFERENCE.matcher(html).replaceAll(reference -> {
            var name = reference.group();
            var path = name.startsWith("/") ? name : pagePath.substring(0, pagePath.lastIndexOf('/') + 1) + name;
            return findResource(path).map(resource -> reference.group(1) + "."
                    + load(path, resource).named.version() + "." + reference.group(2)).orElse(name);
        });
    }

    /** Returns the name of the resource at a path on the class path, if there is one. */
    private Optional<String> findResource(String path) {
        for (var folder : FOLDERS) {
            if (path.startsWith(folder.path)) {
                var name = path.substring(folder.path.length());
                var resource = folder.resources + name;
                boolean exists = files.containsKey(resource) || NAME.matcher(name).matches()
                        && contentType(name) != null && classLoader().getResource(resource) != null;
                return exists ? Optional.of(resource) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String contentType(String name) {
        return CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static byte[] read(String resource) {
        try (var file = classLoader().getResourceAsStream(resource)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassLoader classLoader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
