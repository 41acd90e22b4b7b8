package dev.byline.transfer;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.article.ArticleImports;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.security.Sha256;
import dev.byline.text.Slugs;
import dev.byline.transfer.format.ImportLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;

/** Prepares items without the database: validates them, applies the options of the job, and renders articles. */
@ApplicationScoped
class ImportItemPreparer {
    private final Validator validator;
    private final ArticleImports articles;
    private final ObjectMapper json;
    private final Clock clock;

    ImportItemPreparer(Validator validator, ArticleImports articles, ObjectMapper json, Clock clock) {
        this.validator = validator;
        this.articles = articles;
        this.json = json;
        this.clock = clock;
    }

    /** Validates an item, applies the options and computes its hash. An invalid item gets the outcome failed. */
    void prepare(ImportWorkItem importWorkItem, ImportOptions options) {
        try {
            importWorkItem.importType = importWorkItem.line.type();
            var violations = validator.validate(importWorkItem.line);
            if (!violations.isEmpty()) {
                throw BodyProblems.of(violations, 0);
            }
            importWorkItem.sourceKey = importWorkItem.line.key();
            if (importWorkItem.importType == ImportLine.ImportType.article) {
                prepareArticle(importWorkItem, options);
            } else if (importWorkItem.importType == ImportLine.ImportType.comment) {
                prepareComment(importWorkItem, options);
            }
            importWorkItem.hash = Sha256.of(json.writeValueAsBytes(importWorkItem.line.content()));
        } catch (ProblemException e) {
            importWorkItem.fail(e);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void prepareComment(ImportWorkItem importWorkItem, ImportOptions options) {
        var comment = importWorkItem.line.comment;
        boolean deleted = comment.state == dev.byline.comment.CommentState.deleted;
        if (!options.comments) {
            importWorkItem.decide(ImportWorkItem.ImportOutcome.skipped, "comments are not imported (comments=false)");
        } else if (!deleted && (comment.body == null || comment.name == null)) {
            throw ProblemException.invalid(comment.body == null ? "/comment/body" : "/comment/name",
                    "is required unless the comment is deleted");
        }
    }

    private void prepareArticle(ImportWorkItem importWorkItem, ImportOptions options) {
        var line = importWorkItem.line;
        var state = Objects.requireNonNullElse(line.state, State.never_published);
        if (options.publish == ImportOptions.PublishPolicy.draft && state == State.live) {
            state = State.never_published;
        }
        var schedule = line.schedule;
        if (state == State.live && !isDated(line)) {
            importWorkItem.undated = true;
            if (options.undated != ImportOptions.UndatedPolicy.publish) {
                state = State.never_published;
                importWorkItem.notes.add("has no date of publication and stays a draft; undated=publish publishes "
                        + "such articles with the time of the import as their date");
            }
        }
        if (state == State.live && isEmbargoed(line)) {
            state = State.never_published;
            schedule = ImportedArticle.ImportSchedule.publish(line.article.publishedAt);
            importWorkItem.notes.add("is not public before " + line.article.publishedAt
                    + "; it is scheduled for that time");
        }
        var input = applyOptions(importWorkItem, line.article, options);
        importWorkItem.body = articles.renderBody(input);
        var live = state == State.live && line.live != null
                ? applyOptions(importWorkItem, line.live, options)
                : null;
        importWorkItem.liveBody = live == null ? null : articles.renderBody(live);
        if (state == State.live && !(live == null
                ? articles.isPublishable(input, importWorkItem.body)
                : articles.isPublishable(live, importWorkItem.liveBody))) {
            importWorkItem.notes.add("has neither a body nor a cover, and is published as in its source");
        }
        if (state != State.live && schedule != null && schedule.unpublishes()) {
            schedule = null;
        }
        var days = line.viewDays;
        if (days != null && days.stream().map(ImportLine.ImportViewDay::day).distinct().count() < days.size()) {
            throw ProblemException.invalid("/viewDays", "must not contain a day twice");
        }
        var prepared = line.copy();
        prepared.article = input;
        prepared.state = state;
        prepared.live = live;
        prepared.schedule = schedule;
        if (!options.views) {
            prepared.views = null;
            prepared.viewDays = null;
        }
        importWorkItem.line = prepared;
    }

    private static boolean isDated(ImportLine line) {
        var published = line.live == null ? line.article : line.live;
        return published.publishedAt != null || published.firstPublishedAt != null
                || line.dates != null && (line.dates.publishedAt() != null || line.dates.firstPublishedAt() != null);
    }

    /** Returns whether the date is in the future; the lines of an export have dates of their own. */
    private boolean isEmbargoed(ImportLine line) {
        return line.live == null && line.dates == null && line.article.publishedAt != null
                && line.article.publishedAt.isAfter(clock.instant());
    }

    private static ArticleInput applyOptions(ImportWorkItem importWorkItem, ArticleInput input,
            ImportOptions options) {
        var locale = input.locale == null
                ? options.locale
                : options.locales.getOrDefault(input.locale, input.locale);
        var categories = Objects.requireNonNullElse(input.categories, List.<String>of()).stream()
                .map(name -> options.categories.getOrDefault(name, name)).distinct().toList();
        if (categories.isEmpty() && options.category != null) {
            categories = List.of(options.category);
            importWorkItem.notes
                    .add("was put into the category '" + categories.get(0) + "', because it names no category");
        }
        var authors = Objects.requireNonNullElse(input.authors, List.<String>of());
        if (authors.isEmpty() && options.author != null) {
            authors = List.of(options.author);
        }
        var prepared = input.copy();
        prepared.locale = locale;
        prepared.slug = input.slug == null ? Slugs.derive(input.title, locale, "article") : input.slug;
        prepared.authors = authors;
        prepared.categories = categories;
        prepared.tags = Objects.requireNonNullElse(input.tags, List.of());
        return prepared;
    }
}
