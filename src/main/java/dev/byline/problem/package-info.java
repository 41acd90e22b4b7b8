/**
 * Problem documents (RFC 9457): one exception, one mapper, one shape for every request that fails.
 *
 * <p>Read first: ProblemType, the list of error codes; then ProblemException.
 */
package dev.byline.problem;
