package dev.byline.transfer;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.article.ArticleImports;
import dev.byline.article.ArticleInput;
import dev.byline.article.State;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.security.Sha256;
import dev.byline.text.Slugs;
import dev.byline.transfer.format.ImportLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;

/** What needs no database: the rules of each item, the options of the job, and rendering. */
@ApplicationScoped
class Preparation {
    /** Where published articles are filed that nothing files anywhere. */
    static final String NOWHERE_ELSE = "Uncategorized";

    private final Validator rules;
    private final ArticleImports articles;
    private final ObjectMapper json;

    Preparation(Validator rules, ArticleImports articles, ObjectMapper json) {
        this.rules = rules;
        this.articles = articles;
        this.json = json;
    }

    /** Makes the item what the options want of it; one that breaks rules has failed then. */
    void prepare(Item item, ImportOptions options) {
        try {
            item.type = item.line.type();
            var broken = rules.validate(item.line);
            if (!broken.isEmpty()) {
                throw BodyProblems.of(broken, 0);
            }
            item.key = item.line.key();
            if (item.type == ImportLine.Type.article) {
                article(item, options);
            } else if (item.type == ImportLine.Type.comment) {
                comment(item, options);
            }
            item.hash = Sha256.of(json.writeValueAsBytes(item.line));
        } catch (ProblemException e) {
            item.refused(e);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void comment(Item item, ImportOptions options) {
        var comment = item.line.comment();
        boolean deleted = comment.state() == dev.byline.comment.CommentState.deleted;
        if (!options.comments()) {
            item.is(Item.Outcome.skipped, "comments=false");
        } else if (!deleted && (comment.body() == null || comment.name() == null)) {
            throw ProblemException.invalid(comment.body() == null ? "/comment/body" : "/comment/name",
                    "is needed unless the comment is deleted");
        }
    }

    private void article(Item item, ImportOptions options) {
        var line = item.line;
        var state = Objects.requireNonNullElse(line.state(), State.never_published);
        if (options.publish() == ImportOptions.Publish.draft && state == State.live) {
            state = State.never_published;
        }
        var input = filed(item, line.article(), options, state == State.live);
        item.body = articles.renderBody(input);
        var live = state == State.live && line.live() != null ? filed(item, line.live(), options, true) : null;
        item.liveBody = live == null ? null : articles.renderBody(live);
        var missing = state != State.live
                ? List.of()
                : live == null
                        ? articles.findPublishingProblems(input, item.body)
                        : articles.findPublishingProblems(live, item.liveBody);
        if (!missing.isEmpty()) {
            state = State.never_published;
            live = null;
            item.notes.add("stays a draft, because it has nothing to read");
        }
        var days = line.viewDays();
        if (days != null && days.stream().map(ImportLine.ViewDay::day).distinct().count() < days.size()) {
            throw ProblemException.invalid("/viewDays", "must not have a day twice");
        }
        item.line = line.with(input, state, live, options.views());
    }

    private ArticleInput filed(Item item, ArticleInput input, ImportOptions options, boolean published) {
        var locale = input.locale() == null
                ? options.locale()
                : options.locales().getOrDefault(input.locale(), input.locale());
        var categories = Objects.requireNonNullElse(input.categories(), List.<String>of()).stream()
                .map(name -> options.categories().getOrDefault(name, name)).distinct().toList();
        if (categories.isEmpty() && (options.category() != null || published)) {
            categories = List.of(Objects.requireNonNullElse(options.category(), NOWHERE_ELSE));
            item.notes.add("is filed under '" + categories.get(0) + "', because nothing else was said");
        }
        var authors = Objects.requireNonNullElse(input.authors(), List.<String>of());
        if (authors.isEmpty() && options.author() != null) {
            authors = List.of(options.author());
        }
        return input.withResolvedReferences(locale, input.slug() == null
                ? Slugs.derive(input.title(), locale, "article")
                : input
                        .slug(),
                authors, categories, Objects.requireNonNullElse(input.tags(), List.of()));
    }
}
