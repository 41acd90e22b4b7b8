package dev.byline.contract;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.ServiceTest;
import dev.byline.problem.ProblemType;
import dev.byline.security.PasswordHasher;
import dev.byline.security.SessionStore;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;

/** Checks that the OpenAPI contract is complete, and that its examples run unchanged. */
@QuarkusTest
class ContractTest extends ServiceTest {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "patch", "delete");
    /** The file of operations that take one, because a picture is replaced by pictures only. */
    private static final String SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'>"
            + "<path d='M0 0h4v4H0z'/></svg>";

    /** The id in the examples of path parameters. */
    private static final String EXAMPLE = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69";
    private static String passwordHash;

    @Inject
    SessionStore sessionStore;
    /** Operations that need a token from a mail. */
    private static final Set<String> NEED_A_TOKEN = Set.of("confirmSubscription", "unsubscribe",
            "openUnsubscribePage", "getSubscription",
            "patchSubscription", "exportSubscription", "verifyMember", "signInByLink", "confirmMemberEmail",
            "resetMemberPassword", "getMember", "patchMember", "changeMemberPassword", "exportMember", "refreshSession",
            "resetStaffPassword");

    /** Operations on the own account, which an API key may not have. */
    private static final Set<String> HAVE_NO_ACCOUNT = Set.of("getOwnAccount", "patchOwnAccount", "changeOwnPassword");

    private Map<String, Object> contract;

    @BeforeEach
    void read() {
        contract = get("/q/openapi?format=json").jsonPath().getMap("$");
    }

    @Test
    void every_operation_has_an_id_a_summary_typed_answers_and_its_errors() {
        var ids = new HashSet<String>();
        operations((path, operation) -> {
            var id = (String) operation.get("operationId");
            assertTrue(ids.add(id), "Twice: " + id);
            assertNotNull(operation.get("summary"), id);
            assertEquals(1, list(operation, "tags").size(), id);
            assertNotNull(operation.get("security"), id);
            Map<String, Map<String, Object>> responses = map(operation, "responses");
            assertTrue(responses.containsKey("503") && responses.containsKey("400"), id);
            assertEquals(path.contains("{") || HAVE_NO_ACCOUNT.contains(id), responses.containsKey("404"), id);
            assertEquals(!list(operation, "security").isEmpty() || Set.of("signIn", "refreshSession").contains(id),
                    responses.containsKey("401"), id);
            assertTrue(!path.startsWith(ADMIN) || !list(operation, "security").isEmpty(), id);
            assertTrue(responses.keySet().stream().anyMatch(status -> status.startsWith("2") || status.equals("303")),
                    id);
            responses.forEach((status, response) -> {
                if (status.startsWith("2") && !status.equals("204")) {
                    Map<String, Map<String, Map<String, String>>> content = map(response, "content");
                    // JSON has a schema with a name; feeds, site maps and plain text are strings to the contract.
                    content.forEach((type, media) -> assertEquals(type.endsWith("json"),
                            media.get("schema").containsKey("$ref"), id));
                }
            });
        });
        assertTrue(ids.size() > 45);
    }

    @Test
    void what_is_served_is_what_is_committed() {
        assertEquals(JsonPath.from(new File("openapi/openapi.json")).getMap("$"), contract);
        Map<String, Object> components = map(contract, "components");
        assertEquals(Set.of("key", "signIn"), map(components, "securitySchemes").keySet());
    }

    @Test
    void schemas_are_fit_for_generators() throws IOException {
        Map<String, Map<String, Object>> schemas = map(map(contract, "components"), "schemas");
        for (var vague : List.of("Kind", "Type", "State", "Reason", "Whom", "Texts", "Done", "Instant", "UUID")) {
            assertTrue(!schemas.containsKey(vague), vague);
        }
        schemas.keySet().forEach(name -> assertTrue(!name.matches(".*[0-9]"), name));
        var text = new ObjectMapper().readTree(new File("openapi/openapi.json"));
        for (var name : List.of("$ref", "anyOf")) {
            for (var schema : text.findParents(name)) {
                assertTrue(!schema.has("type"), schema::toString);
            }
        }
        var used = new HashSet<String>();
        text.findValuesAsText("$ref").forEach(reference -> used.add(reference.replaceFirst(".*/", "")));
        assertTrue(used.containsAll(schemas.keySet()), () -> "unused: " + schemas.keySet());
        var types = ProblemType.inContract().stream().map(ProblemType::uri).toList();
        assertEquals(types, new ObjectMapper()
                .convertValue(text.at("/components/schemas/ProblemType/enum"), List.class));
        var comment = text.at("/components/schemas/CommentGuest/properties");
        assertEquals(80, comment.at("/name/maxLength").asInt());
        assertEquals("email", comment.at("/email/format").asText());
        assertEquals("uri", comment.at("/website/format").asText());
        assertEquals(5000, text.at("/components/schemas/NewComment/properties/body/maxLength").asInt());
        assertEquals("id", text.at("/components/schemas/ArticlePage/properties").fieldNames().next());
        assertEquals("#/components/schemas/GetArticleInclude", text.at(
                "/paths/~1api~1v1~1articles~1{article}/get/parameters").findValuesAsText("$ref").stream()
                .filter(reference -> reference.endsWith("Include")).findFirst().orElse(null));
    }

    @Test
    void examples_run_as_they_stand() {
        var token = new AtomicReference<String>();
        operations((path, operation) -> {
            var id = (String) operation.get("operationId");
            var method = Method.valueOf(((String) operation.get("method")).toUpperCase(Locale.ROOT));
            var url = path;
            for (var parameter : list(operation, "parameters")) {
                if ("path".equals(parameter.get("in"))) {
                    url = url.replace("{" + parameter.get("name") + "}", String.valueOf(parameter.get("example")));
                } else if (Boolean.TRUE.equals(parameter.get("required")) && "query".equals(parameter.get("in"))) {
                    var value = ((List<?>) map(parameter, "schema").get("examples")).get(0);
                    url += (url.contains("?") ? "&" : "?") + parameter.get("name") + "="
                            + (value instanceof List<?> list ? list.get(0) : value);
                }
            }
            if (path.contains("{comment}") || path.contains("{import}") || path.contains("{ban}")
                    || path.contains("/members/me/")
                    || path.contains("{token}") || path.contains("{subscriber}") || method == Method.DELETE
                    || path.endsWith("/purge") || path.endsWith("/stream") || path.startsWith("/media/")
                    || NEED_A_TOKEN.contains(id)) {
                // A comment, an import or a token is not known before it is made, nothing is deleted while others read it,
                // a stream never ends, and the medium of the fixtures is no picture.
                return;
            }
            if (token.get() == null) {
                token.set(makeFixturesAnew());
            }
            var request = with(token.get()).header("If-Match", "*").config(RestAssured.config()
                    .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("application/x-ndjson",
                            ContentType.JSON)));
            Map<String, Map<String, Map<String, Map<String, String>>>> body = map(operation, "requestBody");
            if (body != null) {
                var type = body.get("content").keySet().iterator().next();
                var schema = body.get("content").get(type).get("schema").get("$ref");
                var name = schema.substring(schema.lastIndexOf('/') + 1);
                request = type.startsWith("multipart/")
                        ? request.multiPart("file", "square.svg", SQUARE.getBytes(StandardCharsets.UTF_8))
                        : request.contentType(type + "; charset=UTF-8").body(example(name));
            }
            var answer = request.request(method, url);
            var status = answer.statusCode();
            assertTrue(map(operation, "responses").containsKey(String.valueOf(status)), id + " answered " + status);
            assertTrue(status < 300, id + " answered " + status + " to its own example");
            Map<String, Map<String, Object>> responses = map(operation, "responses");
            Map<String, Object> headers = map(responses.get(String.valueOf(status)), "headers");
            assertEquals(headers != null && headers.containsKey("ETag"), answer.header("ETag") != null, id);
            if (id.equals("createImport")) {
                // The job goes on behind the answer: it must not meet the emptying of the tables.
                while (!staff().get(answer.header("Location")).jsonPath().getString("state").equals("done")) {
                    Thread.onSpinWait();
                }
            }
            if (method != Method.GET) {
                // It may have renamed what another example reads.
                token.set(null);
            }
        });
    }

    /** Empties the database, makes the resources that examples name, and returns an access token. */
    private String makeFixturesAnew() {
        try {
            resetDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        fixtures();
        return signIn();
    }

    /** Inserts the resources that the sample content has. */
    private static void fixtures() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        author("Linh Trần");
        author("Owen Hale");
        category("Publishing");
        category("Machines");
        publish(draft(Map.of("title", "Two copies of every article", "categories", List.of("publishing"), "tags",
                List.of("Drafts", "How it works"), "body", markdown("x"))).getString("id"));
        sending(Map.of("name", "main", "items", List.of(Map.of("category", "machines")))).post(ADMIN + "/menus").then()
                .statusCode(201);
    }

    /** Creates the admin account of the examples and returns an access token of the account. */
    private String signIn() {
        try {
            execute("insert into account (id, version, name, email, email_norm, role, active, password_hash, created_at)"
                    + " values ('" + EXAMPLE + "', 1, 'Mai', 'mai@example.com', 'mai@example.com', 'admin', true, '"
                    + passwordHash() + "', now())");
            execute("insert into api_key (id, name, account_id, hash, created_at) values ('" + EXAMPLE + "', 'A key', '"
                    + EXAMPLE + "', 'x', now())");
            // The receiver exists nowhere, and a delivery that is done is not sent.
            execute("insert into webhook (id, version, url, events, include, imports, active, secret, created_at) values ('"
                    + EXAMPLE + "', 1, 'http://hooks.invalid/', '{*}', '{}', false, true, 'whsec_', now())");
            execute("insert into webhook_delivery (id, webhook_id, type, change, thing_id, cause, at, state, due_at,"
                    + " done_at, attempts, retries) values ('" + EXAMPLE + "', '" + EXAMPLE + "', 'tag', 'created', '"
                    + EXAMPLE + "', 'manual', now(), 'delivered', now(), now(), 1, 1)");
            execute("insert into media (id, version, file_version, type, filename, created_at, changed_at, trashed_at,"
                    + " words) values ('" + EXAMPLE + "', 1, 1, 'image/jpeg', 'dojo.jpg', now(), now(), null, '')");
            execute("insert into media_file (media_id, version, upload_hash, store_key, type, bytes, width, height,"
                    + " frames, created_at) values ('" + EXAMPLE
                    + "', 1, '', '00', 'image/jpeg', 1, 1600, 900, 1, now())");
            // The folder of media in tests; see application.properties.
            var file = Path.of("target", "test-media", "files", "00", "00");
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[1]);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
        return sessionStore.open(SessionStore.SubjectKind.account, UUID.fromString(EXAMPLE)).accessToken();
    }

    /** Hashes the password once for all examples, because hashing is slow on purpose. */
    private static synchronized String passwordHash() {
        if (passwordHash == null) {
            passwordHash = Arc.container().instance(PasswordHasher.class).get()
                    .hash("a sentence that only you know");
        }
        return passwordHash;
    }

    private Object example(String schema) {
        Map<String, Map<String, Object>> schemas = map(map(contract, "components"), "schemas");
        var examples = schemas.get(schema).get("examples");
        assertNotNull(examples, schema + " has no example");
        return ((List<?>) examples).get(0);
    }

    private void operations(BiConsumer<String, Map<String, Object>> visit) {
        Map<String, Map<String, Map<String, Object>>> paths = map(contract, "paths");
        var all = new ArrayList<Runnable>();
        paths.forEach((path, item) -> item.forEach((method, operation) -> {
            if (VERBS.contains(method)) {
                operation.put("method", method);
                all.add(() -> visit.accept(path, operation));
            }
        }));
        all.forEach(Runnable::run);
    }

    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> map(Map<String, ?> of, String key) {
        return (Map<String, V>) of.get(key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, ?> of, String key) {
        return of.get(key) == null ? List.of() : (List<Map<String, Object>>) of.get(key);
    }
}
