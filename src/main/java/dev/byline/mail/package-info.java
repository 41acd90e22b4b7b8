/** Mails: written with the change that they tell of, sent once, and the links in them. */
package dev.byline.mail;
