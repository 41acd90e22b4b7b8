package dev.byline.publication;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.job.JobRunner;
import dev.byline.tag.TagService;
import dev.byline.text.SearchWords;
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
    /**
     * The version of the rules by which documents are made. A change of {@code WordScanner} or of {@link #write} that
     * finds other words takes the next number; then all documents are written again in the background.
     */
    private static final int VERSION = 3;
    private static final int BATCH_SIZE = 100;
    private static final int CHECKED_ROWS = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /**
     * Prefix of the lexemes that mark a word of the title; no text can contain the prefix. With these lexemes the index
     * alone finds words in titles, and PostgreSQL need not read documents for their weights.
     */
    public static final String TITLE_LEXEME_PREFIX = "^";

    private final Session database;
    private final ObjectMapper json;
    private final JobRunner jobRunner;
    private final TagService tags;

    SearchIndex(Session database, ObjectMapper json, JobRunner jobRunner, TagService tags) {
        this.database = database;
        this.tags = tags;
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

    /** Returns the lexeme that all articles published in a month have; no text can contain the lexeme. */
    public static String monthLexeme(YearMonth month) {
        return "~" + month;
    }

    /** The words of an article that are indexed, as {@link #write} passes them to SQL. */
    private static final class SearchDocumentRow {
        public final UUID article;
        public final String locale;
        public final String dictionary;
        /** The folded title, to be found by its beginning. */
        public final String title;
        public final String titleWords;
        public final String excerptWords;
        public final String tagWords;
        public final String textWords;
        public final String year;
        public final String month;
        public final Instant publishedAt;
        public final Instant updatedAt;
        public final boolean page;
        @JsonIgnore
        final List<String> wordsOfTitle;

        SearchDocumentRow(Publication p, Map<UUID, String> tagNames) {
            var words = SearchWords.of(p.content.title);
            article = p.articleId;
            locale = p.content.locale;
            dictionary = SearchIndex.dictionary(locale);
            title = words.text();
            titleWords = words.lexemes();
            excerptWords = SearchWords.of(p.content.excerpt).lexemes();
            tagWords = SearchWords.of(p.tags.stream().map(tag -> tagNames.getOrDefault(tag, ""))
                    .collect(Collectors.joining(" "))).lexemes();
            textWords = SearchWords.of(p.text.substring(0, Math.min(p.text.length(), MAX_TEXT_LENGTH))).lexemes();
            publishedAt = p.content.publishedAt;
            var publishedIn = YearMonth.from(publishedAt.atZone(ZoneOffset.UTC));
            year = SearchIndex.yearLexeme(publishedIn.getYear());
            month = SearchIndex.monthLexeme(publishedIn);
            updatedAt = p.content.updatedAt;
            page = p.content.kind == ArticleKind.page;
            wordsOfTitle = words.indexed().toList();
        }
    }

    /**
     * Writes the search documents of published copies. One statement; one more if the transaction has not read all of
     * their tags.
     */
    void write(Collection<Publication> publications) {
        var tagNames = tags.names(publications.stream().flatMap(p -> p.tags.stream()).distinct().toList());
        var rows = publications.stream().map(p -> new SearchDocumentRow(p, tagNames)).toList();
        var words = rows.stream().flatMap(row -> row.wordsOfTitle.stream()).distinct().sorted()
                .toArray(String[]::new);
        database.createNativeMutationQuery("""
                with words as (
                    insert into search_word select unnest(cast(:words as text[])) on conflict do nothing)
                insert into search_document (article_id, locale, title, document, version, published_at, updated_at,
                    page)
                select article, locale, title,
                    setweight(to_tsvector(dictionary, "titleWords") || to_tsvector('simple', "titleWords"), 'A')
                    || setweight(to_tsvector(dictionary, "excerptWords") || to_tsvector('simple', "excerptWords")
                        || to_tsvector('simple', "tagWords"), 'B')
                    || to_tsvector(dictionary, "textWords") || to_tsvector('simple', "textWords")
                    || array_to_tsvector(array[year, month] || array(select :inTitle || lexeme from unnest(
                        to_tsvector(dictionary, "titleWords") || to_tsvector('simple', "titleWords")))),
                    :version, "publishedAt", "updatedAt", page
                from json_to_recordset(cast(:rows as json)) as r (article uuid, locale text, title text,
                    "titleWords" text, dictionary regconfig, "excerptWords" text, "tagWords" text, "textWords" text,
                    year text, month text, "publishedAt" timestamptz, "updatedAt" timestamptz, page boolean)
                on conflict (article_id) do update set locale = excluded.locale, title = excluded.title,
                    document = excluded.document, version = excluded.version, published_at = excluded.published_at,
                    updated_at = excluded.updated_at, page = excluded.page""")
                .setParameter("words", words).setParameter("inTitle", TITLE_LEXEME_PREFIX)
                .setParameter("version", VERSION).setParameter("rows", json(rows)).executeUpdate();
    }

    private String json(List<SearchDocumentRow> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Writes missing and outdated documents: those of articles that were published before search existed, that an older
     * version of this service indexed, or that an older node published again during an upgrade. Soon after the start,
     * then daily.
     */
    @Scheduled(every = "24h", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void indexOutdated() {
        jobRunner.run("search index", () -> {
            int written = 0;
            // Each statement reads a limited number of rows, because a site may have a million articles.
            for (var rows = findNext(BEFORE_ALL); !rows.isEmpty() && !Thread.currentThread().isInterrupted();) {
                var outdated = rows.stream().filter(row -> row.outdated).map(row -> row.article).toList();
                for (int i = 0; i < outdated.size() && !Thread.currentThread().isInterrupted(); i += BATCH_SIZE) {
                    var batch = outdated.subList(i, Math.min(outdated.size(), i + BATCH_SIZE));
                    written += QuarkusTransaction.requiringNew().call(() -> indexArticles(batch));
                }
                rows = findNext(rows.get(rows.size() - 1).article);
            }
            if (written > 0) {
                LOG.infof("Indexed %d articles for search whose search documents were missing or outdated", written);
            }
        });
    }

    private record IndexedRow(UUID article, boolean outdated) {}

    private List<IndexedRow> findNext(UUID after) {
        return QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery("""
                select p.article_id, d.article_id is null or d.version < :version
                    or d.updated_at is distinct from p.updated_at
                    or (p.kind = 'page') <> (d.page is true) as outdated
                from (select article_id, updated_at, kind from publication where article_id > :after
                    order by article_id limit :most) p
                left join search_document d on d.article_id = p.article_id
                order by p.article_id""", IndexedRow.class).setParameter("version", VERSION)
                .setParameter("after", after).setParameter("most", CHECKED_ROWS).getResultList());
    }

    /** Indexes these articles, without those that another transaction changes; that transaction indexes them itself. */
    private int indexArticles(Collection<UUID> articles) {
        var locked = database.createNativeQuery("""
                select article_id from publication where article_id = any(:articles)
                order by article_id for no key update skip locked""", UUID.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
        if (!locked.isEmpty()) {
            write(locked.stream().map(article -> database.find(Publication.class, article)).toList());
        }
        return locked.size();
    }
}
