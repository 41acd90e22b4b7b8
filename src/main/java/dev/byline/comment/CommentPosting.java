package dev.byline.comment;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import dev.byline.comment.NewComment.Guest;
import dev.byline.database.Ids;
import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.member.MemberRef;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.security.Sha256;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Accepts new comments. All slow checks run before the article is locked. */
@ApplicationScoped
class CommentPosting {

    private final PublicationService publications;
    private final CurrentCommenter currentCommenter;
    private final RateLimiter rateLimiter;
    private final SpamCheck spamCheck;
    private final CommentQueue queue;
    private final Clock clock;

    CommentPosting(PublicationService publications, CurrentCommenter currentCommenter, RateLimiter rateLimiter,
            SpamCheck spamCheck,
            CommentQueue queue, Clock clock) {
        this.publications = publications;
        this.currentCommenter = currentCommenter;
        this.rateLimiter = rateLimiter;
        this.spamCheck = spamCheck;
        this.queue = queue;
        this.clock = clock;
    }

    /** Accepts a comment; {@link SpamCheck} determines its initial state. */
    OwnComment post(String articleReference, String locale, NewComment input) {
        var article = publications.find(articleReference, locale);
        var token = CurrentCommenter.newToken();
        if (input.hasFilledTrap()) {
            var placeholder = input.author() == null ? new Guest("Anonymous", null, null) : input.author();
            return OwnComment.of(newComment(article.articleId(), input, placeholder), token);
        }
        rateLimiter.acquire(RateLimits.COMMENTS, currentCommenter.rateLimitKey());
        rateLimiter.acquire(RateLimits.COMMENTS_ARTICLE,
                currentCommenter.rateLimitKey() + " " + article.articleId());
        var member = currentCommenter.member();
        spamCheck.refuseUnlessOpen(article, member.isPresent());
        var comment = newComment(article.articleId(), input, requireAuthor(input.author(), member));
        member.ifPresent(author -> {
            comment.memberId = author.id();
            comment.authorVerified = author.verified();
        });
        comment.secretHash = member.isPresent() ? null : Sha256.of(token);
        spamCheck.refuseBanned(comment.authorEmail, currentCommenter.network());
        var spamCandidate = currentCommenter.spamCandidate(comment.body, comment, input.parentId() != null);
        var spamCheckResult = spamCheck.check(spamCandidate, comment.html,
                member.filter(MemberRef::verified).map(MemberRef::id));
        currentCommenter.setAuthorHashes(comment);
        queue.add(new PendingComment(articleReference, comment, input.parentId(), spamCheckResult));
        return OwnComment.of(comment, member.isPresent() ? null : token);
    }

    private static Guest requireAuthor(Guest guest, Optional<MemberRef> member) {
        if (member.isPresent() && guest != null) {
            throw ProblemException.invalid("/author", "must be left out: the author is the signed-in member");
        }
        return member.map(author -> new Guest(author.name(), author.emailNorm(), null))
                .or(() -> Optional.ofNullable(guest))
                .orElseThrow(() -> ProblemException.invalid("/author",
                        "must not be null: give a name, or sign in as a member"));
    }

    private Comment newComment(UUID article, NewComment input, Guest author) {
        var now = clock.instant();
        var comment = new Comment();
        comment.id = Ids.next();
        comment.rootId = comment.id;
        comment.depth = 1;
        comment.state = CommentState.pending;
        comment.articleId = article;
        comment.authorName = author.name();
        comment.authorEmail = author.email();
        comment.authorEmailNorm = ParsedEmailAddress.normalizeLeniently(author.email());
        comment.authorWebsite = author.website();
        comment.setText(input.body(), HtmlSanitizer.renderCommentMarkdown(input.body()));
        comment.createdAt = now;
        comment.movedAt = now;
        comment.postedOn = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return comment;
    }
}
