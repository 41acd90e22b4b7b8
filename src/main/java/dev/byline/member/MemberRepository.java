package dev.byline.member;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** Rows of {@link Member}. */
@ApplicationScoped
class MemberRepository implements PanacheRepositoryBase<Member, UUID> {
    Optional<Member> findByEmail(String emailNorm) {
        return find("emailNorm", emailNorm).firstResultOptional();
    }

    Optional<Member> lock(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Locks the member of the current session; throws 410 if the account was deleted since the sign-in. */
    Member lockExisting(UUID id) {
        return lock(id).orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This account was deleted."));
    }

    /** Finds the members with these ids in one statement; ids without a member are skipped. */
    List<Member> findByIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1", ids);
    }
}
