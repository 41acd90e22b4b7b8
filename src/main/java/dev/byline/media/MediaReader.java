package dev.byline.media;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.database.JdbcQueries;
import jakarta.inject.Singleton;

/**
 * Finds media for content and readers; most of them are kept in memory ({@link KeptValues}), and so is that there is no
 * medium of an id. The service makes the ids of new media, so only imports that keep ids create a medium whose id was
 * read before: they name it as changed. Media in the trash are not kept, because a text that names one restores it.
 */
@Singleton
public class MediaReader {
    private static final int MAX_KEPT = 20_000;

    private final JdbcQueries jdbcQueries;
    private final KeptValues<UUID, Optional<Media>> kept;

    MediaReader(JdbcQueries jdbcQueries, KeptValuesFactory factory) {
        this.jdbcQueries = jdbcQueries;
        this.kept = factory.create(MAX_KEPT, (id, media) -> List.of(id.toString()));
    }

    /** Finds media with their current files by id, those in the trash left out; runs one statement at most. */
    public Map<UUID, Media> find(Collection<UUID> ids) {
        var found = new HashMap<UUID, Media>();
        kept.getAll(ids, this::select).forEach((id, medium) -> medium.ifPresent(present -> found.put(id, present)));
        return found;
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

    /** Selects media; the result has an empty value for an id without a medium, and none for a medium in the trash. */
    private Map<UUID, Optional<Media>> select(Collection<UUID> ids) {
        var selected = new HashMap<UUID, Optional<Media>>();
        ids.forEach(id -> selected.put(id, Optional.empty()));
        jdbcQueries.list("select m.trashed_at is not null as trashed, " + Media.COLUMNS + """
                 from media m join media_file f on f.media_id = m.id and f.version = m.file_version
                where m.id = any(:ids)""", Map.of("ids", ids.toArray(UUID[]::new)),
                row -> Map.entry(Media.read(row), row.getBoolean("trashed"))).forEach(row -> {
                    var id = row.getKey().id();
                    if (row.getValue()) {
                        selected.remove(id);
                    } else {
                        selected.put(id, Optional.of(row.getKey()));
                    }
                });
        return selected;
    }
}
