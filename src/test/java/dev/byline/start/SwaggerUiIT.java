package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how browsers may keep Swagger UI of the packaged service, before and after an upgrade. */
class SwaggerUiIT {
    private static final String FOLDER = "/q/swagger-ui/";
    private static final String GENERATED_JAR = "quarkus/generated-bytecode.jar";
    private static final String STYLE = "META-INF/io.smallrye_smallrye-open-api-ui__jar/META-INF/resources/openapi-ui/"
            + "style.css";
    private static final Pattern REFERENCE = Pattern
            .compile("(?:src|href)=\"([a-z0-9_./-]+?)\\.([0-9a-z_]{8,})\\.(js|css)\"");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void an_open_browser_gets_the_new_page_at_its_next_load_after_an_upgrade() throws Exception {
        String oldTag;
        Map<String, String> oldVersions;
        try (var service = PackagedService.start(directory.resolve("data"), Map.of())) {
            var page = get(service, FOLDER, null);
            assertEquals(200, page.statusCode());
            assertEquals("no-cache", header(page, "Cache-Control"));
            assertTrue(header(page, "Content-Security-Policy").contains("script-src 'self'"));
            oldTag = header(page, "ETag");
            assertEquals(304, get(service, FOLDER, oldTag).statusCode());
            assertEquals(304, get(service, FOLDER + "index.html", oldTag).statusCode());
            oldVersions = versions(page.body());
            assertTrue(oldVersions.keySet().containsAll(Set.of("swagger-ui-bundle.js",
                    "swagger-ui-standalone-preset.js", "swagger-ui.css", "style.css")), oldVersions::toString);
            assertTrue(oldVersions.containsKey("/desk/plugin.js"), oldVersions::toString);
            assertFalse(Pattern.compile("src=\"swagger-ui-bundle\\.js\"").matcher(page.body()).find());
            for (var file : oldVersions.entrySet()) {
                var versioned = get(service, path(withVersion(file.getKey(), file.getValue())), null);
                assertEquals(200, versioned.statusCode(), file.getKey());
                assertEquals("public, max-age=31536000, immutable", header(versioned, "Cache-Control"));
                var plain = get(service, path(file.getKey()), null);
                assertEquals("no-cache", header(plain, "Cache-Control"));
                assertEquals(versioned.body(), plain.body());
                assertEquals(304, get(service, path(file.getKey()), header(plain, "ETag")).statusCode());
            }
        }
        try (var service = PackagedService.start(upgraded(), directory.resolve("data"), Map.of())) {
            var page = get(service, FOLDER, oldTag);
            assertEquals(200, page.statusCode());
            var versions = versions(page.body());
            assertNotEquals(oldVersions.get("style.css"), versions.get("style.css"));
            assertEquals(oldVersions.get("swagger-ui-bundle.js"), versions.get("swagger-ui-bundle.js"));
            // A page that was loaded before the upgrade gets the present file, and may not keep it under the old name.
            var old = get(service, FOLDER + withVersion("style.css", oldVersions.get("style.css")), null);
            assertEquals("no-cache", header(old, "Cache-Control"));
            assertTrue(old.body().contains("upgraded"));
        }
    }

    /** Returns a copy of the packaged service in which one file of Swagger UI is another one. */
    private Path upgraded() throws IOException {
        var copy = directory.resolve("upgraded");
        try (var files = Files.walk(PackagedService.APPLICATION)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = copy.resolve(PackagedService.APPLICATION.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        try (var jar = FileSystems.newFileSystem(copy.resolve(GENERATED_JAR))) {
            Files.writeString(jar.getPath(STYLE), Files.readString(jar.getPath(STYLE)) + "\n/* upgraded */\n");
        }
        return copy;
    }

    /** Returns the path of a file by its name in the page. */
    private static String path(String name) {
        return name.startsWith("/") ? name : FOLDER + name;
    }

    private static String withVersion(String name, String version) {
        return name.replaceAll("\\.(js|css)$", "." + version + ".$1");
    }

    /** Returns the versions of the files in a page, by their names. */
    private static Map<String, String> versions(String page) {
        var versions = new TreeMap<String, String>();
        REFERENCE.matcher(page).results()
                .forEach(found -> versions.put(found.group(1) + "." + found.group(3), found.group(2)));
        return versions;
    }

    private static HttpResponse<String> get(PackagedService service, String path, String tag)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service.url() + path));
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
