/**
 * The entrances of the service: the page at {@code /} for people, the index at {@code /api/v1} for programs.
 *
 * <p>Read first: HomePageResource; then ApiIndex.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: links to Swagger UI, the contract and health only where they work: not on the public port if there is a
 * management port.</li>
 * </ul>
 */
package dev.byline.home;
