package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Endpoints of the admin API for the data requests of commenters: export and erasure by email. */
@Path(Paths.ADMIN_API + "/privacy")
@Consumes("application/json")
@RolesAllowed(Scope.READERS_MANAGE)
@Tag(name = "Staff: comments")
class PrivacyResource {
    private final CommentPrivacy privacy;

    PrivacyResource(CommentPrivacy privacy) {
        this.privacy = privacy;
    }

    /** Email of the commenter whose data are exported. */
    @Schema(name = "PersonalDataRequest", description = "The email of the commenter whose data are exported.",
            examples = "{\"email\": \"mai@example.com\"}")
    public record PersonalDataRequest(
            @NotNull @Email(message = "must be an email address") @Size(max = ParsedEmailAddress.MAX_LENGTH) @Schema(
                    examples = "mai@example.com") String email) {}

    /** Email of the commenter whose data are erased, and the treatment of the texts. */
    @Schema(name = "ErasureRequest", description = "The email of the commenter whose data are erased.",
            examples = "{\"email\": \"mai@example.com\", \"texts\": \"keep\"}")
    public record ErasureRequest(
            @NotNull @Email(message = "must be an email address") @Size(max = ParsedEmailAddress.MAX_LENGTH) @Schema(
                    examples = "mai@example.com") String email,
            @Schema(description = "The treatment of the texts: `keep` shows them under the name `Anonymous` (the "
                    + "default), `delete` deletes them.",
                    examples = "keep") ErasedAuthorTexts texts) {}

    /** Treatment of the texts of an erased author. */
    @Schema(name = "ErasedTexts")
    public enum ErasedAuthorTexts {
        keep,
        delete
    }

    @POST
    @Path("export")
    @Operation(operationId = "exportCommenter", summary = "Read all stored data of a commenter",
            description = "Finds the comments by email: for guests the email that they gave, for members the email of "
                    + "their account when they wrote.")
    public CommentPrivacy.PersonalComments export(@NotNull @Valid PersonalDataRequest personalDataRequest) {
        return privacy.export(personalDataRequest.email);
    }

    @POST
    @Path("erase")
    @Operation(operationId = "eraseCommenter", summary = "Erase the author of comments",
            description = "Deletes names, emails, websites, user agents, hashes and replaced texts at once and "
                    + "permanently, also from the stored responses of idempotent requests. Counts stay. Repeating "
                    + "the request finds nothing and succeeds. You must verify that the person who asks owns the "
                    + "email.")
    public CommentPrivacy.ErasedComments erase(@NotNull @Valid ErasureRequest erasureRequest) {
        return privacy.erase(erasureRequest.email, erasureRequest.texts == ErasedAuthorTexts.delete);
    }
}
