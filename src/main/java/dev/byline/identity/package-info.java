/** What an article is called: its id, all its slugs, its translation group. */
package dev.byline.identity;
