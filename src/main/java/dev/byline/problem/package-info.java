/** Refusing a request: one exception, one mapper, one shape on the wire (RFC 9457). */
package dev.byline.problem;
