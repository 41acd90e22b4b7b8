package dev.byline.security;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests access and refresh tokens: their rights, their exchange, their expiry and their revocation. */
@QuarkusTest
class SessionStoreTest extends ServiceTest {
    private static final UUID AUTHOR = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-0000000000a1");
    private static final UUID MEMBER = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-0000000000b1");

    @Inject
    SessionStore sessionStore;
    @Inject
    PasswordHasher passwordHasher;

    @BeforeEach
    void people() throws SQLException {
        execute("insert into account (id, version, name, email, email_norm, role, active, created_at) values ('"
                + AUTHOR
                + "', 1, 'Mai', 'Mai@x.vn', 'mai@x.vn', 'author', true, now())");
        execute("insert into member (id, name, email, email_norm, created_at, version) values ('" + MEMBER
                + "', 'An', 'an@x.vn', 'an@x.vn', now(), 1)");
    }

    @Test
    void a_token_of_the_staff_opens_the_staff_door_and_one_of_a_reader_does_not() {
        assertEquals(200, articles(sessionStore.open(SessionStore.SubjectKind.account, AUTHOR).accessToken()));
        assertEquals(403, articles(sessionStore.open(SessionStore.SubjectKind.member, MEMBER).accessToken()));
    }

    @Test
    void a_refresh_token_opens_nothing_itself_and_is_exchanged_once() {
        var first = sessionStore.open(SessionStore.SubjectKind.account, AUTHOR);
        assertEquals(401, articles(first.refreshToken()));
        var second = sessionStore.refresh(first.refreshToken()).orElseThrow();
        assertEquals(401, articles(first.accessToken()));
        assertEquals(200, articles(second.accessToken()));
        assertTrue(sessionStore.refresh(first.refreshToken()).isEmpty());
        assertEquals(401, articles(second.accessToken()));
        assertTrue(sessionStore.refresh(second.refreshToken()).isEmpty());
    }

    @Test
    void tokens_end_and_are_revoked() throws SQLException {
        var sessionTokens = sessionStore.open(SessionStore.SubjectKind.account, AUTHOR);
        execute("update session set access_until = now() - interval '1 second'");
        assertEquals(401, articles(sessionTokens.accessToken()));
        var next = sessionStore.refresh(sessionTokens.refreshToken()).orElseThrow();
        assertEquals(200, articles(next.accessToken()));
        execute("update session set refresh_until = now() - interval '1 second'");
        assertTrue(sessionStore.refresh(next.refreshToken()).isEmpty());
        var other = sessionStore.open(SessionStore.SubjectKind.account, AUTHOR);
        assertEquals(1, sessionStore.list(SessionStore.SubjectKind.account, AUTHOR).size());
        sessionStore.closeAll(SessionStore.SubjectKind.account, AUTHOR);
        assertEquals(401, articles(other.accessToken()));
    }

    @Test
    void whoever_is_deactivated_is_out_at_once() throws SQLException {
        var sessionTokens = sessionStore.open(SessionStore.SubjectKind.account, AUTHOR);
        execute("update account set active = false");
        assertEquals(401, articles(sessionTokens.accessToken()));
        assertTrue(sessionStore.refresh(sessionTokens.refreshToken()).isEmpty());
    }

    @Test
    void no_token_is_stored_as_it_is() throws SQLException {
        var sessionTokens = sessionStore.open(SessionStore.SubjectKind.member, MEMBER);
        assertEquals(0,
                query("select count(*) from session where access_hash = convert_to('" + sessionTokens.accessToken()
                        + "', 'UTF8')"));
        assertEquals(1, query("select count(*) from refresh_token where hash = sha256(convert_to('"
                + sessionTokens.refreshToken() + "', 'UTF8'))"));
    }

    @Test
    void passwords_are_argon2id_with_a_salt_each_and_nobody_has_none() {
        var hash = passwordHasher.hash("correct horse battery staple");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertFalse(hash.equals(passwordHasher.hash("correct horse battery staple")));
        assertTrue(passwordHasher.matches("correct horse battery staple", hash));
        assertFalse(passwordHasher.matches("Correct horse battery staple", hash));
        assertFalse(passwordHasher.matches("anything", null));
    }

    private int articles(String token) {
        return given().header("Authorization", "Bearer " + token).get(ADMIN + "/articles").statusCode();
    }
}
