package dev.byline.media;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends a body and reads the response, also if the service answers before the end of the body. */
final class LargeBody {
    private static final int RESPONSE_BYTES = 4096;

    private LargeBody() {
    }

    /** Sends a body and returns the beginning of the response. */
    static String send(int port, String token, byte[] body, boolean chunked) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/admin/media HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/octet-stream\r\n"
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length) + "\r\n\r\n"
                    + (chunked ? Integer.toHexString(body.length) + "\r\n" : "")).getBytes(StandardCharsets.US_ASCII));
            try {
                out.write(body);
                out.flush();
            } catch (IOException refused) {
                // The service has closed its side.
            }
            var response = new StringBuilder();
            var buffer = new byte[RESPONSE_BYTES];
            while (response.indexOf("}") < 0) {
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    break;
                }
                response.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
            return response.toString();
        }
    }
}
