package dev.byline.account;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/**
 * Creates, changes, rotates and revokes API keys. A caller sees the keys of the caller's own account; an admin sees all
 * keys. A caller cannot create, rotate or widen a key that has a scope which the caller lacks.
 */
@ApplicationScoped
class ApiKeyService {
    private static final Set<String> NAME_CONSTRAINTS = Set.of("api_key_name", "api_key_account_name");

    private final EntityManager database;
    private final AccountRepository accounts;
    private final Caller caller;
    private final AuditLog audit;
    private final Clock clock;

    ApiKeyService(EntityManager database, AccountRepository accounts, Caller caller, AuditLog audit, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Creates a key. Only the result of this call contains its secret. */
    @Transactional
    ApiKeyDetail create(NewApiKey input) {
        var key = new ApiKey();
        key.id = Ids.next();
        key.createdAt = clock.instant();
        var owner = input.account() == null ? caller.account() : Optional.of(input.account());
        if (owner.isPresent()) {
            if (input.role() != null) {
                throw ProblemException.invalid("/role", "must be absent for a key of an account, which has the role "
                        + "of the account");
            }
            key.accountId = owner.get();
            if (!isVisible(key) || accounts.findByIdOptional(key.accountId).isEmpty()) {
                throw ProblemException.invalid("/account", "is not an account that you can create keys for");
            }
        } else {
            key.role = input.role() == null ? StaffRole.valueOf(caller.role().orElseThrow()) : input.role();
        }
        var secret = key.rotateSecret(null);
        key.formerHash = null;
        applyInput(key, input.toApiKeyInput());
        database.persist(key);
        flush(key);
        audit.record("api_key.create", key.id, null, ApiKeyInput.of(key));
        return new ApiKeyDetail(key, secret);
    }

    /** Reads a key without its secret; 404 if there is none that the caller may see. */
    @Transactional
    ApiKeyDetail read(String id) {
        return new ApiKeyDetail(find(id, LockModeType.NONE), null);
    }

    /** Lists one page of the keys that the caller may see, newest first. */
    @Transactional
    Page<ApiKeyDetail> list(String account, PageQuery query) {
        var id = account == null ? null : Slugs.parseId(account);
        if (account != null && id == null) {
            throw ProblemException.invalidParameter("account",
                    "must be an id (a UUID), not " + EchoedInput.quote(account));
        }
        var ownerFilter = canSeeAllKeys()
                ? Optional.ofNullable(id)
                : Optional.of(caller.account().orElse(new UUID(0, 0)));
        if (!canSeeAllKeys() && id != null && !ownerFilter.equals(Optional.of(id))) {
            throw ProblemException.invalidParameter("account", "is not an account whose keys you may see");
        }
        var from = " from ApiKey k where 1 = 1" + (ownerFilter.isPresent() ? " and k.accountId = :account" : "");
        var keys = new Keyset<>(query, "api keys " + ownerFilter, true, Keyset::parseTime);
        var statement = keys.bind(database.createQuery(
                from + keys.seekCondition("k.createdAt", "k.id") + keys.orderBy("k.createdAt", "k.id"), ApiKey.class));
        ownerFilter.ifPresent(owner -> statement.setParameter("account", owner));
        return keys.toPage(statement.getResultList(), k -> k.createdAt, k -> k.id, () -> {
            var count = database.createQuery("select count(*)" + from, Long.class);
            ownerFilter.ifPresent(owner -> count.setParameter("account", owner));
            return count.getSingleResult();
        }).map(key -> new ApiKeyDetail(key, null));
    }

    /** Changes the name, scopes or expiry of a key. A change that leaves the key equal is not saved. */
    @Transactional
    ApiKeyDetail change(String id, String ifMatch, UnaryOperator<ApiKeyInput> change) {
        var key = lock(id, ifMatch);
        var before = ApiKeyInput.of(key);
        var input = change.apply(before);
        if (!input.equals(before)) {
            applyInput(key, input);
            flush(key);
            audit.record("api_key.change", key.id, before, ApiKeyInput.of(key));
        }
        return new ApiKeyDetail(key, null);
    }

    /**
     * Gives the key a new secret. The former secret stays valid for the grace period, so that clients keep working
     * until they have the new one.
     */
    @Transactional
    ApiKeyDetail rotate(String id, String ifMatch, KeyRotation rotation) {
        var key = lock(id, ifMatch);
        caller.requireScopes(scopesOf(key));
        int hours = rotation == null || rotation.graceHours() == null
                ? KeyRotation.DEFAULT_GRACE_HOURS
                : rotation.graceHours();
        var secret = key.rotateSecret(clock.instant().plus(Duration.ofHours(hours)));
        flush(key);
        audit.record("api_key.rotate", key.id);
        return new ApiKeyDetail(key, secret);
    }

    /** Deletes the key, which stops working at once. */
    @Transactional
    void revoke(String id, String ifMatch) {
        var key = lock(id, ifMatch);
        database.remove(key);
        database.flush();
        audit.record("api_key.revoke", key.id, ApiKeyInput.of(key), null);
    }

    private void applyInput(ApiKey key, ApiKeyInput input) {
        var allowedScopes = roleOf(key).scopes();
        if (input.scopes() != null && !allowedScopes.containsAll(input.scopes())) {
            var disallowed = new TreeSet<>(input.scopes());
            disallowed.removeAll(allowedScopes);
            throw ProblemException.invalid("/scopes", "has scopes that the role " + roleOf(key) + " does not have ("
                    + String.join(", ", disallowed) + "). The role has " + String.join(", ", allowedScopes));
        }
        if (input.expiresAt() != null && !input.expiresAt().equals(key.expiresAt)
                && !input.expiresAt().isAfter(clock.instant())) {
            throw ProblemException.invalid("/expiresAt", "must be in the future");
        }
        key.name = input.name();
        key.scopes = input.scopes();
        key.expiresAt = input.expiresAt();
        caller.requireScopes(scopesOf(key));
    }

    private Set<String> scopesOf(ApiKey key) {
        return key.scopes == null ? roleOf(key).scopes() : Set.copyOf(key.scopes);
    }

    private StaffRole roleOf(ApiKey key) {
        return key.accountId == null ? key.role : accounts.findById(key.accountId).role;
    }

    private ApiKey lock(String id, String ifMatch) {
        var key = find(id, LockModeType.PESSIMISTIC_WRITE);
        VersionPrecondition.require(ifMatch, key.version);
        return key;
    }

    private ApiKey find(String id, LockModeType lock) {
        return Optional.ofNullable(Slugs.parseId(id)).map(uuid -> database.find(ApiKey.class, uuid, lock))
                .filter(this::isVisible).orElseThrow(() -> ProblemException.notFound("API key", id));
    }

    private boolean isVisible(ApiKey key) {
        return canSeeAllKeys() || key.accountId != null && caller.account().filter(key.accountId::equals).isPresent();
    }

    private boolean canSeeAllKeys() {
        return caller.hasScope(Scope.ACCOUNTS_MANAGE);
    }

    private void flush(ApiKey key) {
        try {
            database.flush();
        } catch (ConstraintViolationException e) {
            if (NAME_CONSTRAINTS.contains(String.valueOf(e.getConstraintName()))) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "There already is a key named '" + key.name + "'. Choose another name, or rotate that key.");
            }
            throw e;
        }
    }
}
