package dev.byline.account;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** Queries and locks of {@link Account} rows. */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, UUID> {
    /** Finds one page of accounts, ordered by name. */
    Page<Account> page(PageQuery query, boolean descending) {
        var keys = new Keyset<>(query, "accounts", descending, String::toString);
        var from = "from Account a where 1 = 1";
        var statement = getEntityManager().createQuery(
                from + keys.seekCondition("a.name", "a.id") + keys.orderBy("a.name", "a.id"), Account.class);
        return keys.toPage(keys.bind(statement).getResultList(), a -> a.name, a -> a.id,
                () -> getEntityManager().createQuery("select count(*) " + from, Long.class).getSingleResult());
    }

    /** Finds an account and locks its row until the end of the transaction. */
    Optional<Account> lock(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** Finds an account by its email, ignoring case and surrounding spaces. */
    Optional<Account> findByEmail(String email) {
        return find("emailNorm", normalizeEmail(email)).firstResultOptional();
    }

    /** Counts the admins that are active, and so can sign in. */
    long countActiveAdmins() {
        return count("role = ?1 and active", StaffRole.admin);
    }

    /** Returns the form of an email that is compared and unique: stripped and in lower case. */
    static String normalizeEmail(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
