package dev.byline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.MemorySize;

/** Pictures that are accepted, and ones that are refused. */
class PictureCheckTest {
    @TempDir
    Path folder;

    private record Limits(
            long maxPixels,
            int maxFrames,
            long maxAnimationPixels,
            Duration maxTime,
            MemorySize memory) implements PictureLimits {}

    private CheckedPicture check(byte[] file) throws IOException, RefusedPictureException {
        var limits = new Limits(50_000_000, 50, 10_000_000, Duration.ofSeconds(20),
                new MemorySize(BigInteger.valueOf(64 * 1024 * 1024)));
        var path = Files.write(folder.resolve("upload"), file);
        return new PictureCheck(limits, new PixelBudget(limits)).check(path, FileType.detect(path, "upload"), folder);
    }

    private String refusal(byte[] file) {
        return assertThrows(RefusedPictureException.class, () -> check(file)).getMessage();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_jpeg_keeps_its_pixels_and_loses_its_position() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.halves(640, 480, false));
        var checked = check(TestPictures.withExif(jpeg, 1));

        assertEquals(640, checked.width());
        assertEquals(480, checked.height());
        assertEquals(1, checked.frames());
        var cleaned = Files.readAllBytes(checked.file());
        assertFalse(latin1(cleaned).contains("GPS"));
        assertFalse(latin1(cleaned).contains("Hanoi"));
        assertArrayEquals(jpeg, cleaned);
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 4, 5, 6, 7, 8 })
    void the_orientation_is_applied(int orientation) throws Exception {
        var checked = check(TestPictures.withExif(TestPictures.jpeg(TestPictures.halves(640, 320, false)),
                orientation));
        var shown = ImageIO.read(checked.file().toFile());

        boolean turned = orientation >= 5;
        assertEquals(turned ? 320 : 640, checked.width());
        assertEquals(checked.width(), shown.getWidth());
        assertEquals(checked.height(), shown.getHeight());
        // The corner that was red below the white bar: at the left bottom of the stored pixels.
        int right = shown.getWidth() - 10;
        int bottom = shown.getHeight() - 10;
        int[][] corner = { {}, {}, { right, bottom }, { right, 10 }, { 10, 10 }, { right, 10 }, { 10, 10 },
                { 10, bottom }, { right, bottom } };
        int rgb = shown.getRGB(corner[orientation][0], corner[orientation][1]);
        assertTrue((rgb >> 16 & 255) > 150 && (rgb & 255) < 100, Integer.toHexString(rgb));
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 4, 5, 6, 7, 8 })
    void all_formats_are_turned_alike(int orientation) throws Exception {
        var picture = TestPictures.halves(64, 32, false);
        // White above red and blue, read as Exif names the sides (CIPA DC-008, table 6).
        var corners = List.of("WWBR", "BRWW", "RBWW", "WRWB", "RWBW", "BWRW", "WBWR").get(orientation - 2);
        var files = List.of(TestPictures.withExif(TestPictures.jpeg(picture), orientation),
                TestPictures.withChunk(TestPictures.png(picture), "eXIf", TestPictures.exif(orientation)),
                TestPictures.webp(picture, TestPictures.exif(orientation)));
        for (int i = 0; i < files.size(); i++) {
            var checked = check(files.get(i));
            int width = orientation >= 5 ? 32 : 64;
            int height = 96 - width;
            assertEquals(width, checked.width());
            assertEquals(height, checked.height());
            var file = Files.readAllBytes(checked.file());
            try (var shown = i == 2
                    ? PictureDecoder.decodeWebp(new ByteArrayInputStream(file), width, height)
                    : BitmapPixels.of(ImageIO.read(new ByteArrayInputStream(file)))) {
                assertEquals(width, shown.width());
                var pixels = shown.toArray();
                int bottom = (height - 2) * width;
                assertEquals(corners, color(pixels[width + 1]) + color(pixels[2 * width - 2])
                        + color(pixels[bottom + 1]) + color(pixels[bottom + width - 2]), "file " + i);
            }
        }
    }

    private static String color(int rgb) {
        return switch ((rgb >> 16 & 255) / 128 << 2 | (rgb >> 8 & 255) / 128 << 1 | (rgb & 255) / 128) {
            case 7 -> "W";
            case 4 -> "R";
            case 1 -> "B";
            default -> "?";
        };
    }

    @Test
    void a_colour_profile_stays() throws Exception {
        var profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        var jpeg = JpegParts.withProfile(TestPictures.jpeg(TestPictures.halves(64, 64, false)), profile);
        for (int orientation : new int[]{ 1, 6 }) {
            var cleaned = Files.readAllBytes(check(TestPictures.withExif(jpeg, orientation)).file());
            assertArrayEquals(profile,
                    PictureFile.read(cleaned, FileType.JPEG, PictureBounds.NONE).colorProfile());
        }
    }

    @Test
    void texts_under_the_name_of_a_profile_are_left_out() throws Exception {
        var picture = TestPictures.halves(64, 64, false);
        var profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        var secret = "written in Hanoi".repeat(20).getBytes(StandardCharsets.ISO_8859_1);
        var behind = TestPictures.concat(profile, secret);
        var tagOutside = profile.clone();
        // The size of the first tag.
        tagOutside[140] = 0x7F;
        var signed = secret.clone();
        System.arraycopy(profile, 0, signed, 0, 128);
        for (var wrong : new byte[][]{ secret, behind, tagOutside, signed, Arrays.copyOf(profile, 200) }) {
            for (var file : new byte[][]{ JpegParts.withProfile(TestPictures.jpeg(picture), wrong),
                    TestPictures.withChunk(TestPictures.png(picture), "iCCP", TestPictures.pngProfile(wrong)),
                    TestPictures.webpWithProfile(picture, wrong) }) {
                var checked = check(file);
                var cleaned = Files.readAllBytes(checked.file());
                for (var name : List.of("Hanoi", "acsp", "ICC_PROFILE", "iCCP", "ICCP")) {
                    assertFalse(latin1(cleaned).contains(name), name);
                }
                assertNull(PictureFile.read(cleaned, checked.type(), PictureBounds.NONE).colorProfile());
                check(cleaned);
            }
        }
        assertArrayEquals(profile, PictureFile.read(Files.readAllBytes(check(TestPictures.webpWithProfile(picture,
                profile)).file()), FileType.WEBP, PictureBounds.NONE).colorProfile());
        var png = TestPictures.withChunk(TestPictures.png(picture), "iCCP", TestPictures.pngProfile(profile));
        assertArrayEquals(png, Files.readAllBytes(check(png).file()));
    }

    @Test
    void a_profile_whose_parts_are_not_whole_is_left_out() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.halves(64, 64, false));
        var profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        var whole = JpegParts.withProfile(jpeg, profile);
        assertArrayEquals(whole, Files.readAllBytes(check(whole).file()));
        int part = latin1(whole).indexOf("ICC_PROFILE\0");
        for (var number : new int[][]{ { 1, 2 }, { 2, 1 }, { 0, 1 }, { 2, 2 }, { 1, 0 } }) {
            var wrong = whole.clone();
            wrong[part + 12] = (byte) number[0];
            wrong[part + 13] = (byte) number[1];
            assertArrayEquals(jpeg, Files.readAllBytes(check(wrong).file()));
        }
        var twice = JpegParts.withProfile(whole, profile);
        assertArrayEquals(jpeg, Files.readAllBytes(check(twice).file()));
    }

    @Test
    void segments_and_chunks_have_nothing_but_what_they_are_for() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.halves(64, 64, false));
        var secret = "written in Hanoi".getBytes(StandardCharsets.ISO_8859_1);
        var adobe = TestPictures.concat("Adobe".getBytes(StandardCharsets.ISO_8859_1),
                new byte[]{ 0, 100, 0, 0, 0, 0, 1 });
        var withAdobe = TestPictures.withSegment(jpeg, 0xEE, adobe);
        assertArrayEquals(withAdobe, Files.readAllBytes(check(withAdobe).file()));
        assertArrayEquals(withAdobe, Files.readAllBytes(check(TestPictures.withSegment(jpeg, 0xEE,
                TestPictures.concat(adobe, secret))).file()));
        assertArrayEquals(jpeg, Files.readAllBytes(check(TestPictures.withSegment(jpeg, 0xEE,
                "Adobe".getBytes(StandardCharsets.ISO_8859_1))).file()));
        for (int marker : new int[]{ 0xE3, 0xED, 0xEF, 0xF0, 0xFD, 0xFE }) {
            assertArrayEquals(jpeg, Files.readAllBytes(check(TestPictures.withSegment(jpeg, marker, secret)).file()),
                    Integer.toHexString(marker));
        }
        var png = TestPictures.png(TestPictures.halves(64, 48, false));
        for (var chunk : List.of("gAMA", "cHRM", "sRGB", "sBIT", "cICP")) {
            assertArrayEquals(png, Files.readAllBytes(check(TestPictures.withChunk(png, chunk,
                    TestPictures.concat(secret, secret, secret))).file()), chunk);
        }
    }

    @Test
    void a_webp_with_damaged_alpha_is_refused() throws Exception {
        var file = TestPictures.webp(400, 200);
        int alpha = latin1(file).indexOf("ALPH") + 8;
        assertTrue(alpha > 8);
        // "Not compressed": but there are fewer bytes than pixels.
        file[alpha] = 0;
        assertTrue(refusal(file).contains("damaged"));
    }

    @Test
    void frames_of_a_webp_have_nothing_but_pixels() throws Exception {
        var still = TestPictures.webp(TestPictures.halves(64, 48, false), 80);
        var frame = TestPictures.concat(new byte[6], new byte[]{ 63, 0, 0, 47, 0, 0, 100, 0, 0, 0 },
                Arrays.copyOfRange(still, 12, still.length));
        var secret = "written in Hanoi".getBytes(StandardCharsets.ISO_8859_1);
        check(animated(new byte[6], frame));
        assertTrue(refusal(animated(new byte[6], TestPictures.concat(frame,
                TestPictures.riffChunk("TEXT", secret)))).contains("other parts than pixels"));
        assertTrue(refusal(animated(TestPictures.concat(new byte[6], secret), frame)).contains("damaged"));
    }

    private static byte[] animated(byte[] loop, byte[] frame) {
        return TestPictures.riff(TestPictures.concat(
                TestPictures.riffChunk("VP8X", new byte[]{ 2, 0, 0, 0, 63, 0, 0, 47, 0, 0 }),
                TestPictures.riffChunk("ANIM", loop), TestPictures.riffChunk("ANMF", frame),
                TestPictures.riffChunk("ANMF", frame)));
    }

    @Test
    void what_is_behind_the_end_is_cut_off() throws Exception {
        var script = "<script>alert(1)</script>PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1);
        for (var file : new byte[][]{ TestPictures.jpeg(TestPictures.halves(64, 48, false)),
                TestPictures.png(TestPictures.halves(64, 48, true)), TestPictures.animatedGif(64, 48, 3),
                TestPictures.webp(64, 48) }) {
            var cleaned = Files.readAllBytes(check(TestPictures.concat(file, script)).file());
            assertFalse(latin1(cleaned).contains("script"));
            assertTrue(cleaned.length <= file.length);
        }
    }

    @Test
    void truncated_files_are_refused() throws Exception {
        for (var file : new byte[][]{ TestPictures.jpeg(TestPictures.scene(800, 600)),
                TestPictures.png(TestPictures.scene(800, 600)), TestPictures.animatedGif(200, 100, 3),
                TestPictures.webp(640, 480), TestPictures.animatedWebp(64, 48, 3) }) {
            for (int percent : new int[]{ 40, 75, 95 }) {
                refusal(Arrays.copyOf(file, file.length * percent / 100));
            }
        }
    }

    @Test
    void damaged_pixels_are_refused_although_the_parts_are_whole() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.scene(800, 600));
        // The end of the picture is moved to its middle.
        var shortened = TestPictures.concat(Arrays.copyOf(jpeg, jpeg.length / 2),
                new byte[]{ (byte) 0xFF, (byte) 0xD9 });
        assertTrue(refusal(shortened).contains("damaged"));
        var png = TestPictures.pngHeader(100, 100, 100 * 200);
        assertTrue(refusal(png).contains("ends before"));
    }

    @Test
    void a_header_of_300_megapixels_is_refused_before_decoding() throws Exception {
        assertTrue(refusal(TestPictures.pngHeader(20_000, 15_000, 1000)).contains("50 megapixels"));
        var jpeg = TestPictures.jpeg(TestPictures.halves(64, 48, false));
        int frame = latin1(jpeg).indexOf("\u00ff\u00c0");
        jpeg[frame + 5] = (byte) (15_000 >> 8);
        jpeg[frame + 6] = (byte) 15_000;
        jpeg[frame + 7] = (byte) (20_000 >> 8);
        jpeg[frame + 8] = (byte) 20_000;
        assertTrue(refusal(jpeg).contains("50 megapixels"));
        var gif = TestPictures.animatedGif(64, 48, 2);
        gif[6] = 0;
        gif[7] = (byte) 0xF0;
        gif[8] = 0;
        gif[9] = (byte) 0xF0;
        assertTrue(refusal(gif).contains("50 megapixels"));
    }

    @Test
    void a_bomb_of_compressed_zeros_is_accepted_only_as_the_picture_that_its_header_names() throws Exception {
        // 400 million bytes in 400 KB, of which the header needs 40,400.
        var checked = check(TestPictures.pngHeader(100, 100, 400_000_000));
        assertEquals(100, checked.width());
    }

    @Test
    void long_animations_are_refused() throws Exception {
        assertTrue(refusal(TestPictures.animatedGif(8, 8, 51)).contains("50 frames"));
        assertTrue(refusal(TestPictures.animatedWebp(8, 8, 51)).contains("50 frames"));
        assertTrue(refusal(TestPictures.animatedWebp(2000, 1000, 6)).contains("10 megapixels"));
    }

    @Test
    void animations_stay() throws Exception {
        var gif = TestPictures.animatedGif(64, 48, 5);
        var checked = check(gif);
        assertEquals(5, checked.frames());
        assertTrue(latin1(Files.readAllBytes(checked.file())).contains("NETSCAPE2.0"));
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(Files.readAllBytes(checked.file()))));
        assertEquals(5, reader.getNumImages(true));

        var webp = check(TestPictures.animatedWebp(64, 48, 3));
        assertEquals(3, webp.frames());
        assertFalse(latin1(Files.readAllBytes(webp.file())).contains("GPS"));
    }

    @Test
    void texts_of_a_png_are_left_out() throws Exception {
        var png = TestPictures.png(TestPictures.halves(64, 48, true));
        var checked = check(TestPictures.withChunk(png, "tEXt",
                "Author\0Somebody".getBytes(StandardCharsets.ISO_8859_1)));
        assertArrayEquals(png, Files.readAllBytes(checked.file()));
    }

    @Test
    void a_picture_with_garbage_in_front_is_no_picture() throws Exception {
        var file = TestPictures.concat("GARBAGE".getBytes(StandardCharsets.ISO_8859_1),
                TestPictures.png(TestPictures.halves(8, 8, false)));
        assertEquals(FileType.UNKNOWN, FileType.detect(file, "picture.png"));
        refusal(file);
    }

    @Test
    void the_type_is_that_of_the_bytes() throws Exception {
        assertEquals(FileType.PNG,
                FileType.detect(TestPictures.png(TestPictures.halves(8, 8, false)), "holiday.jpg"));
        assertEquals("text/html", FileType
                .detect("<!-- x --><html><script>".getBytes(StandardCharsets.UTF_8), "picture.jpg").mediaType());
        assertEquals("application/pdf",
                FileType.detect("%PDF-1.7".getBytes(StandardCharsets.UTF_8), "x").mediaType());
        assertEquals("text/csv", FileType.detect("a,b".getBytes(StandardCharsets.UTF_8), "x.csv").mediaType());
        assertEquals(FileType.SVG, FileType.detect(
                "<?xml version='1.0'?><!-- c --><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>"
                        .getBytes(StandardCharsets.UTF_8),
                "x"));
    }

    @Test
    void placeholder_and_colour_are_those_of_the_pixels() throws Exception {
        var image = TestPictures.halves(600, 400, false);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(20, 120, 60));
        graphics.fillRect(0, 0, 600, 300);
        var checked = check(TestPictures.png(image));
        int color = Integer.parseInt(checked.dominantColor().substring(1), 16);
        // The filter overshoots a little at edges.
        assertEquals(20, color >> 16, 3);
        assertEquals(120, color >> 8 & 255, 3);
        assertEquals(60, color & 255, 3);
        assertFalse(checked.placeholder().isEmpty());
    }
}
