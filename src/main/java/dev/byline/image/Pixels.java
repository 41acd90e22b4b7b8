package dev.byline.image;

/**
 * A decoded picture, in sRGB unless a colour profile says otherwise.
 *
 * @param argb
 *            the pixels by rows, with 8 bits each for alpha, red, green and blue; alpha is not multiplied in
 * @param transparent
 *            whether some pixels may be transparent; otherwise alpha is 255
 */
record Pixels(int width, int height, int[] argb, boolean transparent) {}
