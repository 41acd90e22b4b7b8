package dev.byline.media;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;

/** Makes a medium of an upload whose pieces are complete. */
@Singleton
class TusCompletion {
    private final TusUploadStore uploads;
    private final UploadReceiver receiver;
    private final MediaCreation creation;
    private final Validator validator;

    TusCompletion(TusUploadStore uploads, UploadReceiver receiver, MediaCreation creation, Validator validator) {
        this.uploads = uploads;
        this.receiver = receiver;
        this.creation = creation;
        this.validator = validator;
    }

    /** Checks a description before the bytes of its file are sent; 400 for a text that breaks a rule. */
    void requireValid(String alt) {
        var description = new NewMedium();
        description.alt = alt;
        description.toInput(new ReceivedFile(null, null, 0, null, null, Map.of()), validator);
    }

    /**
     * Returns the medium of a complete upload; 404 if another request has deleted the upload. An upload whose file is
     * not acceptable is deleted, because no request could change it.
     */
    UUID complete(TusUpload upload) throws IOException {
        var description = new NewMedium();
        description.filename = upload.filename();
        description.alt = upload.alt();
        try (var received = receiver.receive(uploads.open(upload), null, null)) {
            var input = description.toInput(received, validator);
            var filename = description.givenName(received);
            try (var prepared = creation.prepare(received, filename)) {
                return uploads.complete(upload.id(),
                        () -> creation.create(received, prepared, input, filename).getEntity().id);
            }
        } catch (ProblemException refused) {
            if (refused.type.status == 404) {
                // Another request has completed or deleted the upload since it was found.
                var medium = uploads.find(upload.id().toString()).medium();
                if (medium != null) {
                    return medium;
                }
            } else if (refused.type.status < 500) {
                uploads.delete(upload.id());
            }
            // Otherwise another request may succeed when the store takes files again.
            throw refused;
        }
    }
}
