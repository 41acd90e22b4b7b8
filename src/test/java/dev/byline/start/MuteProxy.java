package dev.byline.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP proxy whose connections can go mute: they stay open, and nothing arrives any more, as after the failover of a
 * firewall. Connections that are opened later work.
 */
final class MuteProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Link> links = new CopyOnWriteArrayList<>();

    MuteProxy(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    private final class Link {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean mute;

        Link(Socket client) throws IOException {
            this.client = client;
            this.upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        }

        void forward(Socket from, Socket to) {
            var bytes = new byte[16 * 1024];
            try (from; to) {
                for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream()
                        .read(bytes)) {
                    if (!mute) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
            } catch (IOException closed) {
                // Either side has closed the connection; the other one is closed with it.
                return;
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Makes all connections of this moment mute. */
    void muteOpenConnections() {
        links.forEach(link -> link.mute = true);
    }

    /** Returns the number of connections that neither side has closed. */
    long openConnections() {
        return links.stream().filter(link -> !link.client.isClosed() && !link.upstream.isClosed()).count();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                try {
                    var link = new Link(client);
                    links.add(link);
                    start(() -> link.forward(link.client, link.upstream));
                    start(() -> link.forward(link.upstream, link.client));
                } catch (ConnectException unavailable) {
                    client.close();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "mute-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var link : links) {
            link.client.close();
            link.upstream.close();
        }
    }
}
