package dev.byline.member;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.exception.ConstraintViolationException;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteInput;
import dev.byline.text.EmailAddress;
import dev.byline.text.Line;
import dev.byline.text.MailAddress;
import dev.byline.text.Prose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Writes members as imports bring them; nobody is told, and they sign in by a link in a mail. */
@ApplicationScoped
public class MemberImports {
    private final MemberRepository members;

    MemberImports(MemberRepository members) {
        this.members = members;
    }

    /** A member of an import. Passwords do not travel. */
    @Schema(name = "ImportMember",
            description = "A reader with an account, who signs in by a link in a mail at first: passwords do not travel.",
            examples = "{\"name\": \"Mai\", \"email\": \"mai@example.com\", \"verifiedAt\": \"2024-05-01T00:00:00Z\"}")
    public record ImportedMember(
            @NotNull @Line(max = 80) @Schema(examples = "Mai") String name,
            @NotNull @EmailAddress @Schema(examples = "mai@example.com") String email,
            @Pattern(regexp = SiteInput.LOCALE, message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                    description = "The language of mails; the site's default locale if absent.",
                    examples = "vi") String locale,
            @Schema(description = "When the address was proved; absent if it was not.") Instant verifiedAt) {
        public ImportedMember {
            name = Prose.line(name);
        }
    }

    /** Who has this address here. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<UUID> findByEmail(String email) {
        return members.findByEmail(MailAddress.normal(email)).map(m -> m.id);
    }

    /** Adds a member; gives the version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int create(UUID id, Instant at, ImportedMember input) {
        var member = new Member();
        member.id = id;
        member.createdAt = at;
        return write(member, input);
    }

    /** Makes a member what the import says, but for the password; 409 if another one has the address. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int update(UUID id, ImportedMember input) {
        return write(members.lock(id).orElseThrow(() -> ProblemException.notFound("member", id)), input);
    }

    private int write(Member member, ImportedMember input) {
        member.name = input.name;
        member.email = MailAddress.parse(input.email).orElseThrow().toString();
        member.emailNorm = MailAddress.normal(input.email);
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
