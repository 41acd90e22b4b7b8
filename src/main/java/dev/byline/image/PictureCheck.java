package dev.byline.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Checks pictures by decoding them completely, and writes the file that may be stored:
 * <ol>
 * <li>The header is read, and a picture above the limits is refused before its pixels are decoded.</li>
 * <li>Position and other metadata are left out; the compressed pixels and the colour profile stay as they are. Only a
 * picture with an orientation is encoded anew, with its pixels turned; an animation is not.</li>
 * <li>Anything behind the end of the picture is cut off.</li>
 * <li>The pixels of all frames are decoded.</li>
 * </ol>
 */
@ApplicationScoped
public class PictureCheck {
    /** The longer side of the picture from which placeholder and colour are taken. */
    private static final int SAMPLE_SIZE = ThumbHash.MAX_SIZE;
    /** The largest file; it is in memory while it is checked. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int TURNED_QUALITY = 95;
    /** The maximum number of scans of a JPEG of the largest size; each scan passes over all pixels. */
    private static final int MAX_PASSES = 20;

    private final PictureLimits limits;
    private final PixelBudget budget;

    PictureCheck(PictureLimits limits, PixelBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /**
     * Checks a picture. Blocks, also until enough memory for its pixels is free.
     *
     * @param file
     *            the file, which stays as it is
     * @param type
     *            the type that {@link FileType#detect} found
     * @param folder
     *            the folder in which the cleaned file is written
     * @throws RefusedPictureException
     *             if the file is no complete picture, is above the limits, or is of a kind that is not supported
     */
    @SuppressWarnings("try")
    public CheckedPicture check(Path file, FileType type, Path folder) throws RefusedPictureException, IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new RefusedPictureException("has more than " + MAX_BYTES / 1024 / 1024 + " MiB");
        }
        try (var reservedForFile = budget.reserveForFile(Files.size(file))) {
            var bytes = readAll(file);
            if (type.equals(FileType.SVG)) {
                return checkSvg(bytes, folder);
            }
            PictureFile parts;
            try (var reserved = budget.reserve(2L * bytes.length)) {
                parts = PictureFile.read(bytes, type, PictureBounds.of(limits));
            }
            if (parts.pixels() * parts.passes() > MAX_PASSES * limits.maxPixels()) {
                throw new RefusedPictureException("has too many scans for its size");
            }
            return decode(bytes, type, parts, folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
    }

    /** Reads a file. {@code Files.readAllBytes} would keep a direct buffer of its size for each thread. */
    private static byte[] readAll(Path file) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }

    @SuppressWarnings("try")
    private CheckedPicture decode(byte[] bytes, FileType type, PictureFile parts, Path folder)
            throws RefusedPictureException, IOException, InterruptedException {
        double factor = Math.max(1, (double) Math.max(parts.width(), parts.height()) / SAMPLE_SIZE);
        var cleaned = parts.cleaned();
        var decoder = new PictureDecoder(cleaned.length, type, parts, budget.maxBytes());
        int orientation = parts.frames() > 1 ? 1 : parts.orientation();
        if (orientation != 1 && !type.equals(FileType.JPEG) && !decoder.fitsWhole()) {
            throw new RefusedPictureException("is stored sideways and too large to be turned here: turn it first");
        }
        // One reservation for everything: a second one could wait for memory that another picture in work holds.
        try (var reserved = budget.reserve(Math.max(decoder.memoryBytes(factor),
                orientation == 1 ? 0 : decoder.memoryBytes(1) + 12 * parts.pixels()))) {
            try (var sample = decodeFrames(bytes, type, parts, decoder, factor).turn(orientation)) {
                var stored = orientation == 1 ? cleaned : turnFile(type, parts, decoder);
                ColorProfile.toSrgb(sample, parts.colorProfile());
                return write(stored, type, parts, sample, folder);
            }
        }
    }

    /** Returns the file with its orientation applied, in the format that it had and almost without losses. */
    private static byte[] turnFile(FileType type, PictureFile parts, PictureDecoder decoder)
            throws RefusedPictureException {
        var profile = parts.colorProfile();
        var out = new ByteArrayOutputStream();
        try (var turned = decoder.decode(new ByteArrayInputStream(parts.cleaned()), 1).turn(parts.orientation())) {
            if (type.equals(FileType.JPEG)) {
                PictureEncoder.jpeg(turned, TURNED_QUALITY, true, out);
                return profile != null && PictureFile.isAt(profile, 16, "RGB ")
                        ? JpegParts.withProfile(out.toByteArray(), profile)
                        : out.toByteArray();
            }
            ColorProfile.toSrgb(turned, profile);
            if (type.equals(FileType.WEBP)) {
                PictureEncoder.webp(turned, TURNED_QUALITY, out);
            } else {
                PictureEncoder.png(turned, out);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw PictureFile.damaged();
        }
    }

    private CheckedPicture write(byte[] cleaned, FileType type, PictureFile parts, Pixels sample, Path folder)
            throws IOException {
        boolean turned = parts.frames() == 1 && ExifOrientation.isTurned(parts.orientation());
        double scale = Math.min(1, (double) SAMPLE_SIZE / Math.max(sample.width(), sample.height()));
        int width = (int) Math.max(1, Math.round(sample.width() * scale));
        int height = (int) Math.max(1, Math.round(sample.height() * scale));
        int[] small;
        try (var scaled = PictureScaler.scale(sample, 0, 0, sample.width(), sample.height(), width, height)) {
            small = scaled.toArray();
        }
        var target = Files.createTempFile(folder, "picture-", "." + type.extension());
        Files.write(target, cleaned);
        return new CheckedPicture(type, turned ? parts.height() : parts.width(),
                turned ? parts.width() : parts.height(), parts.frames(), ThumbHash.encode(width, height, small),
                DominantColor.find(small), target);
    }

    private static CheckedPicture checkSvg(byte[] bytes, Path folder) throws RefusedPictureException, IOException {
        var svg = SvgSanitizer.sanitize(bytes);
        var target = Files.createTempFile(folder, "picture-", ".svg");
        Files.write(target, svg.bytes());
        return new CheckedPicture(FileType.SVG, svg.width(), svg.height(), 1, null, null, target);
    }

    /** Decodes all frames and returns the first. */
    private Pixels decodeFrames(byte[] bytes, FileType type, PictureFile parts, PictureDecoder decoder, double factor)
            throws RefusedPictureException {
        try {
            if (parts.frames() == 1 || type.equals(FileType.PNG)) {
                // The frames of a PNG were inflated while its parts were read.
                return decoder.decode(new ByteArrayInputStream(parts.cleaned()), factor);
            }
            long deadline = System.nanoTime() + limits.maxTime().toNanos();
            if (type.equals(FileType.GIF)) {
                for (int frame = 1; frame < parts.frames(); frame++) {
                    checkTime(deadline);
                    decoder.decodeFrame(new ByteArrayInputStream(parts.cleaned()), frame).close();
                }
                return decoder.decode(new ByteArrayInputStream(parts.cleaned()), factor);
            }
            var animation = new WebpParts(bytes, PictureBounds.of(limits));
            animation.read();
            var frames = animation.frameFiles();
            for (var frame : frames.subList(1, frames.size())) {
                checkTime(deadline);
                decodeWebpFrame(frame, factor).close();
            }
            return decodeWebpFrame(frames.get(0), factor);
        } catch (IOException e) {
            throw PictureFile.damaged();
        }
    }

    private Pixels decodeWebpFrame(byte[] frame, double factor) throws IOException, RefusedPictureException {
        var parts = PictureFile.read(frame, FileType.WEBP, PictureBounds.of(limits));
        return new PictureDecoder(frame.length, FileType.WEBP, parts, budget.maxBytes())
                .decode(new ByteArrayInputStream(frame), factor);
    }

    private void checkTime(long deadline) throws RefusedPictureException {
        if (System.nanoTime() > deadline) {
            throw new RefusedPictureException("takes longer to decode than " + limits.maxTime().toSeconds() + " s");
        }
    }
}
