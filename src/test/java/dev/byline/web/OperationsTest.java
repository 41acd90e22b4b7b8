package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Checks the endpoints for operators: health, metrics and Swagger UI. */
@QuarkusTest
class OperationsTest extends ServiceTest {

    @Test
    void health_speaks_of_the_database_and_metrics_of_requests() {
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP")).body("checks.name",
                hasItem(containsString("Database")));
        get("/q/health/live").then().statusCode(200);
        get(API + "/articles").then().statusCode(200);
        given().accept("text/plain").get("/q/metrics").then().statusCode(200)
                .body(containsString("http_server_requests_seconds_count"));
    }

    @Test
    void swagger_ui_needs_nothing_from_elsewhere() {
        get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger-ui-bundle.js"))
                .body(not(containsString("https://")));
        get("/q/openapi").then().statusCode(200).body(containsString("operationId: createArticle"));
    }
}
