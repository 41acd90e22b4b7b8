package dev.byline.publication;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.job.JobRunner;
import dev.byline.text.TextFolding;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the documents that full-text search reads, in the transaction that publishes. */
@ApplicationScoped
public class SearchIndex {
    private static final Logger LOG = Logger.getLogger(SearchIndex.class);
    /** PostgreSQL text search dictionaries by language; in all other languages words are indexed unchanged. */
    private static final Map<String, String> DICTIONARIES = Map.ofEntries(Map.entry("ar", "arabic"),
            Map.entry("da", "danish"), Map.entry("de", "german"), Map.entry("en", "english"),
            Map.entry("es", "spanish"), Map.entry("fi", "finnish"), Map.entry("fr", "french"),
            Map.entry("hu", "hungarian"), Map.entry("id", "indonesian"), Map.entry("it", "italian"),
            Map.entry("nl", "dutch"), Map.entry("no", "norwegian"), Map.entry("pt", "portuguese"),
            Map.entry("ro", "romanian"), Map.entry("ru", "russian"), Map.entry("sv", "swedish"),
            Map.entry("tr", "turkish"));
    /** Maximum number of indexed characters of a text: PostgreSQL limits a document to 1 MiB. */
    private static final int MAX_TEXT_LENGTH = 150_000;
    /** Maximum length of a word in characters: PostgreSQL limits a word to 2 KiB. */
    private static final int MAX_WORD_LENGTH = 200;
    private static final int BATCH_SIZE = 100;

    /**
     * Prefix of the lexemes that mark a word of the title; no text can contain the prefix. With these lexemes the index
     * alone finds words in titles, and PostgreSQL need not read documents for their weights.
     */
    public static final String TITLE_LEXEME_PREFIX = "^";

    private final Session database;
    private final ObjectMapper json;
    private final JobRunner jobRunner;

    SearchIndex(Session database, ObjectMapper json, JobRunner jobRunner) {
        this.database = database;
        this.json = json;
        this.jobRunner = jobRunner;
    }

    /** Returns the PostgreSQL dictionary of a locale. */
    public static String dictionary(String locale) {
        return DICTIONARIES.getOrDefault(locale.split("-")[0], "simple");
    }

    /** Returns the lexeme that all articles published in a year have; no text can contain the lexeme. */
    public static String yearLexeme(int year) {
        return "~" + year;
    }

    /** The folded texts of an article that are indexed, as {@link #write} passes them to SQL. */
    private static final class SearchDocumentRow {
        public final UUID article;
        public final String locale;
        public final String dictionary;
        public final String title;
        public final String excerpt;
        public final String text;
        public final String year;
        public final List<UUID> tags;

        SearchDocumentRow(Publication p) {
            article = p.articleId;
            locale = p.content.locale;
            dictionary = SearchIndex.dictionary(locale);
            title = withoutLongWords(TextFolding.fold(p.content.title));
            excerpt = withoutLongWords(TextFolding.fold(p.content.excerpt));
            text = withoutLongWords(TextFolding.fold(p.text.substring(0, Math.min(p.text.length(), MAX_TEXT_LENGTH))));
            year = SearchIndex.yearLexeme(p.content.publishedAt.atZone(ZoneOffset.UTC).getYear());
            tags = p.tags;
        }
    }

    /** Writes the search documents of published copies. One statement. */
    void write(Collection<Publication> publications) {
        var rows = publications.stream().map(SearchDocumentRow::new).toList();
        var words = rows.stream().flatMap(row -> TextFolding.splitWords(row.title).stream()).distinct().sorted()
                .toArray(String[]::new);
        database.createNativeMutationQuery("""
                with words as (
                    insert into search_word select unnest(cast(:words as text[])) on conflict do nothing)
                insert into search_document (article_id, locale, title, document)
                select article, locale, title,
                    setweight(to_tsvector(dictionary, title) || to_tsvector('simple', title), 'A')
                    || setweight(to_tsvector(dictionary, excerpt) || to_tsvector('simple', excerpt)
                        || to_tsvector('simple', (
                            -- The slug of a tag is its folded name.
                            select coalesce(string_agg(replace(slug, '-', ' '), ' '), '') from tag
                            where id = any(r.tags))), 'B')
                    || to_tsvector(dictionary, text) || to_tsvector('simple', text)
                    || array_to_tsvector(array[year] || array(select :inTitle || lexeme from unnest(
                        to_tsvector(dictionary, title) || to_tsvector('simple', title))))
                from json_to_recordset(cast(:rows as json)) as r (article uuid, locale text, title text,
                    dictionary regconfig, excerpt text, text text, year text, tags uuid[])
                on conflict (article_id) do update set locale = excluded.locale, title = excluded.title,
                    document = excluded.document""").setParameter("words", words)
                .setParameter("inTitle", TITLE_LEXEME_PREFIX)
                .setParameter("rows", json(rows)).executeUpdate();
    }

    private String json(List<SearchDocumentRow> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Removes words that are too long for PostgreSQL; readers do not search for such words. */
    private static String withoutLongWords(String folded) {
        return folded.length() <= MAX_WORD_LENGTH ? folded : folded.replaceAll("\\S{" + MAX_WORD_LENGTH + ",}", " ");
    }

    /** Indexes articles without a search document, published before search existed: soon after the start, then daily. */
    @Scheduled(every = "24h", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void indexMissing() {
        jobRunner.run("search index", () -> {
            int written = 0;
            for (int more = BATCH_SIZE; more == BATCH_SIZE && !Thread.currentThread().isInterrupted();) {
                more = QuarkusTransaction.requiringNew().call(() -> indexArticles(findUnindexed()));
                written += more;
            }
            if (written > 0) {
                LOG.infof("Indexed %d articles for search that were published without a search document", written);
            }
        });
    }

    private List<UUID> findUnindexed() {
        return database.createNativeQuery("""
                select p.article_id from publication p
                where not exists (select 1 from search_document d where d.article_id = p.article_id)
                order by p.article_id limit :most for no key update of p skip locked""", UUID.class)
                .setParameter("most", BATCH_SIZE).getResultList();
    }

    private int indexArticles(Collection<UUID> articles) {
        if (!articles.isEmpty()) {
            write(articles.stream().map(article -> database.find(Publication.class, article)).toList());
        }
        return articles.size();
    }
}
