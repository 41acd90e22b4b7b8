package dev.byline.member;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A member as only that member sees it. */
@Schema(name = "Member", description = "The account of whoever asks.")
public record MemberDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Mai") String name,
        @NotNull @Schema(examples = "mai@example.com") String email,
        @Schema(description = "The language of mails.", examples = "vi") String locale,
        @NotNull @Schema(description = "Whether signing in with a password is possible.") boolean hasPassword,
        @NotNull Instant createdAt) implements Versioned {

    static MemberDetail of(Member m) {
        return new MemberDetail(m.id, m.version, m.name, m.email, m.locale, m.passwordHash != null, m.createdAt);
    }

    /** Everything that is stored of a member. */
    @Schema(name = "MemberExport", description = "Everything that is stored of a member.")
    public record MemberExport(
            @NotNull MemberDetail member,
            @NotNull @Schema(description = "What each feature has, by its name.") Map<String, Object> parts) {}
}
