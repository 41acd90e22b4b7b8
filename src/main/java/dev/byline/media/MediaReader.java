package dev.byline.media;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.database.JdbcQueries;
import jakarta.inject.Singleton;

/** Finds media for content and readers; most of them are kept in memory ({@link KeptValues}). */
@Singleton
public class MediaReader {
    private static final int MAX_KEPT = 20_000;

    private final JdbcQueries jdbcQueries;
    private final KeptValues<UUID, Media> kept;

    MediaReader(JdbcQueries jdbcQueries, KeptValuesFactory factory) {
        this.jdbcQueries = jdbcQueries;
        this.kept = factory.create(MAX_KEPT, (id, media) -> List.of(id.toString()));
    }

    /** Finds media with their current files by id, those in the trash left out; runs one statement at most. */
    public Map<UUID, Media> find(Collection<UUID> ids) {
        return kept.getAll(ids, this::select);
    }

    /** Finds a medium with its current file; empty if there is none or it is in the trash. */
    public Optional<Media> find(UUID id) {
        return Optional.ofNullable(find(List.of(id)).get(id));
    }

    /** Finds a medium with the version of its file that is asked for; empty if the version is not kept any more. */
    public Optional<Media> find(UUID id, int fileVersion) {
        var current = find(id);
        return current.isEmpty() || current.get().fileVersion() == fileVersion
                ? current
                : jdbcQueries.list("select " + Media.COLUMNS + """
                         from media m join media_file f on f.media_id = m.id
                        where m.id = :id and f.version = :version and m.trashed_at is null""",
                        Map.of("id", id, "version", fileVersion), Media::read).stream().findFirst();
    }

    private Map<UUID, Media> select(Collection<UUID> ids) {
        return jdbcQueries.list("select " + Media.COLUMNS + """
                 from media m join media_file f on f.media_id = m.id and f.version = m.file_version
                where m.id = any(:ids) and m.trashed_at is null""", Map.of("ids", ids.toArray(UUID[]::new)),
                Media::read).stream().collect(Collectors.toMap(Media::id, Function.identity()));
    }
}
