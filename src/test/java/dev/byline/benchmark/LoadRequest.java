package dev.byline.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A request of the load generator. {@code ${n}} in its path, headers or body is a number that no other request has;
 * {@code ${1-1000}} is a number from 1 to 1,000, in turn.
 */
final class LoadRequest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:n|(\\d+)-(\\d+))}");

    final String path;
    private final String method;
    private final Map<String, String> headers;
    private final String body;
    /** The status of a success; 0 stands for every 2xx. */
    private final int status;
    private byte[] fixed;

    LoadRequest(String method, String path, Map<String, String> headers, String body, int status) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.status = status;
    }

    static LoadRequest get(String path) {
        return new LoadRequest("GET", path, Map.of(), null, 200);
    }

    static LoadRequest postJson(String path, String body) {
        return new LoadRequest("POST", path, Map.of("Content-Type", "application/json"), body, 0);
    }

    LoadRequest with(String header, String value, int expected) {
        var all = new java.util.LinkedHashMap<>(headers);
        all.put(header, value);
        return new LoadRequest(method, path, all, body, expected);
    }

    boolean expects(int actual) {
        return status == 0 ? actual / 100 == 2 : actual == status;
    }

    /** Returns the bytes of the request with that number. */
    byte[] bytes(String host, long number) {
        if (fixed != null) {
            return fixed;
        }
        var text = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        headers.forEach((name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        var head = fill(text.toString(), number);
        var filled = body == null ? new byte[0] : fill(body, number).getBytes(StandardCharsets.UTF_8);
        head += (body == null ? "" : "\r\nContent-Length: " + filled.length) + "\r\n\r\n";
        var bytes = head.getBytes(StandardCharsets.UTF_8);
        var request = java.util.Arrays.copyOf(bytes, bytes.length + filled.length);
        System.arraycopy(filled, 0, request, bytes.length, filled.length);
        if (!PLACEHOLDER.matcher(text).find() && (body == null || !PLACEHOLDER.matcher(body).find())) {
            fixed = request;
        }
        return request;
    }

    private static String fill(String text, long number) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> value(found, number));
    }

    private static String value(MatchResult found, long number) {
        if (found.group(1) == null) {
            return String.valueOf(number);
        }
        long first = Long.parseLong(found.group(1));
        return String.valueOf(first + number % (Long.parseLong(found.group(2)) - first + 1));
    }
}
