package dev.byline.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A load generator: one thread sends requests over kept HTTP/1.1 connections and measures each response. It does no
 * more work for a response than it must, because it shares the cores with the servers that it measures.
 */
final class Load {
    private static final long DRAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long POLL_NANOS = 50_000;
    /** Numbers requests over all runs, from the time of the first, so that no two runs post the same comment. */
    private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() * 1000);

    private final InetSocketAddress address;
    private final String host;
    private final LoadRequest request;
    /** Requests per second at an even rate; 0 if each connection sends as soon as it has its response. */
    private final int perSecond;
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private int[] micros = new int[1 << 16];
    private int measured;
    private long inTime;
    private long end;

    private Load(URI server, LoadRequest request, int perSecond) {
        this.address = new InetSocketAddress(server.getHost(), server.getPort() < 0 ? 80 : server.getPort());
        this.host = server.getAuthority();
        this.request = request;
        this.perSecond = perSecond;
    }

    /**
     * The result of a run: expected responses per second, times in milliseconds, and the failures by their kind, such
     * as {@code status 500}.
     */
    record Result(double rate, double p50, double p99, double largest, Map<String, Long> failures) {

        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Sends the next request of each connection as soon as the response to the last one is there. */
    static Result run(URI server, LoadRequest request, int connections, Duration time) throws IOException {
        return new Load(server, request, 0).run(connections, time);
    }

    /** Sends requests at an even rate, and measures each from the time at which it was due. */
    static Result even(URI server, LoadRequest request, int connections, Duration time, int perSecond)
            throws IOException {
        return new Load(server, request, perSecond).run(connections, time);
    }

    private Result run(int connections, Duration time) throws IOException {
        var all = new ArrayList<Connection>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                all.add(new Connection(selector));
            }
            idle.addAll(all);
            long begin = System.nanoTime();
            end = begin + time.toNanos();
            if (perSecond > 0) {
                sendEvenly(selector, begin, perSecond * time.toMillis() / 1000);
            } else {
                for (long now = begin; now < end; now = System.nanoTime()) {
                    while (!idle.isEmpty()) {
                        idle.poll().send(System.nanoTime());
                    }
                    selector.select(key -> ((Connection) key.attachment()).read(),
                            Math.max(1, (end - now) / 1_000_000));
                }
            }
            while (idle.size() < connections && System.nanoTime() < end + DRAIN_NANOS) {
                selector.select(key -> ((Connection) key.attachment()).read(), 100);
            }
            for (int i = idle.size(); i < connections; i++) {
                fail("no response");
            }
        } finally {
            for (var connection : all) {
                connection.channel.close();
            }
        }
        return result(time);
    }

    private void sendEvenly(Selector selector, long begin, long requests) throws IOException {
        for (long sent = 0; sent < requests;) {
            long due = begin + sent * 1_000_000_000L / perSecond;
            if (due <= System.nanoTime() && !idle.isEmpty()) {
                idle.poll().send(due);
                sent++;
            } else if (selector.selectNow(key -> ((Connection) key.attachment()).read()) == 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private Result result(Duration time) {
        var sorted = Arrays.copyOf(micros, measured);
        Arrays.sort(sorted);
        return new Result(inTime * 1e9 / time.toNanos(), millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1),
                failures);
    }

    private static double millis(int[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e3;
    }

    private void fail(String kind) {
        failures.merge(kind, 1L, Long::sum);
    }

    private void measure(long started) {
        long now = System.nanoTime();
        if (measured == micros.length) {
            micros = Arrays.copyOf(micros, 2 * measured);
        }
        micros[measured++] = (int) ((now - started) / 1000);
        if (now < end || perSecond > 0) {
            inTime++;
        }
    }

    /** A connection with at most one request under way. */
    private final class Connection {
        private final Selector selector;
        private final HttpResponseParser response = new HttpResponseParser();
        private SocketChannel channel;
        private long started;
        private boolean waiting;

        private Connection(Selector selector) throws IOException {
            this.selector = selector;
            connect();
        }

        private void connect() throws IOException {
            try {
                channel = SocketChannel.open(address);
            } catch (IOException refused) {
                throw new IOException("http://" + host + " accepts no connection: " + refused.getMessage(), refused);
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void send(long since) throws IOException {
            started = since;
            waiting = true;
            response.reset();
            var bytes = ByteBuffer.wrap(request.bytes(host, NUMBERS.getAndIncrement()));
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException closed) {
                fail("connection closed");
                reconnect();
            }
        }

        private void read() {
            try {
                received.clear();
                int count = channel.read(received);
                received.flip();
                if (count < 0 && !waiting) {
                    // The server closes a connection that had no request for some time.
                    reconnect();
                } else if (count < 0 ? response.endsAtClose() : response.accept(received)) {
                    complete(count < 0 || response.closes());
                } else if (count < 0) {
                    fail("connection closed");
                    reconnect();
                }
            } catch (IOException reset) {
                if (waiting) {
                    fail("connection closed");
                }
                try {
                    reconnect();
                } catch (IOException refused) {
                    throw new java.io.UncheckedIOException(refused);
                }
            }
        }

        private void complete(boolean reconnect) throws IOException {
            if (request.expects(response.status())) {
                measure(started);
            } else {
                fail("status " + response.status());
            }
            if (reconnect) {
                reconnect();
            } else {
                waiting = false;
                idle.add(this);
            }
        }

        private void reconnect() throws IOException {
            channel.close();
            connect();
            if (waiting) {
                waiting = false;
                idle.add(this);
            }
        }
    }

    /** Names failures for people: {@code 12 × status 500}. */
    static String describe(List<Result> results) {
        var all = new TreeMap<String, Long>();
        results.forEach(result -> result.failures.forEach((kind, number) -> all.merge(kind, number, Long::sum)));
        return String.join(", ", all.entrySet().stream().map(e -> e.getValue() + " × " + e.getKey()).toList());
    }
}
