package dev.byline.publication;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import dev.byline.text.Folded;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Writes what search looks into, in the transaction that publishes. */
@ApplicationScoped
class SearchIndex {
    private static final Logger LOG = Logger.getLogger(SearchIndex.class);
    /** The dictionaries of PostgreSQL, by language; all others have words as they are. */
    private static final Map<String, String> DICTIONARIES = Map.ofEntries(Map.entry("ar", "arabic"),
            Map.entry("da", "danish"), Map.entry("de", "german"), Map.entry("en", "english"),
            Map.entry("es", "spanish"), Map.entry("fi", "finnish"), Map.entry("fr", "french"),
            Map.entry("hu", "hungarian"), Map.entry("id", "indonesian"), Map.entry("it", "italian"),
            Map.entry("nl", "dutch"), Map.entry("no", "norwegian"), Map.entry("pt", "portuguese"),
            Map.entry("ro", "romanian"), Map.entry("ru", "russian"), Map.entry("sv", "swedish"),
            Map.entry("tr", "turkish"));
    /** Characters: a document of words has at most 1 MiB, each of its words 2 KiB. */
    private static final int MOST_TEXT = 150_000;
    private static final int LONGEST_WORD = 200;
    private static final int AT_A_TIME = 100;

    /**
     * What begins the lexemes that say that a word is in the title, which no text can contain: so the index alone tells,
     * and documents need not be read for their weights.
     */
    static final String IN_TITLE = "^";

    private final Session database;

    SearchIndex(Session database) {
        this.database = database;
    }

    /** The dictionary of a locale, as PostgreSQL names it. */
    static String dictionary(String locale) {
        return DICTIONARIES.getOrDefault(locale.split("-")[0], "simple");
    }

    /** The lexeme that all articles of a year have, which no text can contain. */
    static String year(int year) {
        return "~" + year;
    }

    /** Makes an article found by what its published copy says. */
    void write(Publication p) {
        var title = shortened(Folded.of(p.title));
        database.createNativeMutationQuery("""
                with words as (
                    insert into search_word select unnest(cast(:words as text[])) on conflict do nothing)
                insert into search_document (article_id, locale, title, document) values (:article, :locale, :title,
                    setweight(to_tsvector(cast(:dictionary as regconfig), :title) || to_tsvector('simple', :title), 'A')
                    || setweight(to_tsvector(cast(:dictionary as regconfig), :excerpt)
                        || to_tsvector('simple', :excerpt) || to_tsvector('simple', (
                            -- Slugs are folded names.
                            select coalesce(string_agg(replace(slug, '-', ' '), ' '), '') from tag
                            where id = any(:tags))), 'B')
                    || to_tsvector(cast(:dictionary as regconfig), :text) || to_tsvector('simple', :text)
                    || array_to_tsvector(array[:year] || array(select :inTitle || lexeme from unnest(
                        to_tsvector(cast(:dictionary as regconfig), :title) || to_tsvector('simple', :title)))))
                on conflict (article_id) do update set locale = excluded.locale, title = excluded.title,
                    document = excluded.document""").setParameter("article", p.articleId)
                .setParameter("locale", p.locale).setParameter("title", title).setParameter("inTitle", IN_TITLE)
                .setParameter("words", Folded.words(title).stream().distinct().sorted().toArray(String[]::new))
                .setParameter("dictionary", dictionary(p.locale)).setParameter("tags", p.tags.toArray(UUID[]::new))
                .setParameter("excerpt", shortened(Folded.of(p.excerpt)))
                .setParameter("text", shortened(Folded.of(
                        p.text.substring(0, Math.min(p.text.length(), MOST_TEXT)))))
                .setParameter("year", year(p.publishedAt.atZone(ZoneOffset.UTC).getYear())).executeUpdate();
    }

    /** Without words that are too long for PostgreSQL, and that nobody looks for. */
    private static String shortened(String folded) {
        return folded.length() <= LONGEST_WORD ? folded : folded.replaceAll("\\S{" + LONGEST_WORD + ",}", " ");
    }

    /** Finds out whether there are articles that were published before there was search, and takes their time. */
    void start(@Observes StartupEvent event) {
        var worker = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "search-index");
            thread.setDaemon(true);
            return thread;
        });
        worker.execute(() -> {
            try {
                int written = 0;
                for (int more = AT_A_TIME; more == AT_A_TIME; written += more) {
                    more = QuarkusTransaction.requiringNew().call(() -> catchUp(missing()));
                }
                if (written > 0) {
                    LOG.infof("Search knows %d articles that were published before", written);
                }
            } catch (RuntimeException e) {
                LOG.warn("Search does not know all articles yet; the next start goes on", e);
            }
        });
        worker.shutdown();
    }

    private List<UUID> missing() {
        return database.createNativeQuery("""
                select p.article_id from publication p
                where not exists (select 1 from search_document d where d.article_id = p.article_id)
                order by p.article_id limit :most for no key update of p skip locked""", UUID.class)
                .setParameter("most", AT_A_TIME).getResultList();
    }

    private int catchUp(Collection<UUID> articles) {
        articles.forEach(article -> write(database.find(Publication.class, article)));
        return articles.size();
    }
}
