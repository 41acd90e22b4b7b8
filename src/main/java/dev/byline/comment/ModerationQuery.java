package dev.byline.comment;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.paging.ReferenceResolver;
import dev.byline.problem.ProblemException;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.Slugs;
import dev.byline.text.TextFolding;
import jakarta.ws.rs.QueryParam;

/** Filters of the moderators' list of comments. */
public class ModerationQuery {
    private static final int MAX_SEARCH_LENGTH = 200;

    @QueryParam("state")
    @Parameter(description = "Only comments in this state.")
    public CommentState state;

    @QueryParam("waiting")
    @Parameter(
            description = "`true`: only comments that wait for a moderator: pending comments, approved comments with "
                    + "an edit by the author, and approved comments with "
                    + CommentReactions.REPORTS_TO_WAIT + " or more open reports. `false`: only "
                    + "the others.")
    public Boolean waiting;

    @QueryParam("article")
    @Parameter(description = "Only comments on this article (id or slug).")
    public String article;

    @QueryParam("author")
    @Parameter(description = "Only comments by this author: an email, or the id of a member.")
    public String author;

    @QueryParam("q")
    @Parameter(
            description = "Only comments whose text or author name contains all these words, with or without accents.")
    public String q;

    /** Builds the SQL condition on the table alias {@code c}, and puts its parameters into {@code values}. */
    String condition(Map<String, Object> values, Function<String, UUID> findArticle) {
        var where = new StringBuilder("true");
        if (state != null) {
            // A literal, because a plan for any state could not use the indexes of comments that are not approved.
            where.append(" and c.state = '").append(state).append('\'');
        }
        if (waiting != null) {
            where.append(waiting ? " and c.waiting" : " and not c.waiting");
        }
        if (article != null) {
            where.append(" and c.article_id = :article");
            values.put("article",
                    ReferenceResolver.resolveFilter("article", article, () -> findArticle.apply(article)));
        }
        if (author != null) {
            where.append(author(values));
        }
        if (q != null) {
            if (q.isBlank() || q.length() > MAX_SEARCH_LENGTH) {
                throw ProblemException.invalidParameter("q", "must have 1 to " + MAX_SEARCH_LENGTH + " characters");
            }
            where.append(" and c.words @@ plainto_tsquery('simple', :q)");
            values.put("q", TextFolding.fold(q));
        }
        return where.toString();
    }

    private String author(Map<String, Object> values) {
        if (author.indexOf('@') > 0) {
            values.put("author", ParsedEmailAddress.normalizeLeniently(author));
            return " and c.author_email_norm = :author";
        }
        var member = Slugs.parseId(author);
        if (member == null) {
            throw ProblemException.invalidParameter("author", "must be an email or the id of a member");
        }
        values.put("author", member);
        return " and c.member_id = :author";
    }

    /** Returns all filters as text, for the checksum of cursors. */
    @Override
    public String toString() {
        return String.join("\n", String.valueOf(state), String.valueOf(waiting), article, author, q);
    }
}
