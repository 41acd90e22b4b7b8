/**
 * Pictures as bytes and pixels: detection, checks by decoding, removal of metadata, sizes and placeholders. Knows
 * nothing of media, the database or HTTP.
 *
 * <p>Read first: PictureCheck for uploads, PictureResizer for sizes; both decode with PictureDecoder.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: libjpeg-turbo and libwebp in native libraries, because the decoders in Java take three to twenty times as
 * long; src/docs/pictures.md has the measurement. Rejected: a program of the system, which a fresh machine lacks.</li>
 * <li>Adopted: the parts of each file are read by code of our own (JpegParts, PngParts, GifParts, WebpParts), because
 * metadata must go while the compressed pixels stay as they are, and no library does that for all four formats.</li>
 * <li>Adopted: pixels are in native memory (Pixels), and stored files are read as streams. Arrays of 512 KB and more in the
 * heap made G1 begin a cycle at almost every size, with pauses of up to 30 ms for all requests.</li>
 * <li>Adopted: memory is reserved before pixels are decoded (PixelBudget), so that many large pictures wait for each other
 * and do not end the process.</li>
 * </ul>
 */
package dev.byline.image;
