/**
 * Menus: ordered trees of links to articles, categories, tags, authors and addresses, for the head and the foot of pages.
 *
 * <p>Read first: MenuItem; MenuService, which saves menus; MenuReader, which shows them to readers.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: menus are resources with versions of their own. Rejected: a part of the settings of the site, because
 * editors change menus and admins change settings, because two menus can be changed at a time, and because every cached
 * response depends on the settings.</li>
 * <li>Adopted: the items of a menu are one JSON column, as they are always read and replaced as a whole. Rejected: a
 * table of items, which needs positions and parents, and statements to keep them right.</li>
 * <li>Adopted: an item keeps the id of its target, and readers get the current name, slug and URL of the target with each
 * response. An item whose target readers cannot see is left out, with the items below it, and staff see why. Rejected:
 * refusing to unpublish or delete a target, because a menu must not be in the way of taking an article offline.</li>
 * <li>Adopted: a merge of categories, tags or authors is followed when a menu is read, as in revisions.</li>
 * </ul>
 */
package dev.byline.menu;
