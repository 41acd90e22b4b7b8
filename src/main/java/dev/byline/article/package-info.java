/**
 * Working copies of articles and the transitions that make them live. Only staff use this package; readers get the
 * published copies.
 *
 * <p>Read first: ArticleInput, the fields of an article and where they are copied to; ArticleContentWriter, which
 * saves; ArticleLifecycle, which has the transitions; ArticlePublisher, which makes articles live; then
 * ArticleScheduling and ScheduleRunner.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: Byline counts the version of an article itself. Every change holds the lock of the row, revisions are
 * named by the version that saved them, and one number then means the same in If-Match, in a revision and in a
 * schedule. Rejected: the version that Hibernate counts.</li>
 * <li>Adopted: article is the largest package, because transitions, revisions and schedules share an entity whose
 * fields no other package may touch. Previews, which need only what readers would get, are a package of their own.
 * Revisit when a part needs less.</li>
 * <li>Adopted: a new field of articles is one line each in Article, ArticleInput, WorkingCopy, PublishedContent,
 * PublicationReader, ArticleSummary and ArticleDetail, in a migration and in SiteExporter; formats name only the fields
 * that they have. Rejected: records, whose constructors were positional calls with up to 27 arguments.</li>
 * <li>Adopted: the kind of an article, article or page, is a part of its content, so that a change waits for the next
 * publication like any other. Revisions name it only for pages, because nodes of the previous release refuse a field that
 * they do not know. Rejected: a kind of the identity, because a change would reach readers at once.</li>
 * <li>Adopted: a schedule is part of the row of its article, one at a time, and pins a revision by a foreign key; its
 * slug is kept by another. Rejected: a queue or a scheduler library, because FOR UPDATE SKIP LOCKED over one partial
 * index is all that is needed. Revisit when an article needs several schedules at once.</li>
 * <li>Adopted: a schedule in the past is refused. Rejected: running it at once, because publish publishes now, and
 * publishedAt dates back.</li>
 * <li>Adopted: a transition that acts now cancels a schedule that would undo it, because an article that was taken down
 * must not come back by itself. Publishing keeps a scheduled unpublication: it ends what is published now as well.</li>
 * <li>Adopted: publishing always renders the source anew, so that a publication now, a scheduled one and a preview are
 * one path. A release that sanitizes better improves an article at its next publication.</li>
 * </ul>
 */
package dev.byline.article;
