/** Who calls, and what they may do: keys, roles, and the {@link dev.byline.security.Caller} that features ask. */
package dev.byline.security;
