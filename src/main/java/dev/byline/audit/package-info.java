/** Who changed what, and when. */
package dev.byline.audit;
