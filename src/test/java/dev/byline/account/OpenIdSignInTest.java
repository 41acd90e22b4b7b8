package dev.byline.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/** Tests the sign-in of staff by OpenID Connect, with a mock provider in this process that is reached over HTTP. */
@QuarkusTest
@TestProfile(OpenIdSignInTest.WithProvider.class)
class OpenIdSignInTest extends ServiceTest {
    private static final String ISSUER = "company";
    private static final long HOUR = 3600;
    private static final String TOKENS = "dev.byline:type=TestTokens";

    /** The functions of the mock provider that tests call. */
    public interface Tokens {
        String issue(String issuer, String subject, String audience, Map<String, Object> claims, long seconds);

        String issuer();
    }

    /** The configuration of a service with an OpenID provider. */
    public static class WithProvider implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.oidc.tenant-enabled", "true", "quarkus.oidc.auth-server-url", provider(),
                    "quarkus.oidc.token.audience", "byline", "quarkus.oidc.roles.role-claim-path", "groups",
                    "byline.oidc.editor-roles", "byline-editor,newsroom");
        }

        /** Starts the provider once, as an MBean, which all class loaders that load this class share. */
        private static String provider() {
            try {
                var beans = ManagementFactory.getPlatformMBeanServer();
                var name = new ObjectName(TOKENS);
                if (!beans.isRegistered(name)) {
                    beans.registerMBean(new StandardMBean(new Provider(), Tokens.class), name);
                }
                return (String) beans.invoke(name, "issuer", null, null);
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The mock provider, in this process and reached over HTTP. */
    private static final class Provider implements Tokens {
        private final MockOAuth2Server server = new MockOAuth2Server();

        Provider() {
            server.start();
        }

        @Override
        public String issue(String issuer, String subject, String audience, Map<String, Object> claims, long seconds) {
            return server.issueToken(issuer, subject, audience, claims, seconds).serialize();
        }

        @Override
        public String issuer() {
            return server.issuerUrl(ISSUER).toString();
        }
    }

    @Test
    void the_claim_says_the_role_and_the_account_is_made_at_first_sight() throws SQLException {
        var token = token("mai", "byline", Map.of("groups", List.of("staff", "newsroom"), "name", "Mai Phạm", "email",
                "mai@example.com"));
        with(token).get(ADMIN + "/accounts/me").then().statusCode(200).body("name", equalTo("Mai Phạm"))
                .body("role", equalTo("editor")).body("external", equalTo(true));
        with(token, Map.of("name", "News")).post(ADMIN + "/categories").then().statusCode(201);
        with(token).get(ADMIN + "/accounts").then().statusCode(403);
        assertEquals(1, query("select count(*) from account"));
        assertEquals(1, query("select count(*) from audit_entry where actor = 'Mai Phạm' and account_id is not null"));
        with(token("mai", "byline", Map.of("groups", List.of("byline-admin")))).get(ADMIN + "/accounts").then()
                .statusCode(200);
        with(token("mai", "byline", Map.of("groups", List.of("byline-author")))).get(ADMIN + "/accounts").then()
                .statusCode(403);
        assertEquals(1, query("select count(*) from account where role = 'author'"));
    }

    @Test
    void roles_of_the_provider_mean_nothing_unless_they_are_named() {
        for (var group : List.of("admin", "editor", "staff", "articles:publish", "accounts:manage")) {
            with(token("eve", "byline", Map.of("groups", List.of(group)))).get(ADMIN + "/articles").then()
                    .statusCode(403);
        }
        with(token("eve", "byline", Map.of())).get(ADMIN + "/articles").then().statusCode(403);
    }

    @Test
    void tokens_that_are_altered_foreign_or_over_open_nothing() {
        var groups = Map.<String, Object>of("groups", List.of("byline-admin"));
        var good = token("mai", "byline", groups);
        with(good).get(ADMIN + "/articles").then().statusCode(200);
        var parts = good.split("\\.");
        var none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(
                StandardCharsets.UTF_8));
        var bad = new ArrayList<String>();
        bad.add(none + "." + parts[1] + ".");
        bad.add(none + "." + parts[1] + "." + parts[2]);
        bad.add(parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(new String(
                Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("mai", "eve").getBytes(
                        StandardCharsets.UTF_8))
                + "." + parts[2]);
        bad.add(parts[0] + "." + parts[1] + "." + parts[2].substring(0, parts[2].length() - 8) + "AAAAAAAA");
        bad.add(token("mai", "somebody-else", groups));
        bad.add(token("another", "mai", "byline", groups, HOUR));
        bad.add(token(ISSUER, "mai", "byline", groups, -HOUR));
        for (var token : bad) {
            with(token).get(ADMIN + "/articles").then().statusCode(401).contentType("application/problem+json")
                    .header("WWW-Authenticate", "Bearer realm=\"byline\"");
        }
    }

    @Test
    void an_account_that_was_there_is_taken_only_by_an_email_that_is_verified() throws SQLException {
        var id = account("Root", "admin");
        var claims = new TreeMap<String, Object>(Map.of("groups", List.of("byline-editor"), "email",
                "Root@Example.com"));
        with(token("eve", "byline", claims)).get(ADMIN + "/accounts/me").then().statusCode(403);
        claims.put("email_verified", true);
        with(token("root", "byline", claims)).get(ADMIN + "/accounts/me").then().statusCode(200)
                .body("id", equalTo(id.toString())).body("role", equalTo("editor"));
        execute("update account set active = false");
        with(token("root", "byline", claims)).get(ADMIN + "/accounts/me").then().statusCode(401);
    }

    @Test
    void keys_and_passwords_work_beside_it() throws SQLException {
        staff().get(ADMIN + "/articles").then().statusCode(200);
        with(signedIn("An", "editor")).get(ADMIN + "/articles").then().statusCode(200);
        with("wrong").get(ADMIN + "/articles").then().statusCode(401);
        given().get(ADMIN + "/articles").then().statusCode(401).header("WWW-Authenticate", "Bearer realm=\"byline\"");
    }

    private static String token(String subject, String audience, Map<String, Object> claims) {
        return token(ISSUER, subject, audience, claims, HOUR);
    }

    private static String token(String issuer, String subject, String audience, Map<String, Object> claims,
            long seconds) {
        try {
            var text = String.class.getName();
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(TOKENS), "issue",
                    new Object[]{ issuer, subject, audience, claims, seconds },
                    new String[]{ text, text, text, Map.class.getName(), "long" });
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
