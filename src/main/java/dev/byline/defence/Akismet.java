package dev.byline.defence;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.byline.site.SiteService;
import jakarta.inject.Singleton;

/**
 * Akismet's protocol: a form to {@code comment-check}, {@code true} or {@code false} back. Off without
 * {@code BYLINE_AKISMET_KEY}; {@code BYLINE_AKISMET_URL} leads to another service that speaks it.
 */
@Singleton
public class Akismet implements ExternalCheck {
    private static final Logger LOG = Logger.getLogger(Akismet.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int LONGEST_ANSWER = 16;

    private final SiteService site;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT).build();
    private volatile URI url;
    private volatile Optional<String> key;

    Akismet(SiteService site,
            @ConfigProperty(name = "byline.akismet.url", defaultValue = "https://rest.akismet.com/1.1") URI url,
            @ConfigProperty(name = "byline.akismet.key") Optional<String> key) {
        this.site = site;
        configure(url, key);
    }

    /** Where to ask, and with which key; without one nobody is asked. */
    public void configure(URI url, Optional<String> key) {
        this.url = url;
        this.key = key;
    }

    @Override
    public Answer check(Suspect suspect) {
        if (key.isEmpty()) {
            return Answer.ham;
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/comment-check")).timeout(TIMEOUT)
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .header("User-Agent", "Byline/1 | Akismet/1.1")
                    .POST(HttpRequest.BodyPublishers.ofString(form(suspect)))
                    .build();
            // The request's own timeout ends with the headers; this one is for the whole answer.
            var answer = http.sendAsync(request, BodyHandlers.ofString()).get(TIMEOUT.toMillis(),
                    TimeUnit.MILLISECONDS);
            return understood(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.unknown;
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            LOG.warnf("The external check did not answer: %s", e.getClass().getSimpleName()
                    + (e.getCause() instanceof IOException cause ? ", " + cause.getClass().getSimpleName() : ""));
            return Answer.unknown;
        }
    }

    private static Answer understood(int status, String body) {
        var word = body.length() > LONGEST_ANSWER ? "" : body.strip();
        if (status == 200 && word.equals("true")) {
            return Answer.spam;
        }
        if (status == 200 && word.equals("false")) {
            return Answer.ham;
        }
        LOG.warnf("The external check answered %d and neither true nor false", status);
        return Answer.unknown;
    }

    private String form(Suspect suspect) {
        var home = site.readPublic().siteUrl();
        var fields = new LinkedHashMap<String, String>();
        fields.put("api_key", key.get());
        fields.put("blog", home == null ? "http://localhost/" : home);
        fields.put("user_ip", suspect.address());
        fields.put("user_agent", suspect.userAgent());
        fields.put("referrer", suspect.referrer());
        fields.put("comment_type", suspect.reply() ? "reply" : "comment");
        fields.put("comment_author", suspect.name());
        fields.put("comment_author_email", suspect.email());
        fields.put("comment_author_url", suspect.website());
        fields.put("comment_content", suspect.body());
        fields.put("blog_charset", "UTF-8");
        return fields.entrySet().stream().filter(field -> field.getValue() != null).map(Akismet::encoded)
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Map.Entry<String, String> field) {
        return field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8);
    }
}
