package dev.byline.member;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A member as seen by that member only. */
@Schema(name = "Member", description = "The account of the signed-in member.")
public record MemberDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Mai") String name,
        @NotNull @Schema(examples = "mai@example.com") String email,
        @Schema(description = "The language of mails to the member.", examples = "vi") String locale,
        @NotNull @Schema(description = "Whether the member can sign in with a password.") boolean hasPassword,
        @NotNull Instant createdAt) implements Versioned {

    static MemberDetail of(Member m) {
        return new MemberDetail(m.id, m.version, m.name, m.email, m.locale, m.passwordHash != null, m.createdAt);
    }

    /** All data that is stored about a member. */
    @Schema(name = "MemberExport", description = "All data that is stored about a member.")
    public record MemberExport(
            @NotNull MemberDetail member,
            @NotNull @Schema(
                    description = "The data of each feature, by the name of the feature.") Map<String, Object> parts) {}
}
