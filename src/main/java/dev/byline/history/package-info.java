/** What articles were: each save as a numbered document, kept, listed, compared. It knows no fields. */
package dev.byline.history;
