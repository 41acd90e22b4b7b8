/** The site as a whole: its title, locales, policies and the addresses of its frontend. */
package dev.byline.site;
