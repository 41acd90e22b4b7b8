package dev.byline.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.http.Cached;
import dev.byline.http.Fields;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;

/** Makes bytes of the answers of {@link Cached} operations, with what caches need to know, and keeps them. */
@Singleton
class CachedAnswers {
    /**
     * Seconds: short, because a browser's copy cannot be called back; for as long again, and more, it may show what it
     * has while it asks (RFC 5861).
     */
    private static final String CACHE_CONTROL = "public, max-age=10, stale-while-revalidate=60";
    private static final Pattern ID = Pattern.compile("\"(?:id|articleId)\":\"([0-9a-f-]{36})\"");
    private static final int LAST = 100;
    /** The keys of what is shown fit in what CDNs take; more than that is known by the names of lists. */
    private static final int MOST_KEYS = 30;

    private final ResponseCache cache;
    private final ObjectMapper json;
    private final CurrentVertxRequest current;

    CachedAnswers(ResponseCache cache, ObjectMapper json, CurrentVertxRequest current) {
        this.cache = cache;
        this.json = json;
        this.current = current;
    }

    @ServerResponseFilter(priority = LAST)
    void make(ContainerRequestContext request, ContainerResponseContext response, ResourceInfo resource)
            throws IOException {
        var operation = resource == null ? null : resource.getResourceMethod();
        var cached = operation == null ? null : operation.getAnnotation(Cached.class);
        if (cached == null || response.getStatus() != 200 || !response.hasEntity()) {
            return;
        }
        var context = current.getCurrent();
        var type = String.valueOf(response.getMediaType());
        var entity = response.getEntity();
        var bytes = entity instanceof byte[] ready ? ready : json.writeValueAsBytes(entity);
        var names = names(cached, request, bytes);
        var fields = request.getUriInfo().getQueryParameters().getFirst(Fields.PARAMETER);
        if (fields != null && !(entity instanceof byte[])) {
            var tree = json.readTree(bytes);
            Fields.trim(tree, fields, operation);
            bytes = json.writeValueAsBytes(tree);
        }
        var answer = Representation.of(bytes, type, headers(response, names), names, cache.read(context));
        cache.keep(context, answer);
        send(request, response, answer);
    }

    private static Set<String> names(Cached cached, ContainerRequestContext request, byte[] bytes) {
        var names = new HashSet<>(List.of(cached.value()));
        names.add(Changes.SITE);
        request.getUriInfo().getPathParameters().values().forEach(names::addAll);
        if (request.getUriInfo().getQueryParameters().containsKey("include")) {
            names.add(Changes.ARTICLES);
        }
        // Quotes inside of texts are escaped, so these are fields.
        var ids = ID.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (ids.find()) {
            names.add(ids.group(1));
        }
        return names;
    }

    private static Map<String, String> headers(ContainerResponseContext response, Collection<String> names) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", String.valueOf(response.getMediaType()));
        headers.put("Cache-Control", CACHE_CONTROL);
        headers.put("Vary", "Accept-Encoding");
        headers.put("Access-Control-Allow-Origin", "*");
        var keys = names.size() > MOST_KEYS
                ? names.stream().filter(name -> name.length() != 36)
                : names.stream();
        headers.put("Surrogate-Key", String.join(" ", keys.sorted().toList()));
        var link = response.getHeaderString("Link");
        if (link != null) {
            headers.put("Link", link);
        }
        return headers;
    }

    private void send(ContainerRequestContext request, ContainerResponseContext response, Representation answer) {
        var coded = answer.in(Encoding.of(request.getHeaderString("Accept-Encoding")));
        boolean unchanged = coded.isNamedIn(request.getHeaderString("If-None-Match"));
        (unchanged ? coded.unchanged() : coded.headers())
                .forEach(header -> response.getHeaders().putSingle(header.getKey(), header.getValue()));
        if (unchanged) {
            response.setStatus(304);
            response.setEntity(null);
        } else {
            response.setEntity(coded.body().getBytes(), null, MediaType.valueOf(answer.headers().get("Content-Type")));
        }
    }
}
