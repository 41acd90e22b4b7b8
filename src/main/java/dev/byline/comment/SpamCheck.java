package dev.byline.comment;

import java.time.Clock;
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
import dev.byline.publication.LiveArticle;
import dev.byline.site.ModerationPolicy;
import dev.byline.site.SiteService;
import dev.byline.spam.BanCheck;
import dev.byline.spam.ExternalSpamCheck;
import dev.byline.spam.SpamCandidate;
import dev.byline.spam.WordMatcher;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Determines the initial state of a text, before anything is locked. The checks run in this order:
 * <ol>
 * <li>The site's moderation policy holds the text of an author who is not trusted.
 * <li>More than {@value #MAX_LINKS} links hold the text.
 * <li>A banned word holds the text or marks it as spam, as its ban says.
 * <li>The external check marks the text as spam, or holds the text if the check fails. Spam by a word skips this check.
 * <li>A text that was posted before within {@value #REPEAT_PERIOD_HOURS} hours is held; {@link CommentWriter} finds
 * repeats.
 * </ol>
 * A held text waits for a moderator. A failed check never approves a text.
 */
@ApplicationScoped
class SpamCheck {
    /** Maximum number of links in a text that is not held for its links. */
    static final int MAX_LINKS = 2;
    /** Minimum length, in code points, of a text that counts as a repeat; short texts are often the same by chance. */
    private static final int MIN_REPEAT_LENGTH = 40;
    /** Period within which an equal text counts as a repeat. */
    static final int REPEAT_PERIOD_HOURS = 24;

    private final CommentRepository comments;
    private final SiteService site;
    private final BanCheck bans;
    private final ExternalSpamCheck external;
    private final Clock clock;

    SpamCheck(CommentRepository comments, SiteService site, BanCheck bans, ExternalSpamCheck external, Clock clock) {
        this.comments = comments;
        this.site = site;
        this.bans = bans;
        this.external = external;
        this.clock = clock;
    }

    /** Initial state of the text, and every reason to hold it. */
    record SpamCheckResult(CommentState state, List<String> heldFor) {
        /** Adds the reason that the text is a repeat. */
        SpamCheckResult holdAsRepeat() {
            return new SpamCheckResult(state == CommentState.approved ? CommentState.pending : state,
                    Stream.concat(heldFor.stream(), Stream.of("repeat")).toList());
        }
    }

    /**
     * Throws 403 if the article takes no comments or no longer takes comments; throws 401 if it takes comments of
     * members only and the client is not a member.
     */
    void refuseUnlessOpen(LiveArticle article, boolean member) {
        var closeAfter = site.commentsCloseAfter();
        if (article.commentsPolicy() == CommentsPolicy.closed
                || closeAfter != null && !article.publishedAt().plus(closeAfter).isAfter(clock.instant())) {
            throw ProblemException.of(ProblemType.COMMENTS_CLOSED, "Comments on this article are closed.");
        }
        if (article.commentsPolicy() == CommentsPolicy.members && !member) {
            throw CurrentCommenter.signInRequired("Only members can comment on this article");
        }
    }

    /** Throws 403 if the email or the network is banned. */
    void refuseBanned(String email, String network) {
        bans.refuseIfBanned(email, network);
    }

    /**
     * Checks a text.
     *
     * @param member
     *            the member with a verified email who wrote the text
     */
    SpamCheckResult check(SpamCandidate spamCandidate, String html, Optional<UUID> member) {
        var heldFor = new ArrayList<String>();
        boolean spam = false;
        if (!isTrusted(member)) {
            heldFor.add("policy");
        }
        if (html.split("<a ", -1).length - 1 > MAX_LINKS) {
            heldFor.add("links");
        }
        var wordEffect = bans
                .findBannedWordEffect(
                        Stream.of(spamCandidate.author().name(), spamCandidate.author().website(), spamCandidate.body())
                                .filter(Objects::nonNull).collect(Collectors.joining("\n")));
        if (wordEffect.isPresent()) {
            heldFor.add("word");
            spam = wordEffect.get() == BanCheck.BannedWordEffect.spam;
        }
        var spamClassification = spam ? ExternalSpamCheck.SpamClassification.ham : external.check(spamCandidate);
        if (spamClassification != ExternalSpamCheck.SpamClassification.ham) {
            heldFor.add(spamClassification == ExternalSpamCheck.SpamClassification.spam
                    ? "external"
                    : "external_unavailable");
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

    /** Whether a text is long enough to count as a repeat of an equal text. */
    static boolean mayBeRepeat(String body) {
        var folded = WordMatcher.fold(body);
        return folded.codePointCount(0, folded.length()) >= MIN_REPEAT_LENGTH;
    }
}
