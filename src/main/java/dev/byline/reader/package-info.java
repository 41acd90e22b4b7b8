/**
 * The reader page: a blog at {@code /read/} that a browser makes from the public API alone.
 *
 * <p>Read first: ReaderPage; then {@code reader.js} in the resources, which finds the page of an address.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: static files without a framework, without a build step, and below 50 KB in total, so that a site can copy
 * and change them. Rejected: pages rendered by the server, because they would be a second way to read articles; the
 * contract is the way that other frontends take.</li>
 * <li>Adopted: all addresses are relative, so that the page works below any prefix of a proxy.</li>
 * <li>Adopted: the files are not in {@code META-INF/resources}. The platform would serve them from there always, and
 * let browsers keep them for a day.</li>
 * <li>Adopted: browsers ask at each load whether a file changed (ETag), so that all files are of one release after an
 * upgrade.</li>
 * </ul>
 */
package dev.byline.reader;
