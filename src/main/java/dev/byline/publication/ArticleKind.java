package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The kind of an article: an article of the blog, or a static page such as an imprint. A page has an address of its own
 * and is in no list, feed or search of articles unless a request asks for pages.
 */
@Schema(name = "ArticleKind")
public enum ArticleKind {
    article,
    page
}
