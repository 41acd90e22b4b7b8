/**
 * Requests to other servers at URLs that clients name: checked, so that they cannot reach what only this machine can
 * reach (server-side request forgery).
 *
 * <p>Read first: PublicAddressCheck, then PublicDownload.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the caller passes the permission for private hosts, so that webhooks and media have settings of their
 * own.</li>
 * <li>Adopted: the client of Vert.x, which connects to a given address and names the host of the URL. Rejected: the
 * client of the JDK, which looks the host up again.</li>
 * <li>Adopted: a connection for each file. Rejected: kept connections, because a download that ends early closes its
 * connection, which another one may have taken.</li>
 * </ul>
 */
package dev.byline.outbound;
