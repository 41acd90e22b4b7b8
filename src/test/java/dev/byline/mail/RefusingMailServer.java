package dev.byline.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** An SMTP server that permanently refuses every recipient, which GreenMail cannot do. */
public class RefusingMailServer implements QuarkusTestResourceLifecycleManager {
    private ServerSocket server;

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var thread = new Thread(this::accept, "refusing-server");
        thread.setDaemon(true);
        thread.start();
        return Map.of("quarkus.mailer.host", "127.0.0.1", "quarkus.mailer.port", String.valueOf(server.getLocalPort()),
                "quarkus.mailer.from", "news@blog.example", "byline.public-url", "https://api.blog.example");
    }

    private void accept() {
        while (!server.isClosed()) {
            try (var client = server.accept()) {
                converse(client);
            } catch (IOException gone) {
                // The next one.
            }
        }
    }

    private static void converse(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(client, "220 ready");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            say(client,
                    line.startsWith("RCPT")
                            ? "550 5.1.1 <" + line.replaceAll(".*<|>.*", "") + "> is nobody"
                            : "250 ok");
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
