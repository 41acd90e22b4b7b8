package dev.byline.security;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.web.Paths;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/**
 * Checks the access rules of every operation in the contract. The table lists the role or scope that each operation
 * requires; an operation that is missing there or requires something else fails the test.
 */
@QuarkusTest
class AccessTest extends ServiceTest {
    private static final Set<String> HTTP_METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String UNKNOWN_ID = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69";
    private static final UUID MEMBER = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-0000000000b1");

    /** The operations by the role or scope that they require. */
    private static final Map<String, List<String>> OPERATIONS_BY_REQUIREMENT = Map.ofEntries(
            Map.entry("nothing",
                    List.of("countView", "getApiIndex", "getArchive", "getArticle", "getMenu", "listMenus", "getAuthor",
                            "getAuthorFeed",
                            "getCategory",
                            "getCategoryFeed",
                            "getComment", "getCommentFeed", "getNeighbors", "getRobots", "getSite", "getSiteFeed",
                            "getSiteMap", "getSiteMapPart", "getTag", "getTagFeed", "getViews", "listArticles",
                            "listAuthors", "listCategories", "listComments", "listRelatedArticles", "listReplies",
                            "listTags", "postComment", "readPreview", "refreshSession", "search", "signIn", "suggest",
                            "sendStaffPasswordLink", "resetStaffPassword", "signUp", "verifyMember", "sendSignInLink",
                            "signInByLink", "confirmMemberEmail", "sendPasswordLink", "resetMemberPassword",
                            "subscribe", "confirmSubscription", "unsubscribe", "openUnsubscribePage",
                            "sendSubscriptionLink",
                            "getSubscription", "patchSubscription", "exportSubscription", "eraseSubscription",
                            "listViews", "listChanges", "streamChanges", "getOwnComment", "editComment",
                            "withdrawComment", "reportComment", "getMediaFile")),
            Map.entry(Role.MEMBER,
                    List.of("getMember", "patchMember", "changeMemberPassword", "exportMember", "eraseMember",
                            "likeComment", "unlikeComment", "listOwnComments", "listOwnLikes")),
            Map.entry(Role.ADMIN, List.of("listMailbox")),
            Map.entry(Scope.READERS_MANAGE,
                    List.of("listSubscribers", "getSubscriber", "listConsents", "deleteSubscriber", "importSubscribers",
                            "reportMail", "exportCommenter", "eraseCommenter")),
            Map.entry(Role.SIGNED_IN, List.of("listSessions", "signOut", "closeSession")),
            Map.entry(Scope.OWN, List.of("getOwnAccount", "patchOwnAccount", "changeOwnPassword", "listApiKeys",
                    "createApiKey", "getApiKey", "patchApiKey", "rotateApiKey", "revokeApiKey")),
            Map.entry(Scope.ARTICLES_READ, List.of("listWorkingCopies", "getWorkingCopy", "listRevisions",
                    "getRevision", "compareRevisions", "listCategoriesForStaff", "getCategoryForStaff",
                    "listTagsForStaff", "getTagForStaff", "listAuthorsForStaff", "getAuthorForStaff",
                    "getSiteForStaff", "listMenusForStaff", "getMenuForStaff", "listMedia", "getMedium",
                    "listMediumUses")),
            Map.entry(Scope.MEDIA_WRITE, List.of("createMedium", "replaceMediumFile", "replaceMedium", "patchMedium",
                    "trashMedium", "restoreMedium", "purgeMedium")),
            Map.entry(Scope.ARTICLES_WRITE,
                    List.of("renderBody", "createArticle", "replaceArticle", "patchArticle", "trashArticle",
                            "revertArticle", "restoreArticle", "duplicateArticle", "startTranslation",
                            "restoreRevision",
                            "listPreviews", "createPreview", "revokePreview")),
            Map.entry(Scope.ARTICLES_PUBLISH,
                    List.of("publishArticle", "unpublishArticle", "scheduleArticle", "cancelSchedule", "purgeArticle",
                            "bulkArticles", "getAnnouncement", "muteAnnouncement", "unmuteAnnouncement")),
            Map.entry(Scope.TAXONOMY_WRITE, List.of("createCategory", "replaceCategory", "patchCategory",
                    "deleteCategory", "mergeCategory", "createTag", "replaceTag", "patchTag", "deleteTag", "mergeTag",
                    "createAuthor", "replaceAuthor", "patchAuthor", "deleteAuthor", "mergeAuthor", "createMenu",
                    "replaceMenu", "deleteMenu")),
            Map.entry(Scope.COMMENTS_MODERATE, List.of("listCommentsForStaff", "getCommentForStaff", "approveComment",
                    "rejectComment", "markCommentAsSpam", "deleteComment", "bulkComments", "countComments",
                    "getCommentHistory",
                    "editCommentForStaff", "discardCommentChange", "banCommenter", "listBans", "createBan", "getBan",
                    "liftBan")),
            Map.entry(Scope.VIEWS_MANAGE,
                    List.of("getViewsForStaff", "setViews", "resetViews", "addViews", "getDroppedViews")),
            Map.entry(Scope.TRANSFER, List.of("createImport", "listImports", "getImport", "cancelImport",
                    "listImportItems", "downloadImportReport", "createExport", "createExportArchive")),
            Map.entry(Scope.SITE_MANAGE, List.of("patchSite")),
            Map.entry(Scope.WEBHOOKS_MANAGE, List.of("listWebhooks", "createWebhook", "getWebhook", "patchWebhook",
                    "deleteWebhook", "rotateWebhookSecret", "listWebhookDeliveries", "getWebhookDelivery",
                    "replayWebhookDelivery", "replayWebhook", "testWebhook")),
            Map.entry(Scope.ACCOUNTS_MANAGE, List.of("listAccounts", "createAccount", "getAccount", "patchAccount",
                    "deleteAccount", "listAuditEntries", "exportAuditLog")));

    /**
     * The operations that check the token before the body, which OwnCommentTest and SubscriptionTest cover, and
     * {@code unsubscribe}, whose body a standard defines (RFC 8058).
     */
    private static final Set<String> OPERATIONS_THAT_CHECK_TOKENS_FIRST = Set.of("editComment", "patchSubscription",
            "unsubscribe");

    @Inject
    SessionStore sessionStore;

    private record Call(String id, Method method, String path, String needs, Map<String, Object> operation) {}

    private final List<Call> calls = new ArrayList<>();
    private Map<String, Map<String, Object>> schemas;

    @BeforeEach
    void readContract() {
        var contract = get("/q/openapi?format=json").jsonPath();
        schemas = contract.getMap("components.schemas");
        Map<String, Map<String, Map<String, Object>>> paths = contract.getMap("paths");
        paths.forEach((path, item) -> item.forEach((verb, operation) -> {
            if (HTTP_METHODS.contains(verb)) {
                calls.add(new Call((String) operation.get("operationId"),
                        Method.valueOf(verb.toUpperCase(Locale.ROOT)), path, declared(operation), operation));
            }
        }));
    }

    private static String declared(Map<String, Object> operation) {
        @SuppressWarnings("unchecked")
        var security = (List<Map<String, List<String>>>) operation.get("security");
        // An empty requirement is one of several: credentials are welcome and not needed.
        return security.isEmpty() || security.get(0).isEmpty()
                ? "nothing"
                : security.get(0).values().iterator().next().get(0);
    }

    @Test
    void the_contract_asks_of_each_operation_what_the_table_says() {
        var table = new TreeMap<String, String>();
        OPERATIONS_BY_REQUIREMENT.forEach((needs, operations) -> operations.forEach(id -> table.put(id, needs)));
        var contract = new TreeMap<String, String>();
        // The partial responses are those of the operations in the table.
        calls.stream().filter(call -> !call.path.startsWith(Paths.PARTIAL))
                .forEach(call -> contract.put(call.id, call.needs));
        assertEquals(table, contract);
    }

    @Test
    void each_caller_may_what_their_role_or_key_has_and_nothing_else() throws SQLException {
        var callers = new LinkedHashMap<String, Set<String>>();
        for (var role : Role.STAFF_ROLES) {
            var may = new TreeSet<>(Scope.ofRole(role));
            may.add(Role.SIGNED_IN);
            may.addAll(Role.includedRoles(role));
            callers.put(role, may);
        }
        callers.put(Role.MEMBER, Set.of(Role.SIGNED_IN, Role.MEMBER));
        Scope.all().forEach(scope -> callers.put("key " + scope, Set.of(scope)));
        callers.put("key of an editor", Scope.ofRole(Role.EDITOR));
        var wrong = new ArrayList<String>();
        for (var caller : callers.entrySet()) {
            for (var call : calls) {
                var response = with(token(caller.getKey())).header("If-Match", "*").request(call.method, url(call));
                boolean refused = List.of(401, 403).contains(response.statusCode());
                boolean allowed = call.needs.equals("nothing") || caller.getValue().contains(call.needs);
                if (refused == allowed || response.statusCode() >= 500) {
                    wrong.add(caller.getKey() + ": " + call.id + " is " + response.statusCode());
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void without_valid_credentials_nothing_of_the_staff_or_of_a_reader_opens() {
        for (var call : calls) {
            if (call.needs.equals("nothing")) {
                var open = given().request(call.method, url(call)).statusCode();
                assertTrue(open != 403 && open < 500 && (open != 401 || call.id.equals("refreshSession")), call.id);
                continue;
            }
            for (var header : new String[]{ "Bearer wrong", "Bearer ", "Basic eDp5", "bearer",
                    "Bearer " + "x".repeat(4000), "Bearer byline_at_" + "A".repeat(43),
                    "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGVzIjpbImFkbWluIl19." }) {
                given().header("Authorization", header).request(call.method, url(call)).then().statusCode(401)
                        .contentType("application/problem+json")
                        .header("WWW-Authenticate", equalTo("Bearer realm=\"byline\""))
                        .header("Cache-Control", "private, no-store");
            }
            given().request(call.method, url(call)).then().statusCode(401).body("type",
                    equalTo("urn:byline:problem:unauthenticated"));
        }
        assertTrue(calls.size() > 85, "walked " + calls.size());
    }

    /** Checks that every operation on an article of another account is a 404 for an author. */
    @Test
    void an_author_sees_own_articles_and_no_others() throws SQLException {
        for (var call : calls) {
            if (!call.path.startsWith(ADMIN) || !call.path.contains("{article}")
                    || !Scope.ofRole(Role.AUTHOR).contains(call.needs)) {
                continue;
            }
            resetDatabase();
            category("Publishing");
            category("Machines");
            author("Linh Trần");
            execute("update site set locales = array['en', 'vi']");
            var author = signedIn("An", Role.AUTHOR);
            var own = article(author);
            var others = article(signedIn("Binh", Role.AUTHOR));
            assertEquals(404, ask(author, call, others).statusCode(), call.id);
            if (call.path.contains("{preview}")) {
                continue;
            }
            var mine = ask(author, call, own).statusCode();
            assertTrue(mine < 300 || mine == 409, call.id + " is " + mine);
        }
        resetDatabase();
        category("Publishing");
        var author = signedIn("An", Role.AUTHOR);
        article(signedIn("Binh", Role.AUTHOR));
        var own = article(author);
        with(author).get(ADMIN + "/articles?count=exact").then().statusCode(200).body("page.total", equalTo(1))
                .body("items.id", equalTo(List.of(own)));
    }

    @Test
    void an_author_takes_nothing_from_readers() throws SQLException {
        category("Publishing");
        var author = signedIn("An", Role.AUTHOR);
        var own = article(author);
        with(author).header("If-Match", "*").post(ADMIN + "/articles/" + own + "/publish").then().statusCode(403);
        publish(own);
        with(author).header("If-Match", "*").delete(ADMIN + "/articles/" + own).then().statusCode(403);
        get(API + "/articles/" + own).then().statusCode(200);
        with(author, Map.of("title", "Taken", "slug", "taken")).post(ADMIN + "/articles?takeOverSlug=true").then()
                .statusCode(403);
        with(author, "{\"title\": \"Changed\"}").header("If-Match", "*").patch(ADMIN + "/articles/" + own).then()
                .statusCode(200);
        get(API + "/articles/" + own).then().body("title", equalTo("Own"));
    }

    /** Checks that each operation refuses fields that the contract does not have, and names them in its problem. */
    @Test
    void nothing_can_be_set_that_the_contract_does_not_name() throws SQLException {
        var admin = signedIn("Root", Role.ADMIN);
        category("Publishing");
        author("Linh Trần");
        draft(Map.of("title", "Two copies of every article", "categories", List.of("publishing"), "tags",
                List.of("How it works"), "body", markdown("x")));
        execute("insert into account (id, version, name, email, email_norm, role, active, created_at) values ('"
                + UNKNOWN_ID
                + "', 1, 'Mai', 'mai@x.vn', 'mai@x.vn', 'author', true, now())");
        execute("insert into api_key (id, name, account_id, hash, created_at) values ('" + UNKNOWN_ID + "', 'A key', '"
                + UNKNOWN_ID + "', 'x', now())");
        execute("insert into comment (id, version, article_id, root_id, depth, state, hidden, bare, author_name, body, html,"
                + " created_at, moved_at) select '" + UNKNOWN_ID + "', 1, id, '" + UNKNOWN_ID
                + "', 1, 'approved', false, false, 'Mai', 'x', '<p>x</p>', now(), now() from article_identity");
        execute("insert into webhook (id, version, url, events, include, imports, active, secret, created_at) values ('"
                + UNKNOWN_ID + "', 1, 'https://x.example/', '{*}', '{}', false, true, 'whsec_', now())");
        execute("insert into media (id, version, file_version, type, filename, created_at, changed_at, words) values ('"
                + UNKNOWN_ID + "', 1, 1, 'text/plain', 'a.txt', now(), now(), '')");
        execute("insert into media_file (media_id, version, upload_hash, store_key, type, bytes, created_at) values ('"
                + UNKNOWN_ID + "', 1, '', '00', 'text/plain', 1, now())");
        int tried = 0;
        var wrong = new ArrayList<String>();
        for (var call : calls) {
            var example = example(call);
            if (example == null || OPERATIONS_THAT_CHECK_TOKENS_FIRST.contains(call.id)) {
                continue;
            }
            for (var field : List.of("id", "version", "state", "status", "createdAt", "createdBy", "savedAt",
                    "passwordHash", "externalId", "accountId", "verifiedAt", "hash", "admin", "key")) {
                if (properties(call).contains(field)) {
                    continue;
                }
                var body = new LinkedHashMap<>(example);
                body.put(field, "x");
                tried++;
                var answer = with(call.needs.equals(Role.MEMBER) ? token(Role.MEMBER) : admin, body)
                        .header("If-Match", "*").request(call.method, named(call));
                if (answer.statusCode() != 422
                        || !List.of("/" + field).equals(answer.jsonPath().getList("violations.field"))) {
                    wrong.add(call.id + " and " + field + ": " + answer.statusCode());
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertTrue(tried > 300, "tried " + tried);
    }

    @Test
    void the_door_is_closed_also_where_nothing_is_behind_it() {
        for (var path : new String[]{ "/api/v1/admin", "/api/v1/admin/", "/api/v1/admin/nothing",
                "/api/v1//admin/articles", "/api/v1/admin/articles/", "/api/v1/./admin/articles",
                "/api/v1/%61dmin/articles", "/api/v1/admin%2Farticles", "/api/v1/x/../admin/articles",
                "/api/v1/x/%2e%2e/admin/articles", "//api/v1/admin/articles", "/api/v1/ADMIN/articles",
                "/api/v1/admin;x=1/articles", "/api/v1/admin/articles%00",
                "/api/v1/articles/../admin/articles" }) {
            given().urlEncodingEnabled(false).get(path).then()
                    .statusCode(anyOf(equalTo(400), equalTo(401), equalTo(404)));
        }
        staff().get(ADMIN + "/nothing").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void a_replaced_key_opens_nothing_any_more() throws Exception {
        var old = editorKey;
        with(old).get(ADMIN + "/articles").then().statusCode(200);
        try (var connection = database.getConnection()) {
            editorKey = ApiKeyStore.replaceRoleKey(connection, "editor");
        }
        with(old).get(ADMIN + "/articles").then().statusCode(401);
        given().header("Authorization", "bearer " + editorKey).get(ADMIN + "/articles").then().statusCode(200);
        assertEquals(1, query("select count(*) from api_key where role = 'editor'"));
    }

    @Test
    void no_key_is_stored_as_it_is() throws Exception {
        assertEquals(0, query("select count(*) from api_key where position(convert_to('" + editorKey
                + "', 'UTF8') in hash) > 0 or name = '" + editorKey + "'"));
    }

    private static String article(String token) {
        return with(token, Map.of("title", "Own", "categories", List.of("publishing"), "body", markdown("x")))
                .post(ADMIN + "/articles").then().statusCode(201).extract().jsonPath().getString("id");
    }

    private Response ask(String token, Call call, String article) {
        var url = call.path.replace("{article}", article).replace("{version}", "1").replace("{preview}", UNKNOWN_ID);
        var request = with(token).header("If-Match", "*");
        var example = example(call);
        return (example == null
                ? request
                : request.contentType(call.method == Method.PATCH
                        ? "application/merge-patch+json; charset=UTF-8"
                        : "application/json").body(example))
                .request(call.method, url);
    }

    private String token(String caller) throws SQLException {
        if (caller.equals(Role.MEMBER)) {
            execute("insert into member (id, name, email, email_norm, created_at, version) values ('" + MEMBER
                    + "', 'Mai', 'm@x.vn', 'm@x.vn', now(), 1) on conflict (id) do nothing");
            return sessionStore.open(SessionStore.SubjectKind.member, MEMBER).accessToken();
        }
        if (!caller.startsWith("key ")) {
            return signedIn(caller, caller);
        }
        if (caller.equals("key of an editor")) {
            return editorKey;
        }
        var key = "byline_test-" + caller.substring(4);
        execute("insert into api_key (id, name, role, scopes, hash, created_at) values (gen_random_uuid(), '" + caller
                + "', 'admin', array['" + caller.substring(4) + "'], sha256('" + key
                + "'), now()) on conflict do nothing");
        return key;
    }

    private static String url(Call call) {
        // A stream that is open never ends.
        return call.path.replaceAll("\\{[^}]+}", UNKNOWN_ID) + (call.path.endsWith("/stream") ? "?since=x" : "");
    }

    /** With what the contract's own examples name. */
    @SuppressWarnings("unchecked")
    private static String named(Call call) {
        var path = call.path;
        var parameters = (List<Map<String, Object>>) call.operation.getOrDefault("parameters", List.of());
        for (var parameter : parameters) {
            path = path.replace("{" + parameter.get("name") + "}", String.valueOf(parameter.get("example")));
        }
        return path;
    }

    /** The example of the operation's body, or of its fields; null if it has none. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> example(Call call) {
        var schema = bodySchema(call);
        if (schema == null || schema.get("examples") != null) {
            return schema == null ? null : ((List<Map<String, Object>>) schema.get("examples")).get(0);
        }
        var example = new LinkedHashMap<String, Object>();
        ((Map<String, Map<String, List<Object>>>) schema.get("properties")).forEach((name, field) -> {
            if (field.get("examples") != null) {
                example.put(name, field.get("examples").get(0));
            }
        });
        return example;
    }

    @SuppressWarnings("unchecked")
    private Set<String> properties(Call call) {
        return ((Map<String, Object>) bodySchema(call).get("properties")).keySet();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> bodySchema(Call call) {
        var body = (Map<String, Map<String, Map<String, Map<String, String>>>>) call.operation.get("requestBody");
        var json = body == null ? null : body.get("content").get("application/json");
        if (json == null) {
            return null;
        }
        var name = json.get("schema").get("$ref");
        return schemas.get(name.substring(name.lastIndexOf('/') + 1));
    }
}
