package dev.byline.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import dev.byline.paging.Fields;
import dev.byline.web.Cached;
import dev.byline.web.Order;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;

/**
 * Serializes the responses of {@link Cached} operations, adds the headers that caches need, and stores the responses in
 * the {@link ResponseCache}.
 */
@Singleton
class CachedResponseFilter {
    /**
     * Values in seconds. {@code max-age} is short, because a copy in a browser cannot be invalidated. For 60 more
     * seconds a browser may show its copy while it fetches a new one (RFC 5861).
     */
    private static final String CACHE_CONTROL = "public, max-age=10, stale-while-revalidate=60";
    /** The end of a field name {@code id} or {@code …Id}, up to the beginning of its value. */
    private static final byte[] ID_FIELD_SUFFIX = "d\":\"".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ID_LENGTH = 36;
    /**
     * The maximum number of keys in {@code Surrogate-Key}, because CDNs limit the header. Beyond it the ids are
     * omitted, and the names of lists and the slugs remain.
     */
    private static final int MAX_SURROGATE_KEYS = 30;

    private static final CharacterEscapes SCRIPT_SAFE_ESCAPES = new CharacterEscapes() {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            var escapes = standardAsciiEscapesForJSON();
            escapes['<'] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    };

    private final ResponseCache cache;
    private final StaleResponses staleResponses;
    private final String cacheControl;
    private final ObjectMapper json;
    private final CurrentVertxRequest currentRequest;

    CachedResponseFilter(ResponseCache cache, StaleResponses staleResponses, ObjectMapper json,
            CurrentVertxRequest current) {
        this.cache = cache;
        this.staleResponses = staleResponses;
        // What this node may do while the database is away, caches in front may do while this node is away (RFC 5861 §4).
        this.cacheControl = CACHE_CONTROL + (staleResponses.maxStale().isZero()
                ? ""
                : ", stale-if-error=" + staleResponses.maxStale().toSeconds());
        this.json = json;
        this.currentRequest = current;
    }

    @ServerResponseFilter(priority = -Order.CACHED_RESPONSE)
    void buildAndCache(ContainerRequestContext request, ContainerResponseContext response, ResourceInfo resource)
            throws IOException {
        var operation = resource == null ? null : resource.getResourceMethod();
        var cached = operation == null ? null : operation.getAnnotation(Cached.class);
        if (cached == null || !response.hasEntity()) {
            return;
        }
        var context = currentRequest.getCurrent();
        if (response.getStatus() == 503) {
            var fallback = staleResponses.takeFallback(context);
            if (fallback != null) {
                response.getHeaders().remove("Retry-After");
                response.setStatus(200);
                send(request, response, fallback);
            }
            return;
        }
        if (response.getStatus() != 200) {
            return;
        }
        staleResponses.noteAnswer();
        var type = String.valueOf(response.getMediaType());
        var entity = response.getEntity();
        var query = request.getUriInfo().getQueryParameters();
        var writer = jsonWriter(query.get("include"));
        var bytes = entity instanceof byte[] ready ? ready : writer.writeValueAsBytes(entity);
        var names = collectNames(cached, request, bytes);
        var fields = query.get(Fields.PARAMETER);
        if (fields != null && !(entity instanceof byte[])) {
            var tree = json.readTree(bytes);
            Fields.retainOnly(tree, fields, query.get("include"), operation);
            bytes = writer.writeValueAsBytes(tree);
        }
        var representation = new Representation(bytes, type, buildHeaders(response, names), names,
                cache.readAt(context));
        cache.store(context, representation);
        send(request, response, representation);
    }

    /**
     * Returns a writer that escapes {@code <} if the response includes JSON-LD. Pages embed JSON-LD in a script
     * element, which a title must not be able to end.
     */
    private ObjectWriter jsonWriter(List<String> include) {
        return include != null && include.stream().anyMatch(part -> part.contains("jsonLd"))
                ? json.writer().with(SCRIPT_SAFE_ESCAPES)
                : json.writer();
    }

    private static Set<String> collectNames(Cached cached, ContainerRequestContext request, byte[] bytes) {
        var names = new HashSet<>(List.of(cached.value()));
        names.add(ChangeTracker.SITE);
        request.getUriInfo().getPathParameters().values().forEach(names::addAll);
        if (request.getUriInfo().getQueryParameters().containsKey("include")) {
            names.add(ChangeTracker.ARTICLES);
        }
        addIds(bytes, names);
        return names;
    }

    /** Adds the ids in the response. Quotes inside of texts are escaped, so these bytes always belong to a field. */
    private static void addIds(byte[] bytes, Set<String> names) {
        for (int i = 1; i + ID_FIELD_SUFFIX.length + ID_LENGTH < bytes.length; i++) {
            if (bytes[i] == 'd' && (bytes[i - 1] == 'I' || bytes[i - 1] == 'i')
                    && Arrays.equals(bytes, i, i + ID_FIELD_SUFFIX.length, ID_FIELD_SUFFIX, 0,
                            ID_FIELD_SUFFIX.length)) {
                int start = i + ID_FIELD_SUFFIX.length;
                if (bytes[start + ID_LENGTH] == '"' && isId(bytes, start)) {
                    names.add(new String(bytes, start, ID_LENGTH, StandardCharsets.ISO_8859_1));
                    i = start + ID_LENGTH;
                }
            }
        }
    }

    private static boolean isId(byte[] bytes, int start) {
        for (int i = start; i < start + ID_LENGTH; i++) {
            if (bytes[i] != '-' && Character.digit(bytes[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> buildHeaders(ContainerResponseContext response, Collection<String> names) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", String.valueOf(response.getMediaType()));
        headers.put("Cache-Control", cacheControl);
        headers.put("Vary", "Accept-Encoding");
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Expose-Headers", "ETag, Link");
        headers.put("X-Content-Type-Options", "nosniff");
        var keys = names.size() > MAX_SURROGATE_KEYS
                ? names.stream().filter(name -> name.length() != 36)
                : names.stream();
        headers.put("Surrogate-Key", String.join(" ", keys.sorted().toList()));
        var link = response.getHeaderString("Link");
        if (link != null) {
            headers.put("Link", link);
        }
        return headers;
    }

    private void send(ContainerRequestContext request, ContainerResponseContext response,
            Representation representation) {
        var encodedBody = representation
                .encodedBody(ContentEncoding.choose(request.getHeaderString("Accept-Encoding")));
        boolean unchanged = encodedBody.matchesIfNoneMatch(request.getHeaderString("If-None-Match"));
        representation.headers.forEach(response.getHeaders()::putSingle);
        response.getHeaders().putSingle("ETag", encodedBody.etag());
        if (unchanged) {
            response.getHeaders().remove("Content-Type");
            response.setStatus(304);
            response.setEntity(null);
            return;
        }
        if (request.getMethod().equals(HttpMethod.HEAD)) {
            response.getHeaders().putSingle("Content-Length", encodedBody.bytes().length);
        }
        if (encodedBody.encoding() != ContentEncoding.identity) {
            response.getHeaders().putSingle("Content-Encoding", encodedBody.encoding().name());
        }
        response.setEntity(encodedBody.bytes(), null, MediaType.valueOf(representation.headers.get("Content-Type")));
    }
}
