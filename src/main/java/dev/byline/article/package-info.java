/** Working copies and the verbs that make them live. Only staff come here; readers get what publishing copies. */
package dev.byline.article;
