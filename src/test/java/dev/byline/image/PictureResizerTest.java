package dev.byline.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import dev.byline.image.Resize.Crop;
import dev.byline.image.Resize.Format;
import dev.byline.image.Resize.Quality;
import io.quarkus.runtime.configuration.MemorySize;

/** Sizes that are made of pictures. */
class PictureResizerTest {
    private record Memory(long bytes) implements PictureLimits {
        @Override
        public long maxPixels() {
            return 1;
        }

        @Override
        public int maxFrames() {
            return 1;
        }

        @Override
        public long maxAnimationPixels() {
            return 1;
        }

        @Override
        public Duration maxTime() {
            return Duration.ZERO;
        }

        @Override
        public MemorySize memory() {
            return new MemorySize(BigInteger.valueOf(bytes));
        }
    }

    private final PictureResizer resizer = new PictureResizer(new PixelBudget(new Memory(1024 * 1024)));

    private BufferedImage resize(byte[] file, FileType type, Resize order) throws Exception {
        return resize(resizer, file, type, order);
    }

    private static BufferedImage resize(PictureResizer resizer, byte[] file, FileType type, Resize order)
            throws Exception {
        var out = new ByteArrayOutputStream();
        resizer.resize(new ByteArrayInputStream(file), file.length, type, order, out);
        var made = out.toByteArray();
        if (order.format() == Format.WEBP) {
            assertEquals(FileType.WEBP, FileType.detect(made, "x"));
            var parts = PictureFile.read(made, FileType.WEBP, PictureBounds.NONE);
            var image = new BufferedImage(parts.width(), parts.height(), BufferedImage.TYPE_INT_ARGB);
            try (var pixels = PictureDecoder.decodeWebp(new ByteArrayInputStream(made), parts.width(),
                    parts.height())) {
                image.setRGB(0, 0, parts.width(), parts.height(), pixels.toArray(), 0, parts.width());
            }
            return image;
        }
        return ImageIO.read(new ByteArrayInputStream(made));
    }

    private static void assertColor(int expected, int actual) {
        for (int shift = 0; shift < 24; shift += 8) {
            assertTrue(Math.abs((expected >> shift & 255) - (actual >> shift & 255)) < 16,
                    Integer.toHexString(expected) + " " + Integer.toHexString(actual));
        }
    }

    @Test
    void every_kind_of_picture_becomes_every_format() throws Exception {
        var opaque = TestPictures.halves(1000, 500, false);
        for (var format : Format.values()) {
            for (var quality : Quality.values()) {
                var order = new Resize(100, 50, null, format, quality);
                for (var shown : new BufferedImage[]{ resize(TestPictures.jpeg(opaque), FileType.JPEG, order),
                        resize(TestPictures.png(opaque), FileType.PNG, order),
                        resize(TestPictures.gif(opaque), FileType.GIF, order) }) {
                    assertEquals(100, shown.getWidth());
                    assertEquals(50, shown.getHeight());
                    assertColor(0xC81E1E, shown.getRGB(20, 30));
                    assertColor(0x1E1EC8, shown.getRGB(80, 30));
                }
            }
        }
    }

    @Test
    void transparency_stays_in_webp_and_png_and_is_white_in_jpeg() throws Exception {
        var png = TestPictures.png(TestPictures.halves(400, 200, true));
        assertTrue(PictureResizer.isTransparent(png, FileType.PNG));
        assertFalse(PictureResizer.isTransparent(TestPictures.png(TestPictures.halves(8, 8, false)), FileType.PNG));
        for (var format : new Format[]{ Format.WEBP, Format.PNG }) {
            var shown = resize(png, FileType.PNG, new Resize(100, 50, null, format, Quality.HIGH));
            assertTrue(Math.abs((shown.getRGB(80, 30) >>> 24) - 100) < 8);
            assertEquals(255, shown.getRGB(20, 30) >>> 24);
        }
        var white = resize(png, FileType.PNG, new Resize(100, 50, null, Format.JPEG, Quality.HIGH));
        assertColor(0xA7A7E9, white.getRGB(80, 30));
        var webp = TestPictures.webp(400, 200);
        assertTrue(PictureResizer.isTransparent(webp, FileType.WEBP));
        assertColor(0xC81E1E,
                resize(webp, FileType.WEBP, new Resize(100, 50, null, Format.PNG, Quality.HIGH)).getRGB(20, 30));
    }

    @Test
    void a_crop_shows_only_its_part() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.halves(2000, 1000, false));
        var right = resize(jpeg, FileType.JPEG,
                new Resize(100, 100, new Crop(1050, 200, 800, 800), Format.PNG, Quality.MEDIUM));
        for (int x = 2; x < 100; x += 19) {
            assertColor(0x1E1EC8, right.getRGB(x, x));
        }
    }

    @Test
    void grey_stays_as_bright_as_it_is() throws Exception {
        var grey = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                grey.getRaster().setSample(x, y, 0, 100);
            }
        }
        var order = new Resize(40, 40, null, Format.PNG, Quality.MEDIUM);
        assertColor(0x646464, resize(TestPictures.png(grey), FileType.PNG, order).getRGB(20, 20));
        assertColor(0x646464, resize(TestPictures.jpeg(grey), FileType.JPEG, order).getRGB(20, 20));
    }

    @Test
    void colors_of_another_profile_become_those_of_srgb() throws Exception {
        var image = new BufferedImage(90, 90, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 90; y++) {
            for (int x = 0; x < 90; x++) {
                image.setRGB(x, y, x < 45 ? 0xFF37_3737 : 0x8037_0000);
            }
        }
        var profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        var file = TestPictures.withChunk(TestPictures.png(image), "iCCP",
                TestPictures.pngProfile(profile));
        var shown = resize(file, FileType.PNG, new Resize(45, 45, null, Format.PNG, Quality.MEDIUM));
        // 0x37 is 0.216 of the light, for which sRGB has 0.5.
        for (int y = 0; y < 45; y++) {
            assertColor(0x808080, shown.getRGB(10, y));
            assertColor(0x800000, shown.getRGB(35, y));
            assertEquals(0x80, shown.getRGB(35, y) >>> 24);
        }
    }

    @Test
    void a_profile_longer_than_the_first_bytes_that_are_read_is_used() throws Exception {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 64, 64, new Random(1).ints(64 * 64, 0x37_3737, 0x37_3738).toArray(), 0, 64);
        var linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        var profile = Arrays.copyOf(linear, 200_000);
        ByteBuffer.wrap(profile).putInt(0, profile.length);
        // Bytes that deflate cannot shorten.
        var random = new Random(2);
        for (int i = linear.length; i < profile.length; i++) {
            profile[i] = (byte) random.nextInt();
        }
        var order = new Resize(32, 32, null, Format.PNG, Quality.MEDIUM);
        var png = TestPictures.withChunk(TestPictures.png(image), "iCCP", TestPictures.pngProfile(profile));
        assertColor(0x808080, resize(png, FileType.PNG, order).getRGB(16, 16));
        var jpeg = JpegParts.withProfile(TestPictures.jpeg(image), profile);
        assertColor(0x808080, resize(jpeg, FileType.JPEG, order).getRGB(16, 16));
        var webp = TestPictures.webpWithProfile(image, profile);
        assertColor(0x808080, resize(webp, FileType.WEBP, order).getRGB(16, 16));
    }

    @Test
    void thin_lines_of_png_and_gif_stay_in_a_much_smaller_size() throws Exception {
        var lines = new BufferedImage(1000, 1000, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 1000; y++) {
            for (int x = 0; x < 1000; x++) {
                lines.getRaster().setSample(x, y, 0, y % 10 == 9 ? 0 : 255);
            }
        }
        var enough = new PictureResizer(new PixelBudget(new Memory(64 * 1024 * 1024)));
        var order = new Resize(100, 100, null, Format.PNG, Quality.MEDIUM);
        // A tenth of the rows is black.
        assertColor(0xE6E6E6, resize(enough, TestPictures.png(lines), FileType.PNG, order).getRGB(50, 50));
        assertColor(0xE6E6E6, resize(enough, TestPictures.gif(lines), FileType.GIF, order).getRGB(50, 50));
    }

    @Test
    void a_narrow_webp_has_its_colors() throws Exception {
        for (int width = 1; width < 4; width++) {
            var orange = new BufferedImage(width, 64, BufferedImage.TYPE_INT_RGB);
            orange.setRGB(0, 0, width, 64, new Random(1).ints(width * 64, 0xF0_7814, 0xF0_7815).toArray(), 0, width);
            var shown = resize(TestPictures.webp(orange, 90), FileType.WEBP,
                    new Resize(width, 64, null, Format.PNG, Quality.MEDIUM));
            assertColor(0xF07814, shown.getRGB(width - 1, 32));
        }
    }

    @Test
    void grey_of_another_profile_becomes_that_of_srgb() throws Exception {
        var grey = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            grey.getRaster().setSample(i % 64, i / 64, 0, 0x37);
        }
        // As bright as the light: 0x37 is 0.216 of it, for which sRGB has 0.5.
        var profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
        var order = new Resize(32, 32, null, Format.PNG, Quality.MEDIUM);
        assertColor(0x808080, resize(TestPictures.withChunk(TestPictures.png(grey), "iCCP",
                TestPictures.pngProfile(profile)), FileType.PNG, order).getRGB(16, 16));
        assertColor(0x808080, resize(JpegParts.withProfile(TestPictures.jpeg(grey), profile), FileType.JPEG, order)
                .getRGB(16, 16));
    }
}
