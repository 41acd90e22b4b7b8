/** Links that show one working copy to somebody without a key. */
package dev.byline.preview;
