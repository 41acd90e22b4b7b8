package dev.byline.comment;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.comment.NewComment.Guest;
import dev.byline.database.Ids;
import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimit.Window;
import dev.byline.limit.RateLimits;
import dev.byline.member.MemberRef;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.security.Sha256;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes comments. Whatever takes long is asked before the article is locked. */
@ApplicationScoped
class CommentPosting {
    private static final RateLimit OFTEN = new RateLimit("comments",
            List.of(new Window(1, Duration.ofSeconds(15)), new Window(5, Duration.ofMinutes(10))));
    private static final RateLimit ON_ONE_ARTICLE = RateLimit.of("comments-article", 30, Duration.ofDays(1));

    private final PublicationService publications;
    private final Commenters commenters;
    private final RateLimits rateLimits;
    private final Judgement judgement;
    private final CommentMoves moves;
    private final Clock clock;

    CommentPosting(PublicationService publications, Commenters commenters, RateLimits rateLimits, Judgement judgement,
            CommentMoves moves, Clock clock) {
        this.publications = publications;
        this.commenters = commenters;
        this.rateLimits = rateLimits;
        this.judgement = judgement;
        this.moves = moves;
        this.clock = clock;
    }

    /** Takes a comment; what becomes of it at first, {@link Judgement} says. */
    OwnComment post(String articleReference, String locale, NewComment input) {
        var article = publications.find(articleReference, locale);
        var token = Commenters.newToken();
        if (input.trapped()) {
            var nobody = input.author() == null ? new Guest("Anonymous", null, null) : input.author();
            return OwnComment.of(comment(article.articleId(), input, nobody), token);
        }
        rateLimits.acquire(OFTEN, commenters.budget());
        rateLimits.acquire(ON_ONE_ARTICLE, commenters.budget() + " " + article.articleId());
        var member = commenters.member();
        judgement.refuseUnlessOpen(article, member.isPresent());
        var comment = comment(article.articleId(), input, author(input.author(), member));
        member.ifPresent(known -> {
            comment.memberId = known.id();
            comment.authorVerified = known.verified();
        });
        comment.secretHash = member.isPresent() ? null : Sha256.of(token);
        judgement.refuseBanned(comment.authorEmail, commenters.network());
        var suspect = commenters.suspect(comment.body, comment.authorName, comment.authorEmail, comment.authorWebsite,
                input.parentId() != null);
        var verdict = judgement.judge(suspect, comment.html, member.filter(MemberRef::verified).map(MemberRef::id),
                false);
        comment.state = verdict.state();
        comment.heldFor = verdict.heldFor();
        moves.add(comment, input.parentId());
        return OwnComment.of(comment, member.isPresent() ? null : token);
    }

    private static Guest author(Guest guest, Optional<MemberRef> member) {
        if (member.isPresent() && guest != null) {
            throw ProblemException.invalid("/author", "must be left out: the author is who has signed in");
        }
        return member.map(known -> new Guest(known.name(), known.emailNorm(), null))
                .or(() -> Optional.ofNullable(guest))
                .orElseThrow(() -> ProblemException.invalid("/author",
                        "must not be null: say who writes, or sign in"));
    }

    private Comment comment(UUID article, NewComment input, Guest author) {
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
        comment.write(input.body(), HtmlSanitizer.renderCommentMarkdown(input.body()));
        comment.createdAt = now;
        comment.movedAt = now;
        comment.postedOn = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return comment;
    }
}
