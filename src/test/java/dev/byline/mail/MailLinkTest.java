package dev.byline.mail;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** The pages to which links in mails lead. */
@QuarkusTest
class MailLinkTest extends MailTestBase {
    private static final String EMAIL = "mai@example.com";

    private static void post(String path, Map<String, ?> body) {
        given().contentType(ContentType.JSON).body(body).post(API + path).then().statusCode(202);
    }

    /** Returns the text of all mails so far. */
    private String texts() {
        return String.join("\n", mails(EMAIL).stream().map(mail -> mail.getString("text")).toList());
    }

    @Test
    void links_lead_to_the_frontend_that_the_site_names() throws Exception {
        patch("site", "*",
                """
                        {"verifyUrl": "https://blog.example/verify#{token}", "signInUrl": "https://blog.example/{locale}/in/{token}",
                         "passwordUrl": "https://blog.example/password?t={token}", "confirmUrl": "https://blog.example/yes/{token}",
                         "manageUrl": "https://blog.example/mine/{token}"}""")
                .then().statusCode(200)
                .body("signInUrl", equalTo("https://blog.example/{locale}/in/{token}"));
        post("/members", Map.of("name", "Mai", "email", EMAIL, "password", "a sentence that nobody knows"));
        var verify = group("https://blog\\.example/verify#([\\w-]{43})");
        given().contentType(ContentType.JSON).body(Map.of("token", verify)).post(API + "/members/verify").then()
                .statusCode(200);
        post("/members/sign-in-links", Map.of("email", EMAIL));
        var signIn = group("https://blog\\.example/en/in/([\\w-]{43})");
        given().contentType(ContentType.JSON).body(Map.of("token", signIn)).post(API + "/members/sign-in").then()
                .statusCode(200);
        post("/members/password-links", Map.of("email", EMAIL));
        group("https://blog\\.example/password\\?t=([\\w-]{43})");
        post("/subscriptions", Map.of("email", EMAIL));
        var confirm = group("https://blog\\.example/yes/([\\w-]{43})");
        given().contentType(ContentType.JSON).body(Map.of("token", confirm)).post(API + "/subscriptions/confirm").then()
                .statusCode(200);
        post("/subscriptions/links", Map.of("email", EMAIL));
        var manage = group("https://blog\\.example/mine/([\\w-]{43})");
        given().header("Subscription-Token", manage).get(API + "/subscriptions/me").then().statusCode(200);
    }

    private String group(String pattern) throws Exception {
        var found = Pattern.compile(pattern).matcher(texts());
        assertTrue(found.find(), () -> pattern + " is not in: " + texts());
        return found.group(1);
    }

    @ParameterizedTest
    @CsvSource({ "signInUrl", "verifyUrl", "passwordUrl", "confirmUrl", "manageUrl" })
    void an_address_without_a_place_for_the_token_is_refused(String setting) {
        for (var wrong : new String[]{ "https://blog.example/", "ftp://blog.example/{token}", "{token}" }) {
            patch("site", "*", "{\"" + setting + "\": \"" + wrong + "\"}").then().statusCode(422)
                    .body("violations[0].field", equalTo("/" + setting));
        }
    }
}
