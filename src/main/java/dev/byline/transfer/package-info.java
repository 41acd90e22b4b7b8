/** Import and export: jobs that take files of many formats, and a stream of everything there is. */
package dev.byline.transfer;
