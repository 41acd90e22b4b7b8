/**
 * The settings of the site: its title, locales, policies, and the addresses of its frontend.
 *
 * <p>Read first: SiteService and SiteInput.
 */
package dev.byline.site;
