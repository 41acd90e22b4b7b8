/**
 * The name of this node, which metrics, logs, traces and sessions of the database carry.
 *
 * <p>Read first: NodeName.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the name of the host and a random suffix, so that two nodes on one machine differ without a setting.
 * Rejected: a name that is kept in the data directory, because a node with a PostgreSQL of yours has no such
 * directory.</li>
 * <li>Rejected: the name as the identity of a node in change notifications, because two nodes with one name would then
 * ignore the changes of each other. That identity is a random id.</li>
 * </ul>
 */
package dev.byline.node;
