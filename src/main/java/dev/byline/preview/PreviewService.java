package dev.byline.preview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.byline.article.ArticleService;
import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleDetail;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Creates, lists, resolves and revokes preview links. {@link NewPreview} has the limits of their lifetime. */
@ApplicationScoped
public class PreviewService {
    private final EntityManager database;
    private final PreviewTokens tokens;
    private final ArticleService articles;
    private final SiteService site;
    private final AuditLog audit;
    private final Clock clock;

    PreviewService(EntityManager database, PreviewTokens tokens, ArticleService articles, SiteService site,
            AuditLog audit, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.articles = articles;
        this.site = site;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Creates a preview link.
     *
     * @param publicUrl
     *            the public URL of this service, for sites without a {@code previewUrl}
     */
    @Transactional
    PreviewDetail create(String article, NewPreview input, String publicUrl) {
        var now = clock.instant();
        var expiresAt = input == null || input.expiresAt() == null
                ? now.plus(Duration.ofDays(NewPreview.DEFAULT_LIFETIME_DAYS))
                : input.expiresAt();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(Duration.ofDays(NewPreview.MAX_LIFETIME_DAYS)))) {
            throw ProblemException.invalid("/expiresAt",
                    "must be in the future, and at most " + NewPreview.MAX_LIFETIME_DAYS + " days from now");
        }
        var preview = new Preview();
        preview.id = Ids.next();
        preview.articleId = articles.requireVisible(article);
        preview.createdAt = now;
        preview.createdBy = audit.actor();
        preview.expiresAt = expiresAt;
        database.persist(preview);
        database.flush();
        audit.record("preview.create", preview.id);
        var token = tokens.sign(new PreviewTokens.PreviewClaim(preview.id, expiresAt));
        return PreviewDetail.of(preview, token, pageUrl(preview.articleId, token, publicUrl));
    }

    private String pageUrl(UUID article, String token, String publicUrl) {
        var settings = site.readPublic();
        if (settings.previewUrl == null) {
            return publicUrl + PreviewPageResource.PATH + "?token=" + token;
        }
        var workingCopy = articles.publicationPreview(article);
        return settings.previewUrl(token, workingCopy.map(shown -> shown.slug).orElse(""),
                workingCopy.map(shown -> shown.locale).orElse(settings.defaultLocale));
    }

    /** Lists one page of the previews of an article that have not expired, newest first, without their tokens. */
    @Transactional
    Page<PreviewDetail> list(String reference, PageQuery query) {
        var article = articles.requireVisible(reference);
        var now = clock.instant();
        var from = " from Preview p where p.articleId = :article and p.expiresAt > :now";
        var keys = new Keyset<>(query, "previews " + article, true, Keyset::parseTime);
        var statement = keys.bind(database
                .createQuery(from + keys.seekCondition("p.createdAt", "p.id") + keys.orderBy("p.createdAt", "p.id"),
                        Preview.class)
                .setParameter("article", article).setParameter("now", now));
        return keys.toPage(statement.getResultList(), p -> p.createdAt, p -> p.id,
                () -> database.createQuery("select count(*)" + from, Long.class).setParameter("article", article)
                        .setParameter("now", now).getSingleResult())
                .map(PreviewDetail::of);
    }

    @Transactional
    void revoke(String article, String preview) {
        var id = Slugs.parseId(preview);
        int revoked = id == null
                ? 0
                : database.createQuery("delete from Preview where id = :id and articleId = :article")
                        .setParameter("id", id).setParameter("article", articles.requireVisible(article))
                        .executeUpdate();
        if (revoked == 0) {
            throw ProblemException.notFound("preview", preview);
        }
        audit.record("preview.revoke", id);
    }

    /**
     * Reads the current working copy of a preview link; 404 for a token that this service did not sign, 410 for a link
     * that has expired, was revoked, or whose article is in the trash or purged.
     */
    @Transactional
    ArticleDetail readWorkingCopy(String token) {
        var previewClaim = tokens.verify(token)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "There is no preview with this token."));
        var preview = previewClaim.expiresAt().isAfter(clock.instant())
                ? database.find(Preview.class, previewClaim.preview())
                : null;
        return articles.publicationPreview(preview == null ? new UUID(0, 0) : preview.articleId)
                .orElseThrow(() -> ProblemException.of(ProblemType.GONE,
                        "This preview link has expired, was revoked, or its article was deleted. Ask an editor for "
                                + "a new link."));
    }
}
