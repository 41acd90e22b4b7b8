package dev.byline.account;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
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
 * The rules of accounts. Nobody gives away more than they have: whoever changes an account must have all the scopes that
 * it has, and that it is to have.
 */
@ApplicationScoped
public class AccountService implements CredentialStore {
    /** Held by whoever changes who may do what, so that no two admins leave at once. */
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

    /** Makes an account without a password; 409 if the email is another's. */
    @Transactional
    AccountDetail create(AccountInput input) {
        var account = new Account();
        account.id = Ids.next();
        account.createdAt = clock.instant();
        applyAndSave(account, input);
        audit.record("account.create", account.id, null, input);
        return AccountDetail.of(account);
    }

    AccountDetail read(String id) {
        return AccountDetail.of(Optional.ofNullable(Slugs.parseId(id)).flatMap(accounts::findByIdOptional)
                .orElseThrow(() -> ProblemException.notFound("account", id)));
    }

    Page<AccountDetail> list(PageQuery query, String sort) {
        return accounts.page(query, Sort.of(sort, IdAndSlugQuery.NameSortKey.class, "name").descending())
                .map(AccountDetail::of);
    }

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
        return AccountDetail.of(account);
    }

    /** Removes the account with its sessions and keys. What it wrote stays, and is nobody's. */
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

    /** The caller's own account; 404 for a key that belongs to none. */
    @Transactional
    AccountDetail readOwn() {
        return AccountDetail.of(accounts.findById(requireOwnId()));
    }

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
        return AccountDetail.of(account);
    }

    /** Changes the caller's password, and ends all sessions, also the one that asks. */
    @Transactional
    void changePassword(PasswordChange change) {
        var account = accounts.lock(requireOwnId()).orElseThrow();
        caller.requireScopes(account.role.scopes());
        if (account.passwordHash != null
                && !passwordHasher.matches(change.current() == null ? "" : change.current(), account.passwordHash)) {
            throw ProblemException.invalid("/current", "is not your password");
        }
        setPassword(account, change.password());
    }

    /** Sets the password of whoever proved by mail that the account is theirs. */
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

    /** The caller's own account; 404 for a key that belongs to none. */
    private UUID requireOwnId() {
        return caller.account().orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND,
                "This key belongs to no account, so it has no profile."));
    }

    private Account lock(String id, String ifMatch) {
        var account = Optional.ofNullable(Slugs.parseId(id)).flatMap(accounts::lock)
                .orElseThrow(() -> ProblemException.notFound("account", id));
        VersionPrecondition.require(ifMatch, account.version);
        return account;
    }

    /** 409 if this is the only one who can make others admins. */
    private void requireAnotherAdmin(Account account) {
        if (account.role == StaffRole.admin && account.active && accounts.countActiveAdmins() == 1) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "This is the last admin who can sign in: make another account an admin first.");
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
                throw ProblemException.of(ProblemType.CONFLICT, "Another account has the email " + input.email() + ".");
            }
            throw e;
        }
    }
}
