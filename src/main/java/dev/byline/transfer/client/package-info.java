/** The commands that import and export over HTTP. */
package dev.byline.transfer.client;
