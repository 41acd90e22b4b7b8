package dev.byline.media;

import java.io.IOException;

import dev.byline.image.FileType;
import dev.byline.image.PictureCheck;
import dev.byline.image.RefusedPictureException;
import dev.byline.media.MediaFile.PictureFacts;
import dev.byline.problem.ProblemException;
import jakarta.inject.Singleton;

/** Finds the type of a received file, and checks and cleans pictures. */
@Singleton
class FileCheck {
    private final PictureCheck pictures;

    FileCheck(PictureCheck pictures) {
        this.pictures = pictures;
    }

    /** Checks a file; 422 for a picture that is not acceptable. */
    CheckedUpload check(ReceivedFile received, String filename) throws IOException {
        var type = FileType.detect(received.path(), filename == null ? "" : filename);
        if (!type.isPicture()) {
            return CheckedUpload.of(received, received.path(), type.mediaType(), null);
        }
        try {
            var picture = pictures.check(received.path(), type, received.path().getParent());
            return CheckedUpload.of(received, picture.file(), picture.type().mediaType(),
                    new PictureFacts(picture.width(), picture.height(), picture.frames(), picture.placeholder(),
                            picture.dominantColor()));
        } catch (RefusedPictureException e) {
            throw ProblemException.invalid("", e.getMessage());
        }
    }
}
