package dev.byline.member;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.limit.Share;
import dev.byline.security.Caller;
import dev.byline.security.NewPassword;
import dev.byline.security.Role;
import dev.byline.web.MaxBodySize;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Endpoints with which members manage their own accounts. */
@Path(Paths.PUBLIC_API + "/members/me")
@Produces("application/json")
@RolesAllowed(Role.MEMBER)
@Tag(name = "Reading: members")
class OwnAccountResource {
    private static final String PRIVATE_NO_STORE = "private, no-store";

    private final MemberService members;
    private final MemberPasswords passwords;
    private final MemberPersonalData personalData;
    private final Caller caller;
    private final MergePatch mergePatch;
    private final RateLimiter rateLimiter;

    OwnAccountResource(MemberService members, MemberPasswords passwords, MemberPersonalData personalData,
            Caller caller, MergePatch mergePatch, RateLimiter rateLimiter) {
        this.members = members;
        this.passwords = passwords;
        this.personalData = personalData;
        this.caller = caller;
        this.mergePatch = mergePatch;
        this.rateLimiter = rateLimiter;
    }

    /** A new password, and the current one. */
    @Schema(description = "The new password, and the current password if the account has one.",
            examples = "{\"currentPassword\": \"what only you knew until now\", \"password\": \"a sentence that only you know\"}")
    public record MemberPasswordChange(
            @Size(max = NewPassword.MAX_LENGTH) @Schema(
                    examples = "what only you knew until now") String currentPassword,
            @NotNull @NewPassword @Schema(minLength = NewPassword.MIN_LENGTH, maxLength = NewPassword.MAX_LENGTH,
                    examples = "a sentence that only you know") String password) {
        @Override
        public String toString() {
            return "MemberPasswordChange";
        }
    }

    @GET
    @ResponseHeader(name = "Cache-Control", value = PRIVATE_NO_STORE)
    @Operation(operationId = "getMember", summary = "Read your account")
    public MemberDetail read() {
        return members.read(memberId());
    }

    @PATCH
    @MaxBodySize(MemberResource.MAX_BODY_SIZE)
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @ResponseHeader(name = "Cache-Control", value = PRIVATE_NO_STORE)
    @Operation(operationId = "patchMember", summary = "Change your account",
            description = "A new email address takes effect when the link that is sent to it is used.")
    public MemberDetail change(@HeaderParam("If-Match") String ifMatch, @RequestBody(required = true, content = {
            @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = MemberInput.class)) }) JsonNode patch) {
        return members.change(memberId(), ifMatch, current -> mergePatch.apply(current, patch, MemberInput.class));
    }

    @POST
    @Path("password")
    @MaxBodySize(MemberResource.MAX_BODY_SIZE)
    @Consumes("application/json")
    @ResponseHeader(name = "Cache-Control", value = PRIVATE_NO_STORE)
    @RateLimited(value = "passwords", explicit = true)
    @InShare(Share.PASSWORDS)
    @Operation(operationId = "changeMemberPassword", summary = "Change your password",
            description = "All your sessions end; the response has the tokens of a new session.")
    public MemberResource.MemberSession changePassword(@NotNull @Valid MemberPasswordChange input) {
        rateLimiter.acquire(RateLimits.PASSWORDS, memberId().toString());
        return MemberResource.MemberSession
                .of(passwords.change(memberId(), input.currentPassword(), input.password()));
    }

    @GET
    @Path("export")
    @ResponseHeader(name = "Cache-Control", value = PRIVATE_NO_STORE)
    @Operation(operationId = "exportMember", summary = "Read all data that is stored about you")
    public MemberDetail.MemberExport export() {
        return personalData.export(memberId());
    }

    @DELETE
    @Operation(operationId = "eraseMember", summary = "Erase your account",
            description = "Erases your subscription as well. Your comments stay, without your name.")
    public void erase() {
        personalData.erase(memberId());
    }

    private UUID memberId() {
        return caller.member().orElseThrow();
    }
}
