/**
 * Public addresses of media: the files, and pictures in other sizes and formats, which are made when they are first
 * requested.
 */
package dev.byline.rendition;
