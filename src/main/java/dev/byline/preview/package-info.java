/**
 * Signed links that show one working copy to a person without a key.
 *
 * <p>Read first: PreviewService; then PreviewTokens.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: preview tokens are signed and have a row. The signature makes guesses cost nothing, the row makes
 * tokens revocable.</li>
 * </ul>
 */
package dev.byline.preview;
