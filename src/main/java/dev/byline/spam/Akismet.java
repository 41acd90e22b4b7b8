package dev.byline.spam;

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
 * External spam check by the Akismet protocol: sends a form to {@code comment-check}, which responds {@code true} or
 * {@code false}. Disabled without {@code BYLINE_AKISMET_KEY}; {@code BYLINE_AKISMET_URL} selects another service with
 * this protocol.
 */
@Singleton
public class Akismet implements ExternalSpamCheck {
    private static final Logger LOG = Logger.getLogger(Akismet.class);
    /** Timeout of the connection and of the entire response. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Maximum length of a response that is compared with {@code true} and {@code false}, in characters. */
    private static final int MAX_RESPONSE_LENGTH = 16;

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

    /** Sets the URL and the key of the service; without a key the check is disabled. */
    public void configure(URI url, Optional<String> key) {
        this.url = url;
        this.key = key;
    }

    @Override
    public SpamClassification check(SpamCandidate spamCandidate) {
        if (key.isEmpty()) {
            return SpamClassification.ham;
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/comment-check")).timeout(TIMEOUT)
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .header("User-Agent", "Byline/1 | Akismet/1.1")
                    .POST(HttpRequest.BodyPublishers.ofString(formBody(spamCandidate)))
                    .build();
            // The timeout of the request ends with the headers; this timeout covers the entire response.
            var answer = http.sendAsync(request, BodyHandlers.ofString()).get(TIMEOUT.toMillis(),
                    TimeUnit.MILLISECONDS);
            return parseResponse(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SpamClassification.unknown;
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            LOG.warnf("The external spam check failed or timed out; the comment waits for a moderator: %s", e.getClass()
                    .getSimpleName()
                    + (e.getCause() instanceof IOException cause ? ", " + cause.getClass().getSimpleName() : ""));
            return SpamClassification.unknown;
        }
    }

    private static SpamClassification parseResponse(int status, String body) {
        var word = body.length() > MAX_RESPONSE_LENGTH ? "" : body.strip();
        if (status == 200 && word.equals("true")) {
            return SpamClassification.spam;
        }
        if (status == 200 && word.equals("false")) {
            return SpamClassification.ham;
        }
        LOG.warnf("The external spam check responded with status %d and neither true nor false, so the comment waits "
                + "for a moderator. Check BYLINE_AKISMET_URL and BYLINE_AKISMET_KEY.", status);
        return SpamClassification.unknown;
    }

    private String formBody(SpamCandidate spamCandidate) {
        var home = site.readPublic().siteUrl;
        var fields = new LinkedHashMap<String, String>();
        fields.put("api_key", key.get());
        fields.put("blog", home == null ? "http://localhost/" : home);
        fields.put("user_ip", spamCandidate.origin().address());
        fields.put("user_agent", spamCandidate.origin().userAgent());
        fields.put("referrer", spamCandidate.origin().referrer());
        fields.put("comment_type", spamCandidate.reply() ? "reply" : "comment");
        fields.put("comment_author", spamCandidate.author().name());
        fields.put("comment_author_email", spamCandidate.author().email());
        fields.put("comment_author_url", spamCandidate.author().website());
        fields.put("comment_content", spamCandidate.body());
        fields.put("blog_charset", "UTF-8");
        return fields.entrySet().stream().filter(field -> field.getValue() != null).map(Akismet::encode)
                .collect(Collectors.joining("&"));
    }

    private static String encode(Map.Entry<String, String> field) {
        return field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8);
    }
}
