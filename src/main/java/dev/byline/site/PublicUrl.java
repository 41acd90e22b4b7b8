package dev.byline.site;

import java.util.Optional;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.HostNames;
import dev.byline.text.MediaAddress;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * The public URL of this service: {@code BYLINE_PUBLIC_URL}, or else the scheme and host of the current request.
 */
@Startup
@Singleton
public class PublicUrl {
    private static final String HOST_REGEX = "([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?";
    private static final Pattern HOST_PATTERN = Pattern.compile(HOST_REGEX);
    private static final Pattern URL_PATTERN = Pattern.compile("https?://" + HOST_REGEX + "(/[A-Za-z0-9._~-]+)*/?");

    private final Optional<String> configured;
    private final HttpServer http;

    PublicUrl(@ConfigProperty(name = "byline.public-url") Optional<String> configured, HttpServer http) {
        this.http = http;
        var ascii = configured.map(HostNames::toAsciiUrl);
        ascii.filter(url -> !URL_PATTERN.matcher(url).matches()).ifPresent(url -> {
            throw new IllegalStateException(
                    "BYLINE_PUBLIC_URL is '" + url + "'. Set it to a URL such as https://api.blog.example");
        });
        this.configured = ascii.map(url -> url.replaceAll("/$", ""));
    }

    /**
     * Returns the public URL for the response to a request, without a slash at its end; 400 for a request without a
     * valid host (RFC 9112 §3.2) if no URL is configured.
     */
    public String ofRequest(HttpServerRequest request) {
        return configured.orElseGet(() -> {
            var host = request.authority() == null ? "" : request.authority().toString();
            if (!HOST_PATTERN.matcher(host).matches()) {
                throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                        "The request has no valid 'Host' header. Send the host that you connect to.");
            }
            return request.scheme() + "://" + host;
        });
    }

    /**
     * Returns the public URL for what one client causes and another reads: links in mails, and addresses of media in
     * cached responses. It never comes from a request, because no client may decide where the links of other clients
     * lead. Without {@code BYLINE_PUBLIC_URL}, the URL is {@code http://localhost} with the port of this node.
     */
    public String base() {
        return configured.orElseGet(() -> "http://localhost:" + http.getPort());
    }

    /** Returns the absolute URL of a stored reference to a medium; other addresses, and null, stay as they are. */
    public String ofMedium(String address) {
        return isMedium(address) ? MediaAddress.absolute(address, base()) : address;
    }

    /** Returns an address as it is stored: a medium of this service without a host; other addresses, and null, stay. */
    public String toStored(String address) {
        var reference = address == null ? null : MediaAddress.toStored(address, base());
        return reference == null ? address : reference;
    }

    private static boolean isMedium(String address) {
        return address != null && MediaAddress.parse(address) != null;
    }
}
