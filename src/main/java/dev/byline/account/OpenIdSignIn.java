package dev.byline.account;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.eclipse.microprofile.jwt.JsonWebToken;

import dev.byline.database.Ids;
import dev.byline.security.AuthenticatedCaller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Signs staff in with the token of an OpenID provider.
 * <ol>
 * <li>The account is found by the issuer and subject of the token.
 * <li>Else, an account with the same email is linked to the provider, if the provider has verified the email.
 * <li>Else, a new account is created.
 * <li>The role of the account is set to the role in the token's claim, at each request.
 * </ol>
 * A token without a role of {@link OpenIdSettings} is refused with a 403, a deactivated account with a 401. The class
 * uses plain JDBC, because {@link dev.byline.audit.AuditLog} needs a caller, which is not known before the sign-in.
 */
@ApplicationScoped
class OpenIdSignIn implements SecurityIdentityAugmentor {
    private final DataSource database;
    private final OpenIdSettings settings;

    OpenIdSignIn(DataSource database, OpenIdSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    private record AccountRow(UUID id, String role, boolean active) {}

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? context.runBlocking(() -> signIn(token, identity))
                : Uni.createFrom().item(identity);
    }

    private SecurityIdentity signIn(JsonWebToken token, SecurityIdentity identity) {
        var role = highestRole(identity)
                .orElseThrow(() -> new ForbiddenException("The token names no role of the staff"));
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var account = find(connection, "external_id", externalId(token))
                    .or(() -> linkByVerifiedEmail(connection, token))
                    .orElseGet(() -> create(connection, token, role));
            if (!account.active) {
                throw new AuthenticationFailedException("The account is deactivated");
            }
            if (!account.role.equals(role.name())) {
                updateColumn(connection, account.id, "role", role.name(), "account.role");
            }
            connection.commit();
            return AuthenticatedCaller.account(name(token), account.id, role.name()).toSecurityIdentity();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Finds the highest of the staff roles that the token's claim names. */
    private Optional<StaffRole> highestRole(SecurityIdentity identity) {
        var roles = identity.getRoles();
        return !Collections.disjoint(roles, settings.adminRoles())
                ? Optional.of(StaffRole.admin)
                : !Collections.disjoint(roles, settings.editorRoles())
                        ? Optional.of(StaffRole.editor)
                        : !Collections.disjoint(roles, settings.authorRoles())
                                ? Optional.of(StaffRole.author)
                                : Optional.empty();
    }

    private static Optional<AccountRow> find(Connection connection, String column, String value) {
        try (var query = connection
                .prepareStatement("select id, role, active from account where " + column + " = ? for update")) {
            query.setString(1, value);
            try (var found = query.executeQuery()) {
                return found.next()
                        ? Optional.of(new AccountRow(found.getObject(1, UUID.class), found.getString(2),
                                found.getBoolean(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Links the existing account with this email to the provider; empty if there is none. 403 if the provider has not
     * verified the email, because any user of the provider could claim it.
     */
    private static Optional<AccountRow> linkByVerifiedEmail(Connection connection, JsonWebToken token) {
        var email = email(token);
        var found = email == null ? Optional.<AccountRow>empty() : find(connection, "email_norm", email);
        found.ifPresent(account -> {
            if (!Boolean.TRUE.equals(token.getClaim("email_verified"))) {
                throw new ForbiddenException("Another account has the email, and the provider has not verified it");
            }
            updateColumn(connection, account.id, "external_id", externalId(token), "account.link");
        });
        return found;
    }

    private static AccountRow create(Connection connection, JsonWebToken token, StaffRole role) {
        var id = Ids.next();
        try (var insert = connection.prepareStatement("""
                insert into account
                    (id, version, name, email, email_norm, role, active, external_id, created_at)
                values (?, 1, ?, ?, ?, ?, true, ?, now())""")) {
            insert.setObject(1, id);
            insert.setString(2, name(token));
            insert.setString(3, token.getClaim("email"));
            insert.setString(4, email(token));
            insert.setString(5, role.name());
            insert.setString(6, externalId(token));
            insert.executeUpdate();
            recordAudit(connection, id, "account.create");
            return new AccountRow(id, role.name(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void updateColumn(Connection connection, UUID id, String column, String value, String action) {
        try (var update = connection.prepareStatement(
                "update account set " + column + " = ?, version = version + 1 where id = ?")) {
            update.setString(1, value);
            update.setObject(2, id);
            update.executeUpdate();
            recordAudit(connection, id, action);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void recordAudit(Connection connection, UUID id, String action) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into audit_entry (at, actor, account_id, action, entity, entity_id)
                values (now(), 'provider', ?, ?, 'account', ?)""")) {
            insert.setObject(1, id);
            insert.setString(2, action);
            insert.setString(3, id.toString());
            insert.executeUpdate();
        }
    }

    private static String externalId(JsonWebToken token) {
        return token.getIssuer() + " " + token.getSubject();
    }

    private static String email(JsonWebToken token) {
        String email = token.getClaim("email");
        return email == null ? null : email.strip().toLowerCase(Locale.ROOT);
    }

    private static String name(JsonWebToken token) {
        String name = token.getClaim("name");
        String email = token.getClaim("email");
        return name != null ? name : email != null ? email : token.getSubject();
    }
}
