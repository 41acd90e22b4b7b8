package dev.byline.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.byline.benchmark.BenchmarkReport.Figure;

/**
 * Measures servers in turns: within a row each server runs after the other, several times, so that a change of the
 * machine's speed meets all of them. The first one is the reference; ratios above 1 are better than it.
 */
final class Comparison {
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final List<Contender> contenders;
    private final Plan plan;
    private final BenchmarkReport report;
    private final List<Load.Result> failed = new ArrayList<>();
    /** The ratios of the last contender by row. */
    private final Map<String, Double> ratios = new LinkedHashMap<>();

    Comparison(List<Contender> contenders, Plan plan, BenchmarkReport report) {
        this.contenders = contenders;
        this.plan = plan;
        this.report = report;
    }

    /** A server with its requests. */
    record Contender(MeasuredServer server, PeerMap map) {}

    /**
     * How often each server starts (the table has the median), and how long and how often a row is measured:
     * {@code turns} runs of each server, after one that warms it up.
     */
    record Plan(int starts, int connections, int turns, Duration run, Duration warmUp) {}

    List<Load.Result> failed() {
        return failed;
    }

    /** Returns the rows whose ratio is below 1 by more than the threshold. */
    Map<String, Double> slower(double threshold) {
        var slower = new LinkedHashMap<>(ratios);
        slower.values().removeIf(ratio -> !(ratio < 1 - threshold));
        return slower;
    }

    /** Measures everything: starts, memory, cached reads, and all requests without a cache. */
    void run() throws IOException, InterruptedException {
        table();
        measureStarts();
        Thread.sleep(SETTLE.toMillis());
        memory("RSS after the start, MB");
        for (var name : List.of("article", "list")) {
            measure(name, ", cached");
        }
        for (var contender : contenders) {
            if (contender.server instanceof BylineServer byline) {
                report.progress("%s starts without a cache", contender.map.name());
                byline.stop();
                byline.start("0");
            }
        }
        PeerMap.ROWS.keySet().stream().forEach(name -> measure(name, ", not cached"));
        memory("RSS after the load, MB");
    }

    void table() {
        var columns = new ArrayList<>(List.of(""));
        contenders.forEach(contender -> columns.add(contender.map.name()));
        report.table(columns.toArray(String[]::new));
    }

    private void measureStarts() throws IOException, InterruptedException {
        var seconds = new double[contenders.size()][plan.starts];
        var byUrl = new double[contenders.size()][plan.starts];
        for (int turn = 0; turn < plan.starts; turn++) {
            report.progress("start %d of %d", turn + 1, plan.starts);
            for (int i = 0; i < contenders.size(); i++) {
                var server = contenders.get(i).server;
                server.stop();
                seconds[i][turn] = server.isManaged() ? server.start(Map.of()) : Double.NaN;
                byUrl[i][turn] = server instanceof BylineServer byline ? byline.startBeside() : seconds[i][turn];
            }
        }
        lessIsBetter("start to the first response, s", "%.1f", medians(seconds));
        lessIsBetter("the same, database by URL, s", "%.1f", medians(byUrl));
    }

    private static double[] medians(double[][] values) {
        return Arrays.stream(values).mapToDouble(Comparison::median).toArray();
    }

    static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void memory(String row) {
        lessIsBetter(row, "%.0f", contenders.stream().mapToDouble(c -> c.server.megabytes("VmRSS")).toArray());
    }

    private void lessIsBetter(String row, String format, double[] values) {
        var cells = new ArrayList<Object>(List.of(row));
        for (int i = 0; i < values.length; i++) {
            var figure = Figure.of(format, values[i]);
            double ratio = values[0] / values[i];
            cells.add(i == 0 || Double.isNaN(ratio)
                    ? figure
                    : new Figure(figure.text() + ": " + ratio(ratio), Map.of("value", values[i], "ratio", ratio)));
            ratios.put(row, ratio);
        }
        report.row(cells.toArray());
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 9.95 ? "%.2f" : "%.0f", ratio);
    }

    /** Measures one request of the servers that have it, in turns. */
    void measure(String name, String condition) {
        var row = PeerMap.ROWS.get(name) + (name.equals("comment") ? "" : condition);
        var results = new LinkedHashMap<Contender, List<Load.Result>>();
        contenders.stream().filter(c -> c.map.requests().containsKey(name))
                .forEach(c -> results.put(c, new ArrayList<>()));
        report.progress("%s: warm-up, then %d turns", row, plan.turns);
        results.keySet().forEach(contender -> load(contender, name, plan.warmUp));
        for (int turn = 0; turn < plan.turns; turn++) {
            results.forEach((contender, all) -> all.add(load(contender, name, plan.run)));
        }
        var reference = results.get(contenders.get(0));
        var cells = new ArrayList<Object>(List.of(row));
        for (var contender : contenders) {
            var own = results.get(contender);
            cells.add(own == null ? "–" : cell(row, own, own == reference ? null : reference));
        }
        report.row(cells.toArray());
    }

    private Load.Result load(Contender contender, String name, Duration time) {
        try {
            var result = Load.run(contender.server.address, contender.map.requests().get(name), plan.connections, time);
            if (result.failed() > 0) {
                failed.add(result);
            }
            return result;
        } catch (IOException broken) {
            throw new IllegalStateException(contender.map.name() + ": " + broken.getMessage(), broken);
        }
    }

    private Figure cell(String row, List<Load.Result> own, List<Load.Result> reference) {
        double rate = median(own.stream().mapToDouble(Load.Result::rate).toArray());
        double p99 = median(own.stream().mapToDouble(Load.Result::p99).toArray());
        long failures = own.stream().mapToLong(Load.Result::failed).sum();
        var text = String.format(Locale.ROOT, "%,.0f/s, p99 %.1f ms", rate, p99);
        var values = new LinkedHashMap<String, Object>(Map.of("rate", rate, "p99", p99, "failed", failures));
        if (reference != null) {
            var all = new double[own.size()];
            Arrays.setAll(all, i -> own.get(i).rate() / reference.get(i).rate());
            values.put("ratio", median(all));
            values.put("ratios", all);
            text += ": " + ratio(median(all));
            ratios.put(row, median(all));
        }
        return new Figure(failures == 0 ? text : text + ", " + failures + " failed", values);
    }
}
