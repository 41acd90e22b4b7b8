package dev.byline.comment;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.PublicationService.LiveArticle;
import dev.byline.security.Sha256;
import dev.byline.site.ModerationPolicy;
import dev.byline.site.SiteService;
import dev.byline.spam.Bans;
import dev.byline.spam.ExternalSpamCheck;
import dev.byline.spam.SpamCandidate;
import dev.byline.spam.WordMatcher;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides what a text begins as, before anything is locked: the site's policy, links, banned words, repeats, and
 * whoever is asked outside. What cannot be decided waits for a moderator; nothing is approved because a check failed.
 */
@ApplicationScoped
class SpamCheck {
    private static final int MAX_LINKS = 2;
    /** A shorter text is said by many. */
    private static final int MIN_REPEAT_LENGTH = 40;
    private static final Duration REPEAT_PERIOD = Duration.ofDays(1);

    private final CommentRepository comments;
    private final SiteService site;
    private final Bans bans;
    private final ExternalSpamCheck external;
    private final Clock clock;

    SpamCheck(CommentRepository comments, SiteService site, Bans bans, ExternalSpamCheck external, Clock clock) {
        this.comments = comments;
        this.site = site;
        this.bans = bans;
        this.external = external;
        this.clock = clock;
    }

    /** What it begins as, and everything that speaks against it. */
    record SpamCheckResult(CommentState state, List<String> heldFor) {}

    /** 403 if nobody can comment on the article, or not any more; 401 if only members can, and this is none. */
    void refuseUnlessOpen(LiveArticle article, boolean member) {
        var closeAfter = site.commentsCloseAfter();
        if (article.commentsPolicy() == CommentsPolicy.closed
                || closeAfter != null && !article.publishedAt().plus(closeAfter).isAfter(clock.instant())) {
            throw ProblemException.of(ProblemType.COMMENTS_CLOSED, "Nobody can comment on this article any more.");
        }
        if (article.commentsPolicy() == CommentsPolicy.members && !member) {
            throw CurrentCommenter.signInRequired("Only members can comment on this article");
        }
    }

    /** 403 for whoever is banned. */
    void refuseBanned(String email, String network) {
        bans.refuseIfBanned(email, network);
    }

    /**
     * Judges a text.
     *
     * @param member
     *            the member with a verified email who wrote it
     * @param replacesOwnText
     *            whether the text replaces one of the same author, which is no repeat
     */
    SpamCheckResult check(SpamCandidate spamCandidate, String html, Optional<UUID> member, boolean replacesOwnText) {
        var heldFor = new ArrayList<String>();
        boolean spam = false;
        if (!isTrusted(member)) {
            heldFor.add("policy");
        }
        if (html.split("<a ", -1).length - 1 > MAX_LINKS) {
            heldFor.add("links");
        }
        var wordEffect = bans.findBannedWordEffect(Stream.of(spamCandidate.name(), spamCandidate.website(), spamCandidate.body())
                .filter(Objects::nonNull).collect(Collectors.joining("\n")));
        if (wordEffect.isPresent()) {
            heldFor.add("word");
            spam = wordEffect.get() == Bans.BannedWordEffect.spam;
        }
        if (!replacesOwnText && isRepeated(spamCandidate.body())) {
            heldFor.add("repeat");
        }
        var spamClassification = spam ? ExternalSpamCheck.SpamClassification.ham : external.check(spamCandidate);
        if (spamClassification != ExternalSpamCheck.SpamClassification.ham) {
            heldFor.add(spamClassification == ExternalSpamCheck.SpamClassification.spam ? "external" : "external_unavailable");
            spam = spamClassification == ExternalSpamCheck.SpamClassification.spam;
        }
        return new SpamCheckResult(spam
                ? CommentState.spam
                : heldFor.isEmpty() ? CommentState.approved : CommentState.pending, heldFor);
    }

    private boolean isTrusted(Optional<UUID> member) {
        var policy = site.commentsPolicy();
        return policy == ModerationPolicy.none
                || policy == ModerationPolicy.first_time && member.filter(comments::hasApproved).isPresent();
    }

    private boolean isRepeated(String body) {
        var folded = WordMatcher.fold(body);
        return folded.codePointCount(0, folded.length()) >= MIN_REPEAT_LENGTH
                && comments.isRepeated(Sha256.of(folded), clock.instant().minus(REPEAT_PERIOD));
    }
}
