package dev.byline.transfer.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a file and shows what becomes of it. */
@Command(name = "import", mixinStandardHelpOptions = true,
        description = "Imports a file: Byline's NDJSON, WordPress, Ghost, a zip of Markdown, or comments of Disqus, Commento, Remark42, Isso. The same file again changes nothing.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:all is in", "1:something failed", "2:wrong usage" })
public class ImportCommand implements Callable<Integer> {
    private static final String JOBS_PATH = "/api/v1/admin/imports";
    private static final int POLL_INTERVAL_MILLIS = 300;
    /** So many pauses are a minute. */
    private static final int MAX_RETRIES = 200;
    private static final int BAR_WIDTH = 30;
    private static final int MAX_SHOWN_ITEMS = 20;

    @Mixin
    private BylineClient bylineClient;

    @Parameters(paramLabel = "FILE", description = "The file; - is what comes through the pipe.")
    private String file;

    @Option(names = "--format", description = "What the file is; found out if absent.")
    private String format;
    @Option(names = "--source", description = "A name for where it is from, always the same for the same place.")
    private String source;
    @Option(names = "--dry-run", description = "Only report what would become of each item.")
    private boolean dryRun;
    @Option(names = "--on-conflict", description = "skip (default), update or fail what was changed here as well.")
    private String onConflict;
    @Option(names = "--publish", description = "keep (default) or draft.")
    private String publish;
    @Option(names = "--ids", description = "fresh (default) or keep, for an export of Byline's.")
    private String ids;
    @Option(names = "--pages", description = "Import pages as articles.")
    private boolean pages;
    @Option(names = "--no-comments", description = "Leave comments out.")
    private boolean noComments;
    @Option(names = "--no-views", description = "Leave counters as they are.")
    private boolean noViews;
    @Option(names = "--author", description = "Who signs what nobody signs.")
    private String author;
    @Option(names = "--category", description = "Where articles go that nothing files anywhere.")
    private String category;
    @Option(names = "--categories", description = "Other categories, as old:new,old:new.")
    private String categories;
    @Option(names = "--locale", description = "The locale of whatever names none.")
    private String locale;
    @Option(names = "--locales", description = "Other locales, as en-US:en.")
    private String locales;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
            System.err.println("There is no file " + file + " that can be read.");
            return 2;
        }
        // Who watches gets a bar, a pipe only the summary.
        boolean interactive = System.console() != null;
        try {
            if (interactive) {
                System.err.print("Sending " + file + " …");
            }
            var job = bylineClient.post(JOBS_PATH + queryString(), file.equals("-")
                    ? BodyPublishers.ofInputStream(() -> System.in)
                    : BodyPublishers.ofFile(Path.of(file)));
            var status = poll(job);
            while (List.of("uploading", "queued", "running").contains(status.path("state").asText())) {
                if (interactive) {
                    System.err.print("\r" + progressBar(status) + "\u001b[K");
                }
                Thread.sleep(POLL_INTERVAL_MILLIS);
                status = poll(job);
            }
            if (interactive) {
                System.err.print("\r" + progressBar(status) + "\u001b[K\n");
            }
            return printSummary(status, job);
        } catch (BylineClient.RequestFailedException e) {
            System.err.println((interactive ? "\n" : "") + e.getMessage());
            return 1;
        }
    }

    /** How far the job is. A Byline that is started again goes on with it, so it is waited for. */
    private JsonNode poll(String job) throws IOException, InterruptedException, BylineClient.RequestFailedException {
        for (int retriesLeft = MAX_RETRIES; true; retriesLeft--) {
            try {
                return bylineClient.get(job);
            } catch (BylineClient.ServerUnavailableException e) {
                if (retriesLeft == 0) {
                    throw e;
                }
                Thread.sleep(POLL_INTERVAL_MILLIS);
            }
        }
    }

    private static String progressBar(JsonNode job) {
        double progress = job.path("progress").asDouble();
        int full = (int) (progress * BAR_WIDTH);
        var left = job.has("secondsLeft") ? ", " + job.path("secondsLeft").asLong() + " s left" : "";
        return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full)
                + "] %3.0f %%, %,d items, %,d a second%s".formatted(
                        progress * 100, job.path("items").asLong(), job.path("itemsPerSecond").asLong(), left);
    }

    private int printSummary(JsonNode job, String path)
            throws IOException, InterruptedException, BylineClient.RequestFailedException {
        var outcomes = job.path("outcomes");
        var counted = new ArrayList<String>();
        outcomes.properties().forEach(o -> {
            if (o.getValue().asLong() > 0) {
                counted.add("%,d %s".formatted(o.getValue().asLong(), o.getKey()));
            }
        });
        System.out.printf("%s (%s from %s%s): %s%n", job.path("state").asText(), job.path("format").asText(),
                job.path("source").asText(), dryRun ? ", dry run" : "",
                counted.isEmpty() ? "nothing" : String.join(", ", counted));
        if (job.has("message")) {
            System.out.println(job.path("message").asText());
        }
        boolean hasFailures = !job.path("state").asText().equals("done");
        for (var outcome : List.of("failed", "conflict")) {
            long count = outcomes.path(outcome).asLong();
            if (count > 0) {
                hasFailures = true;
                var items = bylineClient.get(path + "/items?size=" + MAX_SHOWN_ITEMS + "&outcome=" + outcome)
                        .path("items");
                items.forEach(item -> System.out.printf("  %s %s: %s%n", outcome, item.path("place").asText(),
                        item.path("message").asText()));
                if (count > MAX_SHOWN_ITEMS) {
                    System.out.printf("  … and %,d more: GET %s/report?outcome=%s%n", count - MAX_SHOWN_ITEMS, path,
                            outcome);
                }
            }
        }
        return hasFailures ? 1 : 0;
    }

    private String queryString() {
        var query = new StringBuilder();
        appendParameter(query, "format", format);
        appendParameter(query, "source", source);
        appendParameter(query, "dryRun", dryRun ? "true" : null);
        appendParameter(query, "onConflict", onConflict);
        appendParameter(query, "publish", publish);
        appendParameter(query, "ids", ids);
        appendParameter(query, "pages", pages ? "true" : null);
        appendParameter(query, "comments", noComments ? "false" : null);
        appendParameter(query, "views", noViews ? "false" : null);
        appendParameter(query, "author", author);
        appendParameter(query, "category", category);
        appendParameter(query, "categories", categories);
        appendParameter(query, "locale", locale);
        appendParameter(query, "locales", locales);
        return query.toString();
    }

    private static void appendParameter(StringBuilder query, String name, String value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
