package dev.byline;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import dev.byline.cache.ChangeNotifier;
import dev.byline.cache.ChangeTracker;
import dev.byline.comment.CommentRecount;
import dev.byline.database.DirectConnections;
import dev.byline.limit.RateLimiter;
import dev.byline.security.ApiKeyStore;
import dev.byline.security.SessionStore;
import dev.byline.site.SiteService;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/**
 * The base class of tests over HTTP: an empty database before each test, and helpers that most tests need. The tests of
 * a class with {@code @TestInstance(PER_CLASS)} share their rows: its database is emptied once, before the first test.
 */
@QuarkusTestResource(TestDatabase.class)
public abstract class ServiceTest {
    protected static final String API = "/api/v1";
    private static final String DEADLOCK = "40P01";
    protected static final String ADMIN = "/api/v1/admin";
    private static final AtomicInteger READER_COUNT = new AtomicInteger();
    protected static final String ADMIN_KEY = "a-key-of-the-tests-that-nobody-else-has";

    static {
        CompiledJsonPaths.install();
    }

    @Inject
    protected DataSource database;
    @Inject
    DirectConnections directConnections;
    @Inject
    ApiKeyStore keys;
    @Inject
    SiteService site;
    @Inject
    protected ChangeTracker changeTracker;
    @Inject
    ChangeNotifier changeNotifier;
    /** Off unless a test turns them on, because most tests do in a second what a reader does in a day. */
    @Inject
    protected RateLimiter rateLimiter;
    @Inject
    SessionStore tokens;
    @Inject
    protected CommentRecount recount;
    @Inject
    MeterRegistry meters;

    protected String editorKey;
    /** Whether the database has the rows of this instance. */
    private boolean isDatabasePrepared;

    @BeforeEach
    void prepareDatabase() throws SQLException {
        RestAssured.enableLoggingOfRequestAndResponseIfValidationFails();
        if (isDatabasePrepared) {
            rateLimiter.enforce(false);
            changeTracker.markAllChanged();
        } else {
            resetDatabase();
            insertRows();
            isDatabasePrepared = true;
        }
    }

    /** Inserts the rows that all tests of the class need: by default none. */
    protected void insertRows() throws SQLException {
    }

    protected void resetDatabase() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            // The worker of the log of changes holds it in each of its transactions, and has none without it.
            statement.execute("select pg_advisory_lock(hashtext('byline:changes'))");
            emptyTables(statement);
            statement.execute("insert into ranking_generation (generation, made_at) values (0, '2000-01-01')");
            editorKey = ApiKeyStore.replaceRoleKey(connection, "editor");
            statement.execute("select pg_advisory_unlock(hashtext('byline:changes'))");
        }
        keys.storeConfiguredKey(ADMIN_KEY);
        rateLimiter.enforce(false);
        site.createSiteIfMissing();
        changeTracker.markAllChanged();
    }

    /**
     * Empties the tables that have rows, because PostgreSQL makes new files for each table that it truncates; again after
     * a deadlock with a background thread of the service.
     */
    private static void emptyTables(Statement statement) throws SQLException {
        try {
            var tables = texts(statement, texts(statement,
                    """
                            select string_agg(format('select %L where exists (select from %I)', tablename, tablename), ' union all ')
                            from pg_tables where schemaname = current_schema and tablename <> 'flyway_schema_history'""")
                    .get(0));
            if (!tables.isEmpty()) {
                statement.execute("truncate " + String.join(", ", tables) + " cascade");
            }
            statement.execute("""
                    select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
                    from pg_sequences where schemaname = current_schema and last_value is not null""");
        } catch (SQLException e) {
            if (!DEADLOCK.equals(e.getSQLState())) {
                throw e;
            }
            emptyTables(statement);
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    @AfterEach
    void counts_of_comments_equal_a_recount() {
        assertEquals(0, recount.drift(), "counts of comments are off");
    }

    @AfterEach
    void no_thread_holds_two_connections() {
        assertEquals(List.of(), OneConnectionRule.takeViolations());
    }

    /**
     * Returns the number of statements that requests run through Hibernate, without those of the background thread that
     * announces publications.
     */
    protected static long statementsOfRequests(Runnable request) {
        var before = RequestStatements.count();
        request.run();
        return RequestStatements.count() - before;
    }

    /**
     * Returns the number of statements that the service runs for one request, after the background work of earlier
     * requests is done, and while the site is kept in memory.
     */
    protected long statements(Runnable request) {
        awaitBackgroundWork();
        return countStatements(request);
    }

    /** Returns the number of statements for one request while nothing but the site is kept in memory. */
    protected long statementsOfMisses(Runnable request) {
        awaitBackgroundWork();
        changeTracker.markAllChanged();
        return countStatements(request);
    }

    private void awaitBackgroundWork() {
        try {
            while (query("select count(*) from announcement where state = 'waiting'") > 0) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        while (!changeNotifier.isConnected()) {
            Thread.onSpinWait();
        }
    }

    private long countStatements(Runnable request) {
        site.readPublic();
        var before = RequestStatements.count() + meters.counter("byline.reads").count();
        request.run();
        return (long) (RequestStatements.count() + meters.counter("byline.reads").count() - before);
    }

    /** Returns one number from the database. */
    protected long query(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Changes the database directly, without the service. */
    protected void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Changes very many rows directly, on a connection without deadlines. */
    protected void executeLong(String... statements) throws SQLException {
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Opens a connection outside the pool for statements of any length. */
    protected Connection openWithoutDeadlines() throws SQLException {
        var connection = directConnections.open();
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    /** Creates an account, or returns the existing account with this name. */
    protected UUID account(String name, String role) throws SQLException {
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        execute("insert into account (id, version, name, email, email_norm, role, active, created_at) values ('" + id
                + "', 1, '" + name + "', '" + name + "@example.com', lower('" + name + "@example.com'), '" + role
                + "', true, now()) on conflict (id) do nothing");
        return id;
    }

    /** Returns an access token of an account with this name and role. */
    protected String signedIn(String name, String role) throws SQLException {
        return tokens.open(SessionStore.SubjectKind.account, account(name, role)).accessToken();
    }

    /** Starts a request with a key or token. */
    protected static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    /** Starts a request with a key or token and a JSON body. */
    protected static RequestSpecification with(String token, Object body) {
        return with(token).contentType(ContentType.JSON).body(body);
    }

    protected static RequestSpecification staff() {
        return given().header("Authorization", "Bearer " + ADMIN_KEY);
    }

    /** Starts a request of an admin with a JSON body. */
    protected static RequestSpecification sending(Object body) {
        return staff().contentType(ContentType.JSON).body(body);
    }

    protected static JsonPath category(String name) {
        return sending(Map.of("name", name)).post(ADMIN + "/categories").then().statusCode(201).extract().jsonPath();
    }

    protected static JsonPath author(String name) {
        return sending(Map.of("name", name)).post(ADMIN + "/authors").then().statusCode(201).extract().jsonPath();
    }

    /** Creates a draft that can be published, in a category named News. */
    protected static JsonPath draft(String title) {
        if (staff().get(ADMIN + "/categories/news").statusCode() == 404) {
            category("News");
        }
        return draft(Map.of("title", title, "categories", List.of("news"), "body", markdown("Text of " + title + ".")));
    }

    protected static JsonPath draft(Map<String, ?> input) {
        return sending(input).post(ADMIN + "/articles").then().statusCode(201).extract().jsonPath();
    }

    protected static Map<String, String> markdown(String source) {
        return Map.of("format", "markdown", "source", source);
    }

    protected static JsonPath published(String title) {
        return publish(draft(title).getString("id"));
    }

    protected static JsonPath publish(String article) {
        return verb("articles/" + article + "/publish").then().statusCode(200).extract().jsonPath();
    }

    /** Posts an action with {@code If-Match: *}, for tests that are not about versions. */
    protected static Response verb(String path) {
        return staff().header("If-Match", "*").post(ADMIN + "/" + path);
    }

    protected static Response patch(String path, String version, String mergePatch) {
        return staff().header("If-Match", version).contentType("application/merge-patch+json; charset=UTF-8")
                .body(mergePatch)
                .patch(ADMIN + "/" + path);
    }

    /** Posts a view by a new reader. */
    protected static Response view(String article) {
        return viewBy(
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Reader/" + READER_COUNT.incrementAndGet(),
                article);
    }

    protected static Response viewBy(String agent, String article) {
        return given().header("User-Agent", agent).contentType(ContentType.JSON).body("{}")
                .post(API + "/articles/" + article + "/views");
    }

    protected static Response comment(String article, Map<String, ?> input) {
        return given().contentType(ContentType.JSON).body(input).post(API + "/articles/" + article + "/comments");
    }

    /** Creates an approved comment of a guest. */
    protected static String approvedComment(String article, String body, String parent) {
        var author = Map.of("name", "Mai");
        var input = parent == null
                ? Map.of("body", body, "author", author)
                : Map.of("body", body, "author", author, "parentId", parent);
        var id = comment(article, input).then().statusCode(202).extract().jsonPath().getString("id");
        verb("comments/" + id + "/approve").then().statusCode(200);
        return id;
    }

    /** Runs the task the given number of times in parallel and returns all results. */
    protected static <T> List<T> runConcurrently(int times, Callable<T> task)
            throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(Math.min(times, 32));
        try {
            var results = new ArrayList<T>();
            for (var future : pool.invokeAll(IntStream.range(0, times).mapToObj(i -> task).toList())) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
