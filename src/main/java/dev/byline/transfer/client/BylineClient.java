package dev.byline.transfer.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Option;

/**
 * The HTTP client of the commands that talk to a running Byline. The API key comes from the environment variable
 * BYLINE_KEY, so that it is not visible in the command line.
 */
class BylineClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIN_ERROR_STATUS = 400;
    private static final int MIN_SERVER_ERROR_STATUS = 500;
    private static final int TOO_MANY_REQUESTS_STATUS = 429;
    /** The time for a response of the public API to begin: twice the longest wait for changes. */
    private static final Duration PUBLIC_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String key;

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:BYLINE_URL:-http://localhost:8080}",
            description = "The URL of Byline; BYLINE_URL if set, or else ${DEFAULT-VALUE}. The API key is read from "
                    + "BYLINE_KEY.")
    private String url;

    BylineClient() {
        this(System.getenv("BYLINE_KEY"));
    }

    /** Creates a client with a key, or without one if it is null or blank. */
    BylineClient(String key) {
        this.key = key == null ? "" : key.strip();
    }

    /** Signals that a request failed; the message is shown to the user. */
    static class RequestFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        /** The status of the response; 0 without a response. */
        private final int status;

        RequestFailedException(int status, String message) {
            super(message);
            this.status = status;
        }

        RequestFailedException(String message) {
            this(0, message);
        }

        int status() {
            return status;
        }
    }

    /** Signals that Byline cannot be reached or has failed; a retry may succeed. */
    static final class ServerUnavailableException extends RequestFailedException {
        private static final long serialVersionUID = 1L;

        ServerUnavailableException(int status, String message) {
            super(status, message);
        }
    }

    /** The URL of Byline, without a slash at its end. */
    String url() {
        return url.replaceAll("/+$", "");
    }

    /** Tells whether there is a key for the admin API. */
    boolean hasKey() {
        return !key.isEmpty();
    }

    /** Reads a JSON response of the public API, without the key. */
    JsonNode getPublic(String path) throws InterruptedException, RequestFailedException {
        try (var body = send(builder(path).timeout(PUBLIC_TIMEOUT).build()).body()) {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw connectionLost();
        }
    }

    /** Uploads a file; returns the path of the import job. */
    String post(String path, BodyPublisher body) throws IOException, InterruptedException, RequestFailedException {
        var response = send(request(path).header("Content-Type", "application/octet-stream").POST(body).build());
        response.body().close();
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** Reads a JSON response. */
    JsonNode get(String path) throws InterruptedException, RequestFailedException {
        try (var body = stream(path)) {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw connectionLost();
        }
    }

    /** Opens a response as a stream. */
    InputStream stream(String path) throws IOException, InterruptedException, RequestFailedException {
        return send(request(path).build()).body();
    }

    private ServerUnavailableException connectionLost() {
        return new ServerUnavailableException(0, "The connection to " + url + " was lost.");
    }

    private HttpRequest.Builder request(String path) throws RequestFailedException {
        if (!hasKey()) {
            throw new RequestFailedException(
                    "The API key is missing: set the environment variable BYLINE_KEY to the key "
                            + "of an admin.");
        }
        return builder(path).header("Authorization", "Bearer " + key);
    }

    private HttpRequest.Builder builder(String path) throws RequestFailedException {
        try {
            return HttpRequest.newBuilder(URI.create(url() + path));
        } catch (IllegalArgumentException e) {
            throw new RequestFailedException("'" + url + "' is not a valid URL; use for example --url "
                    + "http://localhost:8080.");
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException, RequestFailedException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new ServerUnavailableException(0, "Byline cannot be reached at " + url + ".");
        } catch (IOException e) {
            throw connectionLost();
        }
        if (response.statusCode() >= MIN_ERROR_STATUS) {
            var text = new String(response.body().readNBytes(1 << 16), StandardCharsets.UTF_8);
            var message = response.statusCode() + ": "
                    + (text.startsWith("{") ? JSON.readTree(text).path("detail").asText(text) : text);
            throw response.statusCode() >= MIN_SERVER_ERROR_STATUS
                    || response.statusCode() == TOO_MANY_REQUESTS_STATUS
                            ? new ServerUnavailableException(response.statusCode(), message)
                            : new RequestFailedException(response.statusCode(), message);
        }
        return response;
    }
}
