/** The formats of imports: each makes lines of Byline's own format of what it reads. */
package dev.byline.transfer.format;
