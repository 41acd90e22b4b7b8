package dev.byline.comment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.cache.Changed;
import dev.byline.identity.ManyIdentities;
import dev.byline.stats.Counters;
import dev.byline.text.Html;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Writes comments as imports bring them, with their own dates and states; nobody is told. */
@ApplicationScoped
public class CommentImports {
    private final CommentRepository comments;
    private final ModerationService moderation;
    private final ManyIdentities identities;
    private final Counters counters;
    private final Event<Changed> changed;

    CommentImports(CommentRepository comments, ModerationService moderation, ManyIdentities identities,
            Counters counters, Event<Changed> changed) {
        this.comments = comments;
        this.moderation = moderation;
        this.identities = identities;
        this.counters = counters;
        this.changed = changed;
    }

    /**
     * A comment of an import.
     *
     * @param answers
     *            the comment that this one answers, or null
     * @param body
     *            in the Markdown of comments; null for a deleted one
     */
    public record Imported(
            UUID id,
            UUID article,
            UUID answers,
            CommentState state,
            String name,
            String email,
            String website,
            String body,
            Instant createdAt) {}

    /** Adds new comments; an answer comes behind what it answers. Gives their versions, by id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, Integer> create(List<Imported> imported) {
        var articles = imported.stream().map(Imported::article).collect(Collectors.toSet());
        // As everybody does who changes comments.
        counters.lockComments(articles);
        var known = comments.list("id in ?1",
                imported.stream().map(Imported::answers).filter(Objects::nonNull).distinct().toList()).stream()
                .collect(Collectors.toMap(c -> c.id, Function.identity()));
        var added = new ArrayList<Comment>();
        var approved = new HashMap<UUID, Integer>();
        var deleted = new HashSet<UUID>();
        for (var i : imported) {
            var comment = new Comment();
            comment.id = i.id;
            comment.articleId = i.article;
            comment.rootId = comment.id;
            comment.depth = 1;
            comment.createdAt = i.createdAt;
            write(comment, i);
            var to = i.answers == null ? null : known.get(i.answers);
            if (to != null) {
                comment.reply(to);
                comment.hidden = to.hidden || to.depth < Comment.MAX_DEPTH && !to.opens();
            }
            known.put(comment.id, comment);
            added.add(comment);
            if (comment.counts()) {
                approved.merge(comment.articleId, 1, Integer::sum);
            }
            if (comment.state == CommentState.deleted) {
                deleted.add(comment.rootId);
            }
        }
        comments.persist(added);
        comments.flush();
        approved.forEach(counters::addComments);
        deleted.forEach(comments::bareTombstones);
        changed.fire(new Changed(identities.names(articles)));
        return added.stream().collect(Collectors.toMap(c -> c.id, c -> c.version));
    }

    /** Makes a comment what the import says; its place in the thread stays. Gives its version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int update(Imported imported) {
        counters.lockComments(imported.article);
        var comment = comments.lock(imported.id);
        boolean counted = comment.counts();
        boolean opened = comment.opens();
        comment.createdAt = imported.createdAt;
        write(comment, imported);
        moderation.count(comment, counted, opened);
        return comment.version;
    }

    private static void write(Comment comment, Imported i) {
        if (i.state == CommentState.deleted) {
            comment.erase();
            return;
        }
        comment.state = i.state;
        comment.authorName = i.name;
        comment.authorEmail = i.email;
        comment.authorWebsite = i.website;
        comment.body = i.body;
        comment.html = Html.commentFromMarkdown(i.body);
    }
}
