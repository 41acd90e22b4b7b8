/** Mails about new articles: who asked for which, who agreed, and sending them once. */
package dev.byline.subscription;
