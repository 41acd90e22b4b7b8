package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** What the law lets a commenter ask for, at the staff door. */
@Path("/api/v1/admin/privacy")
@Consumes("application/json")
@RolesAllowed(Scope.READERS_MANAGE)
@Tag(name = "Staff: comments")
class PrivacyResource {
    private final CommentPrivacy privacy;

    PrivacyResource(CommentPrivacy privacy) {
        this.privacy = privacy;
    }

    /** Whose data are asked for. */
    @Schema(name = "PersonalDataRequest", description = "Whose data are asked for.",
            examples = "{\"email\": \"mai@example.com\"}")
    public record PersonalDataRequest(
            @NotNull @Email(message = "must be an email address") @Size(max = 254) @Schema(
                    examples = "mai@example.com") String email) {}

    /** Whose data are to go. */
    @Schema(name = "ErasureRequest", description = "Whose data are to go.",
            examples = "{\"email\": \"mai@example.com\", \"texts\": \"keep\"}")
    public record ErasureRequest(
            @NotNull @Email(message = "must be an email address") @Size(max = 254) @Schema(
                    examples = "mai@example.com") String email,
            @Schema(description = "Whether the texts stay, by `Anonymous` (also if absent), or are deleted as well.",
                    examples = "keep") ErasedAuthorTexts texts) {}

    /** What becomes of texts whose author is forgotten. */
    @Schema(name = "Texts")
    public enum ErasedAuthorTexts {
        keep,
        delete
    }

    @POST
    @Path("export")
    @Operation(operationId = "exportCommenter", summary = "Read everything that is kept of a commenter",
            description = "By email: of guests what they gave, of members the one that they signed up with.")
    public CommentPrivacy.PersonalComments export(@NotNull @Valid PersonalDataRequest personalDataRequest) {
        return privacy.export(personalDataRequest.email);
    }

    @POST
    @Path("erase")
    @Operation(operationId = "eraseCommenter", summary = "Forget who wrote comments",
            description = "Names, emails, websites, browsers, hashes and earlier texts go at once, for good, also from what is kept to repeat answers. Counts stay. Doing it again finds nothing and succeeds. Whether who asks owns the email, you must know.")
    public CommentPrivacy.ErasedComments erase(@NotNull @Valid ErasureRequest erasureRequest) {
        return privacy.erase(erasureRequest.email, erasureRequest.texts == ErasedAuthorTexts.delete);
    }
}
