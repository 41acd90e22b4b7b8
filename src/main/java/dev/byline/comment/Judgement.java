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

import dev.byline.defence.Bans;
import dev.byline.defence.ExternalCheck;
import dev.byline.defence.Suspect;
import dev.byline.defence.Words;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.PublicationService.LiveArticle;
import dev.byline.security.Sha256;
import dev.byline.site.ModerationPolicy;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides what a text begins as, before anything is locked: the site's policy, links, banned words, repeats, and
 * whoever is asked outside. What cannot be decided waits for a moderator; nothing is approved because a check failed.
 */
@ApplicationScoped
class Judgement {
    private static final int MOST_LINKS = 2;
    /** A shorter text is said by many. */
    private static final int LONG_TEXT = 40;
    private static final Duration REPEATS = Duration.ofDays(1);

    private final CommentRepository comments;
    private final SiteService site;
    private final Bans bans;
    private final ExternalCheck external;
    private final Clock clock;

    Judgement(CommentRepository comments, SiteService site, Bans bans, ExternalCheck external, Clock clock) {
        this.comments = comments;
        this.site = site;
        this.bans = bans;
        this.external = external;
        this.clock = clock;
    }

    /** What it begins as, and everything that speaks against it. */
    record Verdict(CommentState state, List<String> heldFor) {}

    /** 403 if nobody can comment on the article, or not any more; 401 if only members can, and this is none. */
    void refuseUnlessOpen(LiveArticle article, boolean member) {
        var closeAfter = site.commentsCloseAfter();
        if (article.commentsPolicy() == CommentsPolicy.closed
                || closeAfter != null && !article.publishedAt().plus(closeAfter).isAfter(clock.instant())) {
            throw ProblemException.of(ProblemType.COMMENTS_CLOSED, "Nobody can comment on this article any more.");
        }
        if (article.commentsPolicy() == CommentsPolicy.members && !member) {
            throw Commenters.signIn("Only members can comment on this article");
        }
    }

    /** 403 for whoever is banned. */
    void refuseBanned(String email, String network) {
        bans.refuse(email, network);
    }

    /**
     * Judges a text.
     *
     * @param member
     *            the member with a verified email who wrote it
     * @param known
     *            whether the text replaces one of the same author, which is no repeat
     */
    Verdict judge(Suspect suspect, String html, Optional<UUID> member, boolean known) {
        var heldFor = new ArrayList<String>();
        boolean spam = false;
        if (!trusted(member)) {
            heldFor.add("policy");
        }
        if (html.split("<a ", -1).length - 1 > MOST_LINKS) {
            heldFor.add("links");
        }
        var word = bans.words(Stream.of(suspect.name(), suspect.website(), suspect.body())
                .filter(Objects::nonNull).collect(Collectors.joining("\n")));
        if (word.isPresent()) {
            heldFor.add("word");
            spam = word.get() == Bans.Effect.spam;
        }
        if (!known && isRepeated(suspect.body())) {
            heldFor.add("repeat");
        }
        var answer = spam ? ExternalCheck.Answer.ham : external.check(suspect);
        if (answer != ExternalCheck.Answer.ham) {
            heldFor.add(answer == ExternalCheck.Answer.spam ? "external" : "external_unavailable");
            spam = answer == ExternalCheck.Answer.spam;
        }
        return new Verdict(spam
                ? CommentState.spam
                : heldFor.isEmpty() ? CommentState.approved : CommentState.pending, heldFor);
    }

    private boolean trusted(Optional<UUID> member) {
        var policy = site.commentsPolicy();
        return policy == ModerationPolicy.none
                || policy == ModerationPolicy.first_time && member.filter(comments::hasApproved).isPresent();
    }

    private boolean isRepeated(String body) {
        var folded = Words.folded(body);
        return folded.codePointCount(0, folded.length()) >= LONG_TEXT
                && comments.isRepeated(Sha256.of(folded), clock.instant().minus(REPEATS));
    }
}
