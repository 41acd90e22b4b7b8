package dev.byline.transfer.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import dev.byline.web.Paths;

/** The command {@code export}: downloads all content as NDJSON, and checks that the download is complete. */
@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Exports all content as NDJSON, or with --media as a zip with the files of media; 'import --ids keep' "
                + "restores the same site from it, with pictures only from the zip.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:the export is complete", "1:the export failed or "
                + "is incomplete", "2:wrong usage" })
public class ExportCommand implements Callable<Integer> {
    private static final int TAIL_LENGTH = 64;

    @Mixin
    private BylineClient bylineClient;

    @Option(names = { "-o", "--output" }, paramLabel = "FILE",
            description = "The output file; standard output if absent.")
    private Path output;
    @Option(names = "--types", description = "Export only these types: "
            + "site,author,category,tag,member,article,comment,menu.")
    private String types;
    @Option(names = "--locale", description = "Export only articles of this locale, and their comments.")
    private String locale;

    @Option(names = "--media", description = "Export a zip with the files of media, always of everything.")
    private boolean media;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var query = (types == null ? "" : "&types=" + URLEncoder.encode(types, StandardCharsets.UTF_8))
                + (locale == null ? "" : "&locale=" + URLEncoder.encode(locale, StandardCharsets.UTF_8));
        var path = Paths.ADMIN_API + "/exports" + (media ? "/archive" : "") + query.replaceFirst("&", "?");
        try {
            if (output == null) {
                return copy(path, System.out);
            }
            // The file gets its final name only when it is complete.
            var part = output.resolveSibling(output.getFileName() + ".part");
            int exit;
            try (var out = Files.newOutputStream(part)) {
                exit = copy(path, out);
            }
            if (exit == 0) {
                Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
            }
            return exit;
        } catch (BylineClient.RequestFailedException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    /** Copies the export. Returns 1 for an incomplete export, which lacks the last line with the number of lines. */
    private int copy(String path, OutputStream out)
            throws IOException, InterruptedException, BylineClient.RequestFailedException {
        var tail = "";
        try (var in = bylineClient.stream(path)) {
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                tail += new String(buffer, Math.max(0, read - TAIL_LENGTH), Math.min(TAIL_LENGTH, read),
                        StandardCharsets.ISO_8859_1);
                tail = tail.substring(Math.max(0, tail.length() - TAIL_LENGTH));
            }
        } catch (IOException e) {
            System.err.println("The connection was lost during the export: " + e.getMessage());
        }
        out.flush();
        // The last line of NDJSON, or the end of a zip.
        if (media ? !tail.contains("PK\5\6") : !tail.matches("(?s).*\\{\"end\":\\d+\\}\\n")) {
            System.err.println("The export is incomplete; repeat it.");
            return 1;
        }
        return 0;
    }
}
