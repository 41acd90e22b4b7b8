package dev.byline.member;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteInput;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.text.WhiteSpace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Creates and updates members from an import. Imported members get no mail about it; they sign in with a link in a
 * mail.
 */
@ApplicationScoped
public class MemberImports {
    private final MemberRepository members;

    MemberImports(MemberRepository members) {
        this.members = members;
    }

    /** A member of an import, without a password: passwords are not imported. */
    @Schema(name = "ImportMember",
            description = "A reader with an account. Passwords are not imported: at first, the member signs in "
                    + "with a link in a mail.",
            examples = "{\"name\": \"Mai\", \"email\": \"mai@example.com\", \"verifiedAt\": \"2024-05-01T00:00:00Z\"}")
    public record ImportedMember(
            @NotNull @PlainText(max = MemberInput.MAX_NAME_LENGTH) @Schema(examples = "Mai") String name,
            @NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email,
            @Pattern(regexp = SiteInput.LOCALE_PATTERN,
                    message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                            description = "The language of mails; the site's default locale if absent.",
                            examples = "vi") String locale,
            @Schema(description = "When the address was verified; absent if it was not.") Instant verifiedAt) {
        public ImportedMember {
            name = WhiteSpace.normalizeSpaces(name);
        }
    }

    /** Finds the member with this email address. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<UUID> findByEmail(String email) {
        return members.findByEmail(ParsedEmailAddress.normalize(email)).map(m -> m.id);
    }

    /** Adds a member and returns its version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int create(UUID id, Instant at, ImportedMember input) {
        var member = new Member();
        member.id = id;
        member.createdAt = at;
        return write(member, input);
    }

    /**
     * Overwrites a member with the imported data, except for the password, and returns its new version. Throws 409 if
     * another member has the address.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int update(UUID id, ImportedMember input) {
        return write(members.lock(id).orElseThrow(() -> ProblemException.notFound("member", id)), input);
    }

    private int write(Member member, ImportedMember input) {
        member.name = input.name;
        member.email = ParsedEmailAddress.parse(input.email).orElseThrow().toString();
        member.emailNorm = ParsedEmailAddress.normalize(input.email);
        member.locale = input.locale;
        member.verifiedAt = input.verifiedAt;
        try {
            members.persistAndFlush(member);
        } catch (ConstraintViolationException taken) {
            throw ProblemException.of(ProblemType.CONFLICT, "The address belongs to another member.");
        }
        return member.version;
    }
}
