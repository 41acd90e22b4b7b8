package dev.byline.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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

    /** Reads the working copy of an article. */
    static JsonPath article(String reference) {
        return staff().get(ADMIN + "/articles/" + reference).then().statusCode(200).extract().jsonPath();
    }

    /** Makes an archive of files by their names, in the order of the names. */
    static byte[] zip(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
