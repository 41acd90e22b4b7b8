package dev.byline.image;

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
        var decoder = new PictureDecoder(cleaned, type, parts, budget.maxBytes());
        int orientation = parts.frames() > 1 ? 1 : parts.orientation();
        if (orientation != 1 && !type.equals(FileType.JPEG) && !decoder.fitsWhole()) {
            throw new RefusedPictureException("is stored sideways and too large to be turned here: turn it first");
        }
        // One reservation for everything: a second one could wait for memory that another picture in work holds.
        try (var reserved = budget.reserve(Math.max(decoder.memoryBytes(factor),
                orientation == 1 ? 0 : decoder.memoryBytes(1) + 12 * parts.pixels()))) {
            Pixels sample;
            try {
                sample = decodeFrames(bytes, type, parts, decoder, factor);
                if (orientation != 1) {
                    cleaned = turnFile(cleaned, type, parts, decoder);
                    sample = turn(sample, orientation);
                }
            } catch (IOException e) {
                throw PictureFile.damaged();
            }
            return write(cleaned, type, parts, ColorProfile.toSrgb(sample, parts.colorProfile()), folder);
        }
    }

    /** Returns a file with its orientation applied, in the format that it had and almost without losses. */
    private static byte[] turnFile(byte[] file, FileType type, PictureFile parts, PictureDecoder decoder)
            throws IOException {
        var profile = parts.colorProfile();
        if (type.equals(FileType.JPEG)) {
            var jpeg = JpegCodec.turn(file, parts.orientation(), TURNED_QUALITY);
            return profile != null && PictureFile.isAt(profile, 16, "RGB ")
                    ? JpegParts.withProfile(jpeg, profile)
                    : jpeg;
        }
        var turned = ColorProfile.toSrgb(turn(decoder.decode(1), parts.orientation()), profile);
        return type.equals(FileType.WEBP)
                ? WebpCodec.encode(turned, TURNED_QUALITY)
                : BitmapPixels.encodePng(turned);
    }

    private CheckedPicture write(byte[] cleaned, FileType type, PictureFile parts, Pixels sample, Path folder)
            throws IOException {
        boolean turned = parts.frames() == 1 && ExifOrientation.isTurned(parts.orientation());
        double scale = Math.min(1, (double) SAMPLE_SIZE / Math.max(sample.width(), sample.height()));
        var small = PictureScaler.scale(sample, (int) Math.max(1, Math.round(sample.width() * scale)),
                (int) Math.max(1, Math.round(sample.height() * scale)));
        var target = Files.createTempFile(folder, "picture-", "." + type.extension());
        Files.write(target, cleaned);
        return new CheckedPicture(type, turned ? parts.height() : parts.width(),
                turned ? parts.width() : parts.height(), parts.frames(), ThumbHash.encode(small),
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
            throws IOException, RefusedPictureException {
        if (parts.frames() == 1 || type.equals(FileType.PNG)) {
            // The frames of a PNG were inflated while its parts were read.
            return decoder.decode(factor);
        }
        long deadline = System.nanoTime() + limits.maxTime().toNanos();
        Pixels first = null;
        if (type.equals(FileType.GIF)) {
            for (int frame = 0; frame < parts.frames(); frame++) {
                checkTime(deadline);
                var decoded = decoder.decodeFrame(frame, factor);
                first = first == null ? decoded : first;
            }
            return first;
        }
        var animation = new WebpParts(bytes, PictureBounds.of(limits));
        animation.read();
        for (var frame : animation.frameFiles()) {
            checkTime(deadline);
            var single = PictureFile.read(frame, type, PictureBounds.of(limits));
            var decoded = new PictureDecoder(frame, type, single, budget.maxBytes()).decode(factor);
            first = first == null ? decoded : first;
        }
        return first;
    }

    private void checkTime(long deadline) throws RefusedPictureException {
        if (System.nanoTime() > deadline) {
            throw new RefusedPictureException("takes longer to decode than " + limits.maxTime().toSeconds() + " s");
        }
    }

    /** Returns a picture with its orientation applied. */
    private static Pixels turn(Pixels source, int orientation) {
        boolean turned = ExifOrientation.isTurned(orientation);
        int width = turned ? source.height() : source.width();
        int height = turned ? source.width() : source.height();
        var result = new int[width * height];
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < source.width(); x++) {
                int right = source.width() - 1 - x;
                int below = source.height() - 1 - y;
                int toX = switch (orientation) {
                    case 2, 3 -> right;
                    case 5, 8 -> y;
                    case 6, 7 -> below;
                    default -> x;
                };
                int toY = switch (orientation) {
                    case 3, 4 -> below;
                    case 5, 6 -> x;
                    case 7, 8 -> right;
                    default -> y;
                };
                result[toY * width + toX] = source.argb()[y * source.width() + x];
            }
        }
        return new Pixels(width, height, result, source.transparent());
    }
}
