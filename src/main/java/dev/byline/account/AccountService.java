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
import dev.byline.security.Credentials;
import dev.byline.security.Passwords;
import dev.byline.security.Sessions;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * The rules of accounts. Nobody gives away more than they have: whoever changes an account must have all the scopes that
 * it has, and that it is to have.
 */
@ApplicationScoped
public class AccountService implements Credentials {
    /** Held by whoever changes who may do what, so that no two admins leave at once. */
    private static final String ACCOUNTS = "accounts";

    private final AccountRepository accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Caller caller;
    private final AuditLog audit;
    private final Locks locks;
    private final Clock clock;

    AccountService(AccountRepository accounts, Passwords passwords, Sessions sessions, Caller caller, AuditLog audit,
            Locks locks, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.caller = caller;
        this.audit = audit;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public Sessions.Kind kind() {
        return Sessions.Kind.account;
    }

    @Override
    @Transactional
    public Optional<Found> find(String email) {
        return accounts.byEmail(email)
                .map(account -> new Found(account.id, account.passwordHash, account.active));
    }

    /** Makes an account without a password; 409 if the email is another's. */
    @Transactional
    AccountDetail create(AccountInput input) {
        var account = new Account();
        account.id = Ids.next();
        account.createdAt = clock.instant();
        fill(account, input);
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
        locks.exclusive(ACCOUNTS);
        var account = lock(id, ifMatch);
        var before = AccountInput.of(account);
        var input = change.apply(before);
        if (!input.equals(before)) {
            caller.requireScopes(account.role.scopes());
            if (input.role() != StaffRole.admin || !input.active()) {
                keepAnAdmin(account);
            }
            fill(account, input);
            if (!input.active()) {
                sessions.closeAll(Sessions.Kind.account, account.id);
            }
            audit.record("account.change", account.id, before, input);
        }
        return AccountDetail.of(account);
    }

    /** Removes the account with its sessions and keys. What it wrote stays, and is nobody's. */
    @Transactional
    void delete(String id, String ifMatch) {
        locks.exclusive(ACCOUNTS);
        var account = lock(id, ifMatch);
        caller.requireScopes(account.role.scopes());
        keepAnAdmin(account);
        accounts.delete(account);
        accounts.flush();
        audit.record("account.delete", account.id, AccountInput.of(account), null);
    }

    /** The caller's own account; 404 for a key that belongs to none. */
    @Transactional
    AccountDetail own() {
        return AccountDetail.of(accounts.findById(ownId()));
    }

    @Transactional
    AccountDetail changeOwn(String ifMatch, UnaryOperator<ProfileInput> change) {
        var account = lock(ownId().toString(), ifMatch);
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
        var account = accounts.lock(ownId()).orElseThrow();
        caller.requireScopes(account.role.scopes());
        if (account.passwordHash != null
                && !passwords.matches(change.current() == null ? "" : change.current(), account.passwordHash)) {
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
        account.passwordHash = passwords.hash(password);
        sessions.closeAll(Sessions.Kind.account, account.id);
        accounts.flush();
        audit.record("account.password", account.id);
    }

    /** The caller's own account; 404 for a key that belongs to none. */
    private UUID ownId() {
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
    private void keepAnAdmin(Account leaving) {
        if (leaving.role == StaffRole.admin && leaving.active && accounts.activeAdmins() == 1) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "This is the last admin who can sign in: make another account an admin first.");
        }
    }

    private void fill(Account account, AccountInput input) {
        caller.requireScopes(input.role().scopes());
        account.name = input.name();
        account.email = input.email();
        account.emailNorm = AccountRepository.normal(input.email());
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
