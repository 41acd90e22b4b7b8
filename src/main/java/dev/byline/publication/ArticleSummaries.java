package dev.byline.publication;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.stats.Stats;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Live articles as lists show them. The summaries are kept in memory with their JSON, because each publication makes
 * all cached lists outdated, and the lists that are read next show nearly the same articles as before. Counters change
 * all the time, so they are read with each list.
 */
@ApplicationScoped
public class ArticleSummaries {
    /** The maximum number of summaries in memory: some 20 megabytes with long excerpts. */
    private static final int MAX_KEPT_SUMMARIES = 4_000;
    /** The counters are the last field of a summary. */
    private static final String STATS_FIELD = ",\"stats\":";

    private final PublicationReader publicationReader;
    private final ObjectMapper json;
    private final KeptValues<UUID, ArticleSummary> kept;

    ArticleSummaries(PublicationReader publicationReader, ObjectMapper json, KeptValuesFactory keptValues) {
        this.publicationReader = publicationReader;
        this.json = json;
        this.kept = keptValues.create(MAX_KEPT_SUMMARIES,
                // The site has the widths of pictures.
                (id, summary) -> Stream.concat(Stream.of(ChangeTracker.SITE), ArticleRefs
                        .names(id, summary.authors, summary.categories, summary.tags).stream()).toList());
    }

    /**
     * Finds the live articles among these ids, in no particular order. One statement, which tells what is live now; two
     * more if a summary is not in memory, and one for media that are not in memory.
     */
    Map<UUID, ArticleSummary> find(Collection<UUID> articles) {
        return articles.isEmpty() ? Map.of() : create(publicationReader.stats(articles));
    }

    /**
     * Returns the summaries of live articles with these counters. An article that has been unpublished since its
     * counters were read may be missing. No statement if all summaries are in memory, otherwise two, and one for media that
     * are not in memory.
     */
    public Map<UUID, ArticleSummary> create(Map<UUID, Stats> stats) {
        var summaries = new HashMap<UUID, ArticleSummary>();
        kept.getAll(stats.keySet(), this::read)
                .forEach((id, summary) -> summaries.put(id, new ArticleSummary(summary, stats.get(id))));
        return summaries;
    }

    private Map<UUID, ArticleSummary> read(Collection<UUID> articles) {
        var refs = publicationReader.findRefs(articles);
        var summaries = new HashMap<UUID, ArticleSummary>();
        var rows = publicationReader.rows(articles);
        var found = publicationReader.findMedia(rows);
        for (var row : rows) {
            var summary = new ArticleSummary(row, refs.get(row.articleId()), found);
            summaries.put(row.articleId(), new ArticleSummary(summary, jsonBeforeStats(summary)));
        }
        return summaries;
    }

    private SerializedString jsonBeforeStats(ArticleSummary summary) {
        try {
            var text = json.writeValueAsString(summary);
            return new SerializedString(text.substring(0, text.lastIndexOf(STATS_FIELD) + STATS_FIELD.length()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
