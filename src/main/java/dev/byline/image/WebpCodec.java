package dev.byline.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPReadParam;

/** Decodes and encodes WebP by libwebp. */
final class WebpCodec {
    private WebpCodec() {
    }

    /** Decodes a file with one frame to a width and height, which need not be those of the file. */
    static Pixels decode(byte[] file, int width, int height) throws IOException {
        var reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            var param = (WebPReadParam) reader.getDefaultReadParam();
            param.setUseScaling(true);
            param.setScaledWidth(width);
            param.setScaledHeight(height);
            return BitmapPixels.of(reader.read(0, param));
        } catch (IOException | RuntimeException e) {
            throw new IOException("the WebP file is damaged", e);
        } finally {
            reader.dispose();
        }
    }

    /** Encodes a picture with losses. */
    static byte[] encode(Pixels pixels, int quality) throws IOException {
        var image = new BufferedImage(pixels.width(), pixels.height(),
                pixels.transparent() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        System.arraycopy(pixels.argb(), 0, ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), 0,
                pixels.argb().length);
        var writer = new WebPImageWriterSpi().createWriterInstance(null);
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType("Lossy");
            param.setCompressionQuality(quality / 100f);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
