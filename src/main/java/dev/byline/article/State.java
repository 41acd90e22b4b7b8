package dev.byline.article;

/** Where an article stands. */
public enum State {
    never_published, live, unpublished, trashed
}
