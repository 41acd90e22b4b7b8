package dev.byline.media;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ContentChanged;
import dev.byline.media.MediaRepository.LockedMedium;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Changes media: their descriptions, their files, and the way through the trash. */
@ApplicationScoped
class MediaService {
    private static final String PICTURES = "image/";

    private final MediaRepository media;
    private final MediaUses uses;
    private final MediaCreation creation;
    private final MediaOwnership ownership;
    private final AuditLog audit;
    private final Clock clock;
    private final Event<ContentChanged> changed;

    MediaService(MediaRepository media, MediaUses uses, MediaCreation creation, MediaOwnership ownership,
            AuditLog audit, Clock clock, Event<ContentChanged> changed) {
        this.media = media;
        this.uses = uses;
        this.creation = creation;
        this.ownership = ownership;
        this.audit = audit;
        this.clock = clock;
        this.changed = changed;
    }

    /** Saves a change of the description; 404, 412 or 428 as usual, 409 in the trash. */
    @Transactional
    MediaDetail change(UUID id, String ifMatch, UnaryOperator<MediaInput> change) {
        requireOutsideTrash(lock(id, ifMatch));
        var current = media.read(id);
        var before = toInput(current);
        var given = change.apply(before);
        if (given.focalPoint() != null && current.width == null) {
            throw ProblemException.invalid("/focalPoint", "must be absent: only pictures have one");
        }
        var after = given.filename() == null
                ? new MediaInput(before.filename(), given.alt(), given.caption(), given.credit(), given.focalPoint())
                : given;
        if (!after.equals(before)) {
            var now = clock.instant();
            media.update(id, after, now);
            if (!Objects.equals(before.focalPoint(), after.focalPoint())) {
                media.renumberFile(id, now);
            }
            audit.record("media.change", id, before, after);
            changed.fire(uses.changed(id));
        }
        return media.read(id);
    }

    /** Checks, before a file is received, that the caller may replace the file of a medium. */
    @Transactional
    void requireReplaceable(UUID id, String ifMatch) {
        requireOutsideTrash(lock(id, ifMatch));
    }

    /** Replaces the file; the address stays. The same file changes nothing; 422 if a picture would be none any more. */
    @Transactional
    MediaDetail replaceFile(UUID id, String ifMatch, CheckedUpload checked) {
        var medium = requireOutsideTrash(lock(id, ifMatch));
        var current = media.read(id);
        if (current.type.startsWith(PICTURES) && !checked.file().type().startsWith(PICTURES)) {
            throw ProblemException.invalid("/file", "must be a picture, because pages show '" + current.filename
                    + "' as one, but is " + checked.file().type() + ": upload it as a medium of its own");
        }
        var file = checked.file().withVersion(medium.fileVersion() + 1);
        if (!media.hasFile(id, medium.fileVersion(), file.hash())) {
            var now = clock.instant();
            try {
                creation.requireStored(checked);
            } catch (IOException e) {
                throw StorageFailure.log(e);
            }
            media.insertFile(id, checked.received().hash(), file, now);
            media.replaceFile(id, file, now);
            audit.record("media.replace", id, Map.of("fileVersion", current.fileVersion, "bytes", current.bytes),
                    Map.of("fileVersion", file.version(), "bytes", file.bytes()));
            changed.fire(uses.changed(id));
        }
        return media.read(id);
    }

    /** Moves a medium to the trash; 409 if something refers to it. */
    @Transactional
    void trash(UUID id, String ifMatch) {
        var medium = lock(id, ifMatch);
        if (!medium.trashed()) {
            uses.requireUnused(id, media.read(id).filename);
            var now = clock.instant();
            media.setTrashed(id, now, now);
            audit.record("media.trash", id);
            changed.fire(uses.changed(id));
        }
    }

    /** Takes a medium out of the trash. */
    @Transactional
    MediaDetail restore(UUID id, String ifMatch) {
        var medium = lock(id, ifMatch);
        if (medium.trashed()) {
            media.setTrashed(id, null, clock.instant());
            audit.record("media.restore", id);
            changed.fire(uses.changed(id));
        }
        return media.read(id);
    }

    /** Deletes a medium permanently; 409 unless it is in the trash. Returns the hashes of its files. */
    @Transactional
    List<String> purge(UUID id, String ifMatch) {
        var medium = lock(id, ifMatch);
        var filename = media.read(id).filename;
        if (!medium.trashed()) {
            throw ProblemException.illegalTransition("'" + filename + "' is not in the trash, and only a medium in the "
                    + "trash can be purged: delete it first.", "available", List.of("trash"));
        }
        uses.requireUnused(id, filename);
        var hashes = media.delete(id);
        audit.record("media.purge", id, Map.of("name", filename), null);
        changed.fire(uses.changed(id));
        return hashes;
    }

    private LockedMedium lock(UUID id, String ifMatch) {
        var medium = media.lock(id, ifMatch);
        ownership.requireMayChange(medium);
        return medium;
    }

    private static LockedMedium requireOutsideTrash(LockedMedium medium) {
        if (medium.trashed()) {
            throw ProblemException
                    .illegalTransition("The medium is in the trash, where nothing can be changed: restore "
                            + "it first.", "trashed", List.of("restore", "purge"));
        }
        return medium;
    }

    private static MediaInput toInput(MediaDetail medium) {
        return new MediaInput(medium.filename, medium.alt, medium.caption, medium.credit, medium.focalPoint);
    }
}
