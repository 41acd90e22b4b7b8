package dev.byline.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A real SMTP server in the test process, through which the service under test sends its mails. */
public class MailServer implements QuarkusTestResourceLifecycleManager {
    private static GreenMail server;

    /** The server, whose mails a test reads and which it may stop. */
    public static GreenMail server() {
        return server;
    }

    @Override
    public Map<String, String> start() {
        // A port that stays the same when a test stops the server and starts it again.
        server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return Map.of("quarkus.mailer.host", "127.0.0.1", "quarkus.mailer.port",
                String.valueOf(server.getSmtp().getPort()), "quarkus.mailer.from", "Byline <news@blog.example>",
                "byline.public-url", "https://api.blog.example");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        server.stop();
    }
}
