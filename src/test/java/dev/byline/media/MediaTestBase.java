package dev.byline.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import dev.byline.ServiceTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Uploads over HTTP. */
abstract class MediaTestBase extends ServiceTest {
    /** The folder of media in tests; see application.properties. */
    static final Path FOLDER = Path.of("target/test-media");
    static final String MEDIA = ADMIN + "/media";

    /** Sends bytes as the body. */
    static RequestSpecification bytes(RequestSpecification request, byte[] body) {
        return request.config(RestAssuredConfig.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs("application/offset+octet-stream", ContentType.BINARY)))
                .contentType("application/octet-stream").body(body);
    }

    static Response upload(String token, String query, byte[] body) {
        return bytes(with(token), body).post(MEDIA + query);
    }

    /** Uploads a text file and returns the medium. */
    static JsonPath text(String content) {
        return upload(ADMIN_KEY, "?filename=notes.txt", content.getBytes(StandardCharsets.UTF_8)).then()
                .statusCode(201).extract().jsonPath();
    }

    /** Uploads a picture and returns the medium. */
    static JsonPath picture(String query, Color color) {
        return upload(ADMIN_KEY, query, picture("png", 40, 30, color)).then().statusCode(201).extract().jsonPath();
    }

    /** Makes a picture whose pixels depend on the color. */
    static byte[] picture(String format, int width, int height, Color color) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, color, width, height, Color.WHITE));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Response trash(String id) {
        return staff().header("If-Match", "*").delete(MEDIA + "/" + id);
    }

    /** Returns the temporary files of uploads. */
    static List<Path> temporaryFiles() throws IOException {
        var folder = FOLDER.resolve("tmp");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Returns the stored file with this hash. */
    static Path stored(String hash) {
        return FOLDER.resolve("files").resolve(hash.substring(0, 2)).resolve(hash);
    }
}
