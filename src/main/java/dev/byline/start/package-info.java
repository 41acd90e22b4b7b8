/** Starting: the embedded database if none is given, the first key, the sample content, the banner, the commands. */
package dev.byline.start;
