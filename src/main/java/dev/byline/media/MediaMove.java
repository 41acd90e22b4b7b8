package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.byline.security.Sha256;

/**
 * Copies the files of media from one store to another. A file that the target has in its full size is not copied again,
 * so a move that was interrupted continues. Each file is compared with its hash, which is its key, while it is copied.
 * Sizes of pictures are left out: they are made again.
 */
final class MediaMove {
    private final MediaStore source;
    private final MediaStore target;
    private final MoveProgress progress;

    /**
     * The result of a move.
     *
     * @param damaged
     *            the keys of files that differ from their hashes, or whose copies are incomplete
     */
    record MoveResult(int copied, int present, long bytes, List<String> damaged) {}

    /** Receives the progress of the move. */
    interface MoveProgress {
        void report(long doneBytes, long totalBytes, int files);
    }

    MediaMove(MediaStore source, MediaStore target, MoveProgress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    MoveResult run(Path temporaryFile) throws IOException {
        var files = list(source);
        var existing = list(target);
        long total = files.values().stream().mapToLong(Long::longValue).sum();
        long done = 0;
        long bytes = 0;
        int copied = 0;
        var damaged = new ArrayList<String>();
        for (var file : files.entrySet()) {
            if (!file.getValue().equals(existing.get(file.getKey()))) {
                if (copy(file.getKey(), temporaryFile)) {
                    copied++;
                    bytes += file.getValue();
                } else {
                    damaged.add(file.getKey());
                }
            }
            done += file.getValue();
            progress.report(done, total, files.size());
        }
        var copies = list(target);
        files.entrySet().stream().filter(file -> !file.getValue().equals(copies.get(file.getKey())))
                .map(Map.Entry::getKey).filter(key -> !damaged.contains(key)).forEach(damaged::add);
        return new MoveResult(copied, files.size() - copied - damaged.size(), bytes, damaged);
    }

    private static Map<String, Long> list(MediaStore store) throws IOException {
        var files = new HashMap<String, Long>();
        store.list(MediaStore.FILES, file -> files.put(file.key(), file.bytes()));
        return files;
    }

    private boolean copy(String key, Path temporaryFile) throws IOException {
        var digest = Sha256.newDigest();
        try (InputStream input = new DigestInputStream(source.open(key, 0), digest);
                OutputStream output = Files.newOutputStream(temporaryFile)) {
            input.transferTo(output);
        }
        if (!key.endsWith(HexFormat.of().formatHex(digest.digest()))) {
            return false;
        }
        target.write(key, temporaryFile);
        return true;
    }
}
