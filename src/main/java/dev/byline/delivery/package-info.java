/**
 * Responses for readers that are composed of several features: an article with everything for its page.
 *
 * <p>Read first: ArticleAssembler; then ArticleJsonLd, the JSON-LD.
 */
package dev.byline.delivery;
