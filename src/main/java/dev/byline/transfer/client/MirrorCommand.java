package dev.byline.transfer.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import dev.byline.transfer.client.MirrorEntries.MirrorEntry;
import dev.byline.web.Paths;

/**
 * The command {@code mirror}: keeps a folder of Markdown files in step with what is live.
 * <ol>
 * <li>Reads a page of changes; the first run reads everything that is live.</li>
 * <li>Writes and deletes the files of the page.</li>
 * <li>Saves the token of the page. A run that was killed repeats the page, which changes nothing twice.</li>
 * </ol>
 */
@Command(name = "mirror", mixinStandardHelpOptions = true,
        description = "Keeps a folder of Markdown files with front matter in step with everything that is live. With a "
                + "key in BYLINE_KEY the files have the sources of the texts, without one their HTML.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:the folder is in step", "1:the mirror failed; the "
                + "next run continues", "2:wrong usage" })
public class MirrorCommand implements Callable<Integer> {
    private static final String PARTS = "body,seo,metadata,translations";
    private static final int WAIT_SECONDS = 30;
    private static final int GONE_STATUS = 410;
    private static final int NOT_FOUND_STATUS = 404;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long MAX_PAUSE_MILLIS = 30_000;

    @Mixin
    private final BylineClient bylineClient;

    @Option(names = "--to", paramLabel = "DIR", required = true,
            description = "The folder: that of a former run, or one that is new or empty.")
    private Path directory;
    @Option(names = "--once", description = "End when the folder is in step; by default the command goes on.")
    private boolean once;

    private MirrorFolder folder;
    private MirrorData data;
    private boolean unreachable;

    /** Creates the command with the key in the environment. */
    public MirrorCommand() {
        bylineClient = new BylineClient();
    }

    /** Creates the command with a key, or without one if it is null. */
    public MirrorCommand(String key) {
        bylineClient = new BylineClient(key);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var opened = MirrorFolder.open(directory, bylineClient.url())) {
            folder = opened;
            data = new MirrorData(folder);
            if (folder.token().isEmpty()) {
                folder.startOver(data.ids());
            }
            follow();
            System.err.println(folder.entries().ids().size() + " articles and pages; " + folder.writtenFiles()
                    + " files written, " + folder.deletedFiles() + " deleted.");
            return 0;
        } catch (MirrorFolder.RefusedFolderException | BylineClient.RequestFailedException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private void follow() throws IOException, InterruptedException, BylineClient.RequestFailedException {
        boolean current = false;
        long pause = FIRST_PAUSE_MILLIS;
        while (!(current && once)) {
            try {
                boolean more = readPage(current && !once);
                if (!more && !current && !once) {
                    System.err.println("The folder is in step; waiting for changes.");
                }
                current = !more;
                pause = FIRST_PAUSE_MILLIS;
                unreachable = false;
            } catch (BylineClient.ServerUnavailableException e) {
                if (once) {
                    throw e;
                }
                if (!unreachable) {
                    System.err.println(e.getMessage() + " Trying again.");
                }
                unreachable = true;
                Thread.sleep(pause);
                pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
            } catch (BylineClient.RequestFailedException e) {
                if (e.status() != GONE_STATUS || folder.token().isEmpty()) {
                    throw e;
                }
                System.err.println("The last run was too long ago; everything is compared.");
                folder.startOver(data.ids());
                current = false;
            }
        }
    }

    /** Reads and applies a page of changes. Returns whether more are known. */
    private boolean readPage(boolean waits) throws IOException, InterruptedException,
            BylineClient.RequestFailedException {
        var page = bylineClient.getPublic(Paths.PUBLIC_API + "/changes?include=" + PARTS
                + folder.token().map(token -> "&since=" + URLEncoder.encode(token, StandardCharsets.UTF_8)).orElse("")
                + (waits ? "&wait=" + WAIT_SECONDS : ""));
        if (!page.path("items").isArray() || !page.hasNonNull("next")) {
            // The response of a proxy, for instance: every article would seem to be gone.
            throw new BylineClient.RequestFailedException(bylineClient.url() + " does not answer as Byline does.");
        }
        var outdated = new LinkedHashSet<String>();
        for (var item : page.path("items")) {
            apply(item, outdated);
        }
        for (var id : outdated) {
            refresh(id);
        }
        boolean more = page.path("more").asBoolean();
        if (!more) {
            folder.takeMissing().forEach(data::remove);
        }
        data.write();
        folder.saveToken(page.path("next").asText(), more);
        return more;
    }

    /**
     * Applies an item.
     *
     * @param outdated
     *            gets the ids of articles whose files name another translation group than the item does
     */
    private void apply(JsonNode item, Set<String> outdated) throws IOException, InterruptedException,
            BylineClient.RequestFailedException {
        var type = item.path("type").asText();
        var id = item.path("id").asText();
        if (!type.equals("article") && !type.equals("page")) {
            folder.markSeen(data.apply(type, id, item.path(type)));
            return;
        }
        var former = folder.entries().find(id);
        var article = item.path("article");
        var file = article.isObject() ? write(article) : Optional.<MirroredArticle>empty();
        // An article that became a page is removed as an article and published as a page, in any order.
        if (file.isEmpty() && former.filter(entry -> entry.isOf(type)).isPresent()) {
            folder.delete(id);
        }
        former.map(MirrorEntry::translationKey)
                .filter(key -> !key.equals(id) && !file.map(MirroredArticle::translationKey).equals(Optional.of(key)))
                .ifPresent(key -> outdated.addAll(folder.entries().findGroup(key)));
        file.ifPresent(written -> outdated.addAll(folder.entries().findOthers(written)));
        outdated.remove(id);
    }

    /** Reads an article again, because another article became its translation, or is none any more. */
    private void refresh(String id) throws IOException, InterruptedException, BylineClient.RequestFailedException {
        try {
            write(bylineClient.getPublic(Paths.PUBLIC_API + "/articles/" + id + "?include=" + PARTS));
        } catch (BylineClient.RequestFailedException e) {
            if (e.status() != NOT_FOUND_STATUS) {
                throw e;
            }
            // A later change says that the article is gone.
        }
    }

    /** Writes the file of an article; returns empty if staff have removed the article since. */
    private Optional<MirroredArticle> write(JsonNode article) throws IOException, InterruptedException,
            BylineClient.RequestFailedException {
        var source = bylineClient.hasKey() ? readSource(article.path("id").asText()) : article;
        if (source.isEmpty()) {
            return Optional.empty();
        }
        var file = MirroredArticle.of(article, source, data);
        folder.write(file);
        return Optional.of(file);
    }

    /** Reads the content that staff published, with the source of its body; an empty object if there is none. */
    private JsonNode readSource(String id) throws InterruptedException, BylineClient.RequestFailedException {
        var path = Paths.ADMIN_API + "/articles/" + id;
        try {
            var saved = bylineClient.get(path);
            if (!saved.path("hasUnpublishedChanges").asBoolean()) {
                return saved;
            }
            return bylineClient.get(path + "/revisions/" + saved.path("live").path("version").asText()).path("content");
        } catch (BylineClient.RequestFailedException e) {
            if (e.status() == NOT_FOUND_STATUS) {
                return JsonNodeFactory.instance.objectNode();
            }
            throw e;
        }
    }
}
