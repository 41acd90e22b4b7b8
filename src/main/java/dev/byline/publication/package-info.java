/** What the world reads: published copies with links of their own. Nothing here can reach a working copy. */
package dev.byline.publication;
