/** A creation that is asked for twice happens once. */
package dev.byline.idempotency;
