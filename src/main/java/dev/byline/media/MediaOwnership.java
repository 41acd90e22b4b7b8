package dev.byline.media;

import java.util.Optional;
import java.util.UUID;

import dev.byline.media.MediaRepository.LockedMedium;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import jakarta.inject.Singleton;

/** The rights of the caller: authors change the media that they uploaded, editors change all media. */
@Singleton
class MediaOwnership {
    private final Caller caller;

    MediaOwnership(Caller caller) {
        this.caller = caller;
    }

    /** Returns the account or key of the caller, to which new media belong. */
    Optional<UUID> caller() {
        return caller.account().or(caller::key);
    }

    /** Returns the account whose articles are the only ones that the caller may see; empty if there is no such rule. */
    Optional<UUID> onlyVisibleCreator() {
        return caller.seesOnlyOwnArticles() ? caller().or(() -> Optional.of(new UUID(0, 0))) : Optional.empty();
    }

    /** Throws a 403 if an author wants to change a medium of another uploader. */
    void requireMayChange(LockedMedium medium) {
        if (caller.seesOnlyOwnArticles() && !caller().filter(id -> id.equals(medium.uploadedBy())).isPresent()) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "The medium was uploaded by another account: authors "
                    + "change only their own media. Ask an editor to do it.");
        }
    }
}
