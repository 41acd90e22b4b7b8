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

import dev.byline.web.Paths;

/**
 * The command {@code import}.
 * <ol>
 * <li>Uploads a file.</li>
 * <li>Polls the import job until it is over, and shows its progress.</li>
 * <li>Prints a summary, the numbers of notes, and the first failed or conflicting items.</li>
 * </ol>
 */
@Command(name = "import", mixinStandardHelpOptions = true,
        description = "Imports a file: NDJSON of Byline, an export of WordPress, Ghost, Medium, Substack or Blogger, a "
                + "feed (RSS, Atom, JSON Feed), a zip of Markdown files, or comments of Disqus, Commento, Remark42 or "
                + "Isso. Importing the same file again changes nothing.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:all items were processed", "1:the import or an "
                + "item failed", "2:wrong usage" })
public class ImportCommand implements Callable<Integer> {
    private static final String JOBS_PATH = Paths.ADMIN_API + "/imports";
    private static final int POLL_INTERVAL_MILLIS = 300;
    /** Retries while the server cannot be reached: one minute of poll intervals. */
    private static final int MAX_RETRIES = 200;
    private static final int BAR_WIDTH = 30;
    private static final int MAX_SHOWN_ITEMS = 20;

    @Mixin
    private BylineClient bylineClient;

    @Parameters(paramLabel = "FILE", description = "The file to import; - reads standard input.")
    private String file;

    @Option(names = "--format", description = "The format of the file; detected if absent.")
    private String format;
    @Option(names = "--source", description = "A name for the source of the file; use the same name for the same "
            + "source.")
    private String source;
    @Option(names = "--dry-run", description = "Only report the outcome of each item; write nothing.")
    private boolean dryRun;
    @Option(names = "--on-conflict", description = "For items that were also changed in Byline: skip (default), "
            + "update or fail.")
    private String onConflict;
    @Option(names = "--publish", description = "keep (default) publishes what is published in the source; draft "
            + "imports drafts.")
    private String publish;
    @Option(names = "--undated", description = "For published articles without a date: draft (default) or publish, "
            + "with the time of the import.")
    private String undated;
    @Option(names = "--ids", description = "fresh (default) creates new ids; keep takes over the ids of a Byline "
            + "export.")
    private String ids;
    @Option(names = "--pages", negatable = true, description = "Import pages, or leave them out with --no-pages. By "
            + "default pages are imported, except from Markdown archives.")
    private Boolean pages;
    @Option(names = "--media", description = "fetch makes media of all pictures, also of those on the web; keep leaves "
            + "all where they are. By default those in the archive become media.")
    private String media;
    @Option(names = "--no-comments", description = "Do not import comments.")
    private boolean noComments;
    @Option(names = "--no-views", description = "Do not import view counts.")
    private boolean noViews;
    @Option(names = "--author", description = "The author of articles that name no author, by id or slug.")
    private String author;
    @Option(names = "--category", description = "The category of articles that name no category.")
    private String category;
    @Option(names = "--categories", description = "Replace categories, as old:new,old:new.")
    private String categories;
    @Option(names = "--locale", description = "The locale of articles that name no locale.")
    private String locale;
    @Option(names = "--locales", description = "Replace locales, as en-US:en.")
    private String locales;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
            System.err.println("The file " + file + " does not exist or cannot be read.");
            return 2;
        }
        // A terminal shows a progress bar; a pipe gets only the summary.
        boolean interactive = System.console() != null;
        try {
            if (interactive) {
                System.err.print("Uploading " + file + " …");
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

    /** Reads the state of the job. Retries while Byline restarts, because it continues the job after a restart. */
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
        printNotes(job, path);
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

    private static void printNotes(JsonNode job, String path) {
        long noted = job.path("noted").asLong();
        if (noted > 0) {
            System.out.printf("%,d with notes (GET %s/report?outcome=noted):%n", noted, path);
            job.path("notes").forEach(note -> System.out.printf("  %,d: %s%n", note.path("items").asLong(),
                    note.path("note").asText()));
        }
    }

    private String queryString() {
        var query = new StringBuilder();
        appendParameter(query, "format", format);
        appendParameter(query, "source", source);
        appendParameter(query, "dryRun", dryRun ? "true" : null);
        appendParameter(query, "onConflict", onConflict);
        appendParameter(query, "publish", publish);
        appendParameter(query, "undated", undated);
        appendParameter(query, "ids", ids);
        appendParameter(query, "pages", pages == null ? null : pages.toString());
        appendParameter(query, "media", media);
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
