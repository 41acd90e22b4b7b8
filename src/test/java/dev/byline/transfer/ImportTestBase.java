package dev.byline.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import dev.byline.ServiceTest;
import io.restassured.path.json.JsonPath;

/** Base class of tests that import files and wait for the end of the job. */
abstract class ImportTestBase extends ServiceTest {

    static JsonPath importFile(String file, String options) {
        return importFile(file.getBytes(StandardCharsets.UTF_8), options);
    }

    /** Imports a file and returns its job when the job is over. */
    static JsonPath importFile(byte[] file, String options) {
        var job = staff().contentType("application/octet-stream").body(file)
                .post(ADMIN + "/imports" + (options.isEmpty() ? "" : "?" + options)).then()
                .statusCode(202).extract();
        return awaitEnd(job.header("Location"));
    }

    static JsonPath awaitEnd(String location) {
        var end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            var job = staff().get(location).then().statusCode(200).extract().jsonPath();
            if (!job.getString("state").matches("uploading|queued|running")) {
                return job;
            }
            assertTrue(System.nanoTime() < end, job.prettify());
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Downloads the report of a job, for messages of failed assertions. */
    static String report(JsonPath job) {
        return staff().get(ADMIN + "/imports/" + job.getString("id") + "/report").asString();
    }

    static String export(String query) {
        return staff().get(ADMIN + "/exports" + query).then().statusCode(200).extract().asString();
    }
}
