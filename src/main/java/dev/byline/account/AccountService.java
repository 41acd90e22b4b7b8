package dev.byline.account;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.database.LongRunning;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.CredentialStore;
import dev.byline.security.PasswordHasher;
import dev.byline.security.SessionStore;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Creates, changes and deletes staff accounts. A caller cannot grant more than the caller has: changing an account
 * needs all the scopes of its present role and all the scopes of its new role.
 */
@ApplicationScoped
public class AccountService implements CredentialStore {
    /**
     * The name of the lock that changes and deletions of accounts hold, so that two transactions cannot remove the last
     * two admins at the same time.
     */
    private static final String ACCOUNTS_LOCK = "accounts";

    private final AccountRepository accounts;
    private final PasswordHasher passwordHasher;
    private final SessionStore sessionStore;
    private final Caller caller;
    private final AuditLog audit;
    private final Locks locks;
    private final Clock clock;

    AccountService(AccountRepository accounts, PasswordHasher passwordHasher, SessionStore sessionStore, Caller caller,
            AuditLog audit,
            Locks locks, Clock clock) {
        this.accounts = accounts;
        this.passwordHasher = passwordHasher;
        this.sessionStore = sessionStore;
        this.caller = caller;
        this.audit = audit;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public SessionStore.SubjectKind kind() {
        return SessionStore.SubjectKind.account;
    }

    @Override
    @Transactional
    public Optional<StoredCredentials> findByEmail(String email) {
        return accounts.findByEmail(email)
                .map(account -> new StoredCredentials(account.id, account.passwordHash, account.active));
    }

    /** Creates an account without a password; 409 if another account has the email. */
    @Transactional
    AccountDetail create(AccountInput input) {
        var account = new Account();
        account.id = Ids.next();
        account.createdAt = clock.instant();
        account.invitedBy = caller.account().flatMap(accounts::findByIdOptional).map(own -> own.name).orElse(null);
        applyAndSave(account, input);
        audit.record("account.create", account.id, null, input);
        return new AccountDetail(account);
    }

    /** Reads an account; 404 if there is none with this id. */
    AccountDetail read(String id) {
        return new AccountDetail(Optional.ofNullable(Slugs.parseId(id)).flatMap(accounts::findByIdOptional)
                .orElseThrow(() -> ProblemException.notFound("account", id)));
    }

    /** Lists one page of accounts by name; the sort parameter is {@code name} or {@code -name}. */
    Page<AccountDetail> list(PageQuery query, String sort) {
        return accounts.page(query, Sort.of(sort, IdAndSlugQuery.NameSortKey.class, "name").descending())
                .map(AccountDetail::new);
    }

    /**
     * Changes an account, and ends its sessions if the change deactivates it. A change that leaves the account equal is
     * not saved. 403 if the caller lacks a scope of the account, 409 for the last active admin, 412 or 428 if the
     * version does not match.
     */
    @Transactional
    AccountDetail change(String id, String ifMatch, UnaryOperator<AccountInput> change) {
        locks.exclusive(ACCOUNTS_LOCK);
        var account = lock(id, ifMatch);
        var before = AccountInput.of(account);
        var input = change.apply(before);
        if (!input.equals(before)) {
            caller.requireScopes(account.role.scopes());
            if (input.role() != StaffRole.admin || !input.active()) {
                requireAnotherAdmin(account);
            }
            applyAndSave(account, input);
            if (!input.active()) {
                sessionStore.closeAll(SessionStore.SubjectKind.account, account.id);
            }
            audit.record("account.change", account.id, before, input);
        }
        return new AccountDetail(account);
    }

    /** Deletes the account with its sessions and keys. The articles that it wrote stay and belong to no account. */
    @LongRunning
    @Transactional
    void delete(String id, String ifMatch) {
        locks.exclusive(ACCOUNTS_LOCK);
        var account = lock(id, ifMatch);
        caller.requireScopes(account.role.scopes());
        requireAnotherAdmin(account);
        accounts.delete(account);
        accounts.flush();
        audit.record("account.delete", account.id, AccountInput.of(account), null);
    }

    /** Reads the caller's own account, or what the caller is if it is an API key that belongs to no account. */
    @Transactional
    OwnAccount readOwn() {
        return new OwnAccount(caller, caller.account().map(accounts::findById).orElse(null));
    }

    /** Changes the caller's own account, in which only the name can change; 409 for a key that has no account. */
    @Transactional
    AccountDetail changeOwn(String ifMatch, UnaryOperator<ProfileInput> change) {
        var account = lock(requireOwnId().toString(), ifMatch);
        var before = new ProfileInput(account.name);
        var input = change.apply(before);
        if (!input.equals(before)) {
            account.name = input.name();
            accounts.flush();
            audit.record("account.change", account.id, before, input);
        }
        return new AccountDetail(account);
    }

    /**
     * Changes the caller's password and ends all the caller's sessions, also the session of this request; 422 if the
     * account has a password and the current one in the request is not that password.
     */
    @Transactional
    void changePassword(PasswordChange change) {
        var account = lock(requireOwnId().toString());
        caller.requireScopes(account.role.scopes());
        if (account.passwordHash != null
                && !passwordHasher.matches(change.current() == null ? "" : change.current(), account.passwordHash)) {
            throw ProblemException.invalid("/current", "is not your current password");
        }
        setPassword(account, change.password());
    }

    /**
     * Sets the password of an active account whose owner proved, by a token from a mail, that the account is theirs.
     * Does nothing if the account is deleted or not active.
     */
    @Transactional
    public void setPassword(UUID id, String password) {
        accounts.lock(id).filter(account -> account.active).ifPresent(account -> setPassword(account, password));
    }

    private void setPassword(Account account, String password) {
        account.passwordHash = passwordHasher.hash(password);
        sessionStore.closeAll(SessionStore.SubjectKind.account, account.id);
        accounts.flush();
        audit.record("account.password", account.id);
    }

    /** Returns the id of the caller's own account; 409 for an API key that belongs to no account. */
    private UUID requireOwnId() {
        return caller.account().orElseThrow(() -> ProblemException.of(ProblemType.CONFLICT,
                (caller.isEnvironmentKey() ? "The admin key of BYLINE_ADMIN_KEY" : "This API key")
                        + " belongs to no account, so it has no name and no password to change. Use a key of an "
                        + "account, or sign in."));
    }

    private Account lock(String id, String ifMatch) {
        var account = lock(id);
        VersionPrecondition.require(ifMatch, account.version);
        return account;
    }

    private Account lock(String id) {
        return Optional.ofNullable(Slugs.parseId(id)).flatMap(accounts::lock)
                .orElseThrow(() -> ProblemException.notFound("account", id));
    }

    /** Throws a 409 if the account is the only active admin: no account could make another one an admin. */
    private void requireAnotherAdmin(Account account) {
        if (account.role == StaffRole.admin && account.active && accounts.countActiveAdmins() == 1) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "This account is the last active admin. Make another account an admin first.");
        }
    }

    private void applyAndSave(Account account, AccountInput input) {
        caller.requireScopes(input.role().scopes());
        account.name = input.name();
        account.email = input.email();
        account.emailNorm = AccountRepository.normalizeEmail(input.email());
        account.role = input.role();
        account.active = input.active();
        try {
            accounts.persistAndFlush(account);
        } catch (ConstraintViolationException e) {
            if ("account_email".equals(e.getConstraintName())) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "Another account has the email " + EchoedInput.shorten(input.email())
                                + ". Use a different email.");
            }
            throw e;
        }
    }
}
