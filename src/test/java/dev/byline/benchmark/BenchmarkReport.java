package dev.byline.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Tables of figures: printed as Markdown, each row as soon as it is measured, and written as JSON at the end. */
final class BenchmarkReport implements AutoCloseable {
    private final PrintWriter out;
    private final PrintWriter progress;
    private final Path json;
    private final List<Map<String, Object>> tables = new ArrayList<>();
    private List<Map<String, Object>> rows;
    private String[] columns;
    private final long began = System.nanoTime();

    BenchmarkReport(PrintWriter out, PrintWriter progress, Path json) {
        this.out = out;
        this.progress = progress;
        this.json = json;
    }

    /** A figure as the Markdown table shows it, with the values that the JSON has for it. */
    record Figure(String text, Object values) {

        static Figure of(String format, double value) {
            return Double.isNaN(value)
                    ? new Figure("–", null)
                    : new Figure(String.format(Locale.ROOT, format, value), value);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Says what is measured now, with the time since the beginning. */
    void progress(String format, Object... arguments) {
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        progress.printf("%d:%02d %s%n", seconds / 60, seconds % 60, format.formatted(arguments));
        progress.flush();
    }

    /** Begins a table; the first column has the names of the rows. */
    void table(String... names) {
        columns = names;
        rows = new ArrayList<>();
        tables.add(Map.of("columns", List.of(names), "rows", rows));
        out.printf("%n| %s |%n|%s%n", String.join(" | ", names), " --- |".repeat(names.length));
        out.flush();
    }

    void row(Object... cells) {
        var row = new LinkedHashMap<String, Object>();
        var text = new ArrayList<String>();
        for (int i = 0; i < cells.length; i++) {
            row.put(columns[i], cells[i] instanceof Figure figure ? figure.values : cells[i]);
            text.add(String.valueOf(cells[i]));
        }
        rows.add(row);
        out.printf("| %s |%n", String.join(" | ", text));
        out.flush();
    }

    void line(String text) {
        out.printf("%n%s%n", text);
        out.flush();
    }

    /** Writes the JSON. */
    @Override
    public void close() throws IOException {
        if (json != null) {
            var all = new LinkedHashMap<String, Object>();
            all.put("measuredAt", Instant.now().toString());
            all.put("processors", Runtime.getRuntime().availableProcessors());
            all.put("tables", tables);
            Files.write(json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
        }
    }
}
