package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;

/** Tests that the service has the metrics that the dashboard, the alert rules and the documentation name. */
@QuarkusTest
class MetricsTest extends ServiceTest {
    private static final Path FILES = Path.of("docker", "observability");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_:0-9]+)(\\{[^\\n]*})? ");
    /** Parts of a PromQL expression that name no metric: labels in braces and after "by", ranges, functions. */
    private static final Pattern NO_METRIC = Pattern
            .compile(
                    "\\{[^}]*}|\\[[^]]*]|\\b(by|without|on) *\\([^)]*\\)|\\b[a-z_]+ *(?=\\(|by\\b|without\\b)"
                            + "|\\b(or|and|unless|by)\\b");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]+");
    private static final String HITS = "byline_cache_requests_total{.*result=\"hit\".*}";
    private static final String READS_OF_ARTICLES = "http_server_requests_seconds_count{.*status=\"200\","
            + "uri=\"/api/v1/articles/\\{article}\".*}";
    /** Metrics that Prometheus makes itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    @Inject
    ObjectMapper json;
    @Inject
    Vertx vertx;

    @Test
    void the_dashboard_and_the_alert_rules_name_metrics_that_exist() throws IOException {
        var expressions = new ArrayList<String>();
        json.readTree(FILES.resolve("dashboard.json").toFile()).findValues("expr")
                .forEach(expression -> expressions.add(expression.asText()));
        int panels = expressions.size();
        assertTrue(panels >= 15, () -> "panels: " + panels);
        json.<JsonNode>valueToTree(new Yaml().load(Files.readString(FILES.resolve("alerts.yml")))).findValues("expr")
                .forEach(expression -> expressions.add(expression.asText()));
        assertTrue(expressions.size() >= panels + 12, expressions::toString);
        assertMissing(Set.of(), expressions.stream().flatMap(expression -> names(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void the_documentation_names_metrics_that_exist() throws IOException {
        var documented = Pattern.compile("(?m)^\\| `([a-z_0-9]+)").matcher(
                Files.readString(Path.of("src/docs/observability.md"))).results().map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(documented.size() >= 20, documented::toString);
        assertMissing(Set.of(), documented);
    }

    @Test
    void a_name_that_does_not_exist_is_found() {
        var names = new TreeSet<>(names("sum by (node) (rate(byline_missing_total{queue=\"x\"}[5m])) > 1 or up == 0"));
        assertEquals(Set.of("byline_missing_total", "up"), names);
        assertMissing(Set.of("byline_missing_total"), names);
    }

    @Test
    void every_sample_has_the_name_of_the_node() {
        var names = SAMPLE.matcher(scrape()).results().map(MatchResult::group).toList();
        assertFalse(names.isEmpty());
        assertEquals(List.of(), names.stream().filter(sample -> !sample.contains("node=\"")).toList());
    }

    @Test
    void requests_are_counted_by_operation_whether_the_cache_answers_or_not() {
        published("Counted by Operation");
        double hits = value(HITS);
        double counted = value(READS_OF_ARTICLES);
        int[] requests = new int[1];
        // A node that hears no notifications for a moment does not ask its cache.
        Eventually.that(() -> {
            get(API + "/articles/counted-by-operation").then().statusCode(200);
            requests[0]++;
            return value(HITS) >= hits + 2;
        });
        Eventually.that(() -> value(READS_OF_ARTICLES) == counted + requests[0]);
        assertFalse(scrape().contains("counted-by-operation"), "each article has metrics of its own");
        assertTrue(value("byline_cache_entries{.*}") >= 1);
        assertTrue(value("byline_cache_size_bytes{.*}") >= 1_000);
    }

    @Test
    void a_node_that_hears_notifications_has_a_young_heartbeat() {
        Eventually.that(() -> value("byline_heartbeat_age_seconds{.*}") < 1);
    }

    @Test
    void traces_are_off_unless_they_are_turned_on() {
        get(API + "/articles").then().statusCode(200);
        assertNull(((VertxInternal) vertx).getOrCreateContext().tracer(), "requests have spans");
        var threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
        assertEquals(List.of(), threads.stream().filter(name -> name.matches("(?i).*(batch|otel|export).*")).toList());
    }

    private void assertMissing(Set<String> expected, Set<String> names) {
        get(API + "/articles").then().statusCode(200);
        var exposed = SAMPLE.matcher(scrape()).results().map(sample -> sample.group(1)).collect(Collectors.toSet());
        var missing = new TreeSet<>(names);
        missing.removeAll(exposed);
        missing.removeAll(OF_PROMETHEUS);
        assertEquals(expected, missing);
    }

    private static List<String> names(String expression) {
        return NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" ")).results().map(MatchResult::group).toList();
    }

    private static double value(String pattern) {
        return Pattern.compile("(?m)^" + pattern.replaceFirst("\\{", "\\\\{") + " (\\S+)$").matcher(scrape())
                .results().mapToDouble(sample -> Double.parseDouble(sample.group(1))).sum();
    }

    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").then().statusCode(200).extract()
                .asString();
    }
}
