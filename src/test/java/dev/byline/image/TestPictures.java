package dev.byline.image;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures that tests make: whole ones, and ones that are wrong in one way. */
public final class TestPictures {
    private TestPictures() {
    }

    /** A picture whose left half is red and right half is blue, with a white bar on top. */
    public static BufferedImage halves(int width, int height, boolean transparent) {
        var image = new BufferedImage(width, height,
                transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setPaint(new Color(200, 30, 30));
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setPaint(new Color(30, 30, 200, transparent ? 100 : 255));
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.setPaint(Color.WHITE);
        graphics.fillRect(0, 0, width, Math.max(1, height / 8));
        graphics.dispose();
        return image;
    }

    /** A picture like a photo: a gradient with shapes. */
    public static BufferedImage scene(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(250, 180, 90), width, height, new Color(20, 60, 120)));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < 40; i++) {
            graphics.setPaint(new Color(i * 37 % 256, i * 71 % 256, i * 113 % 256));
            graphics.fillOval(i * 131 % width, i * 57 % height, width / 20, height / 20);
        }
        graphics.dispose();
        return image;
    }

    public static byte[] jpeg(BufferedImage image) throws IOException {
        return write(image, "jpg");
    }

    public static byte[] png(BufferedImage image) throws IOException {
        return write(image, "png");
    }

    public static byte[] gif(BufferedImage image) throws IOException {
        return write(image, "gif");
    }

    public static byte[] webp(int width, int height) throws IOException {
        return webp(halves(width, height, true), 80);
    }

    static byte[] webp(BufferedImage image, int quality) throws IOException {
        try (var pixels = BitmapPixels.of(image)) {
            var out = new ByteArrayOutputStream();
            PictureEncoder.webp(pixels, quality, out);
            return out.toByteArray();
        }
    }

    private static byte[] write(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** Returns a JPEG with a GPS position, a comment and an orientation in its Exif data. */
    public static byte[] withExif(byte[] jpeg, int orientation) {
        var exif = concat("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), exif(orientation));
        return concat(Arrays.copyOf(jpeg, 2), segment(0xE1, exif),
                segment(0xFE, "made in Hanoi".getBytes(StandardCharsets.ISO_8859_1)),
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** Returns Exif data with an orientation and a position. */
    static byte[] exif(int orientation) {
        var tiff = ByteBuffer.allocate(200).order(ByteOrder.BIG_ENDIAN);
        tiff.put("MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
        tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(40).putInt(0);
        tiff.position(40);
        tiff.put("GPSLatitude 21.0285N".getBytes(StandardCharsets.ISO_8859_1));
        return tiff.array();
    }

    /** Returns a WebP of one frame with Exif data. */
    static byte[] webp(BufferedImage image, byte[] exif) throws IOException {
        var still = webp(image, 90);
        return riff(concat(riffChunk("VP8X", concat(new byte[]{ 8, 0, 0, 0 }, number24(image.getWidth() - 1),
                number24(image.getHeight() - 1))), Arrays.copyOfRange(still, 12, still.length),
                riffChunk("EXIF", exif)));
    }

    /** Returns a WebP of one frame with a colour profile. */
    static byte[] webpWithProfile(BufferedImage image, byte[] profile) throws IOException {
        var still = webp(image, 90);
        return riff(concat(riffChunk("VP8X", concat(new byte[]{ 0x20, 0, 0, 0 }, number24(image.getWidth() - 1),
                number24(image.getHeight() - 1))), riffChunk("ICCP", profile),
                Arrays.copyOfRange(still, 12, still.length)));
    }

    /** Returns a JPEG with a segment behind its first one. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        int first = 4 + ((jpeg[4] & 255) << 8 | jpeg[5] & 255);
        return concat(Arrays.copyOf(jpeg, first), segment(marker, data), Arrays.copyOfRange(jpeg, first, jpeg.length));
    }

    private static byte[] segment(int marker, byte[] data) {
        return concat(new byte[]{ (byte) 0xFF, (byte) marker, (byte) (data.length + 2 >> 8),
                (byte) (data.length + 2) }, data);
    }

    /** Returns a PNG whose header names a size, with compressed zeros for as many bytes. */
    public static byte[] pngHeader(int width, int height, long zeros) {
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 6).array();
        var deflater = new Deflater(9);
        var packed = new ByteArrayOutputStream();
        var out = new byte[65_536];
        var in = new byte[65_536];
        for (long left = zeros; left > 0; left -= in.length) {
            deflater.setInput(in, 0, (int) Math.min(left, in.length));
            while (!deflater.needsInput()) {
                packed.write(out, 0, deflater.deflate(out));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(out, 0, deflater.deflate(out));
        }
        return concat("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1), chunk("IHDR", header),
                chunk("IDAT", packed.toByteArray()), chunk("IEND", new byte[0]));
    }

    /** Returns a PNG with a chunk behind its header. */
    public static byte[] withChunk(byte[] png, String type, byte[] data) {
        return concat(Arrays.copyOf(png, 33), chunk(type, data), Arrays.copyOfRange(png, 33, png.length));
    }

    /** Returns the data of a chunk iCCP. */
    static byte[] pngProfile(byte[] profile) {
        var deflater = new Deflater();
        deflater.setInput(profile);
        deflater.finish();
        var packed = new byte[profile.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return concat(new byte[]{ 'i', 'c', 'c', 0, 0 }, Arrays.copyOf(packed, length));
    }

    static byte[] chunk(String type, byte[] data) {
        var body = concat(type.getBytes(StandardCharsets.ISO_8859_1), data);
        var checksum = new CRC32();
        checksum.update(body);
        return ByteBuffer.allocate(body.length + 8).putInt(data.length).put(body).putInt((int) checksum.getValue())
                .array();
    }

    /** Returns an animated GIF that repeats for ever. */
    public static byte[] animatedGif(int width, int height, int frames) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames; i++) {
                var image = halves(width, height, false);
                image.createGraphics().fillRect(i, i, width / 4, height / 4);
                var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
                var root = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
                var extensions = new IIOMetadataNode("ApplicationExtensions");
                var loop = new IIOMetadataNode("ApplicationExtension");
                loop.setAttribute("applicationID", "NETSCAPE");
                loop.setAttribute("authenticationCode", "2.0");
                loop.setUserObject(new byte[]{ 1, 0, 0 });
                extensions.appendChild(loop);
                root.appendChild(extensions);
                metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
                writer.writeToSequence(new IIOImage(image, null, metadata), null);
            }
            writer.endWriteSequence();
        }
        return out.toByteArray();
    }

    /** Returns an animated WebP of frames that each fill it. */
    public static byte[] animatedWebp(int width, int height, int frames) throws IOException {
        var still = webp(halves(width, height, false), 80);
        // The one chunk of a file without alpha.
        var pixels = Arrays.copyOfRange(still, 12, still.length);
        var body = new ByteArrayOutputStream();
        body.writeBytes(riffChunk("VP8X", concat(new byte[]{ 2, 0, 0, 0 }, number24(width - 1), number24(height - 1))));
        body.writeBytes(riffChunk("ANIM", new byte[6]));
        for (int i = 0; i < frames; i++) {
            body.writeBytes(riffChunk("ANMF", concat(new byte[6], number24(width - 1), number24(height - 1),
                    new byte[]{ 100, 0, 0, 0 }, pixels)));
        }
        body.writeBytes(riffChunk("EXIF", "GPSLatitude".getBytes(StandardCharsets.ISO_8859_1)));
        return riff(body.toByteArray());
    }

    static byte[] riff(byte[] chunks) {
        return ByteBuffer.allocate(12 + chunks.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(chunks.length + 4)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1)).put(chunks).array();
    }

    static byte[] riffChunk(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.ISO_8859_1)).putInt(data.length).put(data).array();
    }

    private static byte[] number24(int value) {
        return new byte[]{ (byte) value, (byte) (value >> 8), (byte) (value >> 16) };
    }

    public static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
