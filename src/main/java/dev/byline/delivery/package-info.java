/** What a reader gets that is composed of several features. */
package dev.byline.delivery;
