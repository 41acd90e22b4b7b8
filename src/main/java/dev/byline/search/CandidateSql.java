package dev.byline.search;

import java.util.List;

import dev.byline.listing.ArticleFilter;
import dev.byline.listing.SearchQueryParser.ParsedSearchQuery;

/**
 * Builds the SQL that finds the articles that match a query, with their scores. There are three groups of matches, each
 * ordered by rank and then by time of publication:
 * <ol>
 * <li>{@code titled}: articles with all words in their titles.
 * <li>{@code worded}: other articles with all words.
 * <li>{@code begun}: other articles with all words, the last one as the beginning of a word; only if the groups above
 * have fewer than {@value #MAX_GROUP} articles together.
 * </ol>
 * PostgreSQL reads whole documents for ranks, which is most of the work. Therefore a group has the newest
 * {@value #MAX_GROUP} matches at most, only the newest {@value #MAX_RANKED} of them are ranked, with the others after
 * them, and a group is not read at all if the page is full without it. On a large site the newest matches are looked for
 * in the articles of this and the last month, if these are not enough of this and the last year, and if these are not
 * enough, in all.
 */
final class CandidateSql {
    static final int MAX_GROUP = 500;
    private static final int MAX_RANKED = 200;
    /** The shortest beginning of a word that the index looks up beside other words; see {@link #begun}. */
    private static final int MIN_INDEXED_BEGINNING = 4;
    /** The newest articles with the other words of a query whose texts are searched for a shorter beginning. */
    private static final int MAX_SEARCHED_FOR_BEGINNING = 1_000;
    private static final String WORDS = "cast(:words as tsquery)";

    private final ParsedSearchQuery query;
    private final String filter;
    private final String seek;
    /** The periods in which the newest matches are looked for before all articles, as parameters. */
    private final List<String> steps;

    /**
     * @param stepwise
     *            whether the newest matches are looked for in the newest articles first
     * @param seek
     *            the condition on {@code score} and {@code article_id} that starts the page; a group is read only if the
     *            groups before it have fewer rows than {@code :enough} after that
     */
    CandidateSql(ParsedSearchQuery query, ArticleFilter filter, boolean stepwise, String seek) {
        this.query = query;
        this.filter = filter.allConditions();
        // Each step reads the documents of its articles if the query has a phrase.
        this.steps = !stepwise ? List.of() : query.hasPhrase() ? List.of("years") : List.of("months", "years");
        this.seek = seek;
    }

    /** Returns the {@code with} clause that defines {@code hit}: {@code article_id} and {@code score}. */
    String with(int maxHits) {
        var groups = "with " + titled() + worded() + begun();
        return groups + """
                , hit as materialized (
                    select article_id, score from (select * from titled union all select * from worded%s) found
                    order by score desc, article_id desc limit %d)
                """.formatted(query.beginning().isEmpty() ? "" : " union all select * from begun", maxHits);
    }

    private String titled() {
        var titles = query.wordsOnly() && !query.hasPhrase()
                ? "cast(:titles as tsquery)"
                : "(" + WORDS + " && cast(:titles as tsquery))";
        return group("titled", 2, titles, "", "true", MAX_GROUP, "true");
    }

    private String worded() {
        return ", " + group("worded", 1, "cast(:exact as tsquery)", notIn("titled"),
                countAfterSeek("titled") + " < :enough", MAX_GROUP, "true");
    }

    /**
     * The index reads all words with a beginning before it looks at the other words, and a short beginning has very many.
     * Beside other words it is looked for in documents instead. Alone it is in many titles if it is in very many texts,
     * so the group is read only if it is not in very many.
     */
    private String begun() {
        if (query.beginning().isEmpty()) {
            return "";
        }
        var last = query.words().get(query.words().size() - 1);
        boolean inDocuments = !query.before().isEmpty() && last.length() < MIN_INDEXED_BEGINNING;
        return ", " + group("begun", 0, "cast(:" + (inDocuments ? "before" : "beginning") + " as tsquery)",
                notIn("titled") + notIn("worded"),
                countAfterSeek("titled") + " + " + countAfterSeek("worded") + " < :enough"
                        + " and (select count(*) from titled) + (select count(*) from worded) < " + MAX_GROUP,
                inDocuments ? MAX_SEARCHED_FOR_BEGINNING : MAX_GROUP,
                inDocuments ? "document @@ cast(:beginning as tsquery)" : "true");
    }

    private static String notIn(String group) {
        return " and l.article_id not in (select article_id from " + group + ")";
    }

    private String countAfterSeek(String group) {
        return "(select count(*) from " + group + " where true" + seek + ")";
    }

    private String group(String name, int place, String matching, String without, String condition, int most,
            String recheck) {
        var sql = new StringBuilder();
        var newest = "select * from " + name + "_all";
        var unlessFull = "";
        for (var step : steps) {
            var rows = name + "_" + step;
            sql.append(rows(rows, "(" + matching + " && cast(:" + step + " as tsquery))", without,
                    condition + unlessFull, most));
            unlessFull += " and (select count(*) from " + rows + ") < " + most;
            newest += " union all select * from " + rows + " where (select count(*) from " + rows + ") = " + most;
        }
        sql.append(rows(name + "_all", matching, without, condition + unlessFull, most));
        return sql + """
                %s as materialized (
                    -- The group is in the highest digits of the score, the rank in the next ones, and the second of
                    -- publication in the lowest ones.
                    select article_id, %d * 4503599627370496
                        + case when row_number() over (order by published_at desc nulls last) <= %d
                            then cast(round(ts_rank(document, %s) * 100000) as bigint) * 8589934592 else 0 end
                        + least(8589934591, greatest(0, coalesce(cast(extract(epoch from published_at) as bigint), 0)))
                        as score
                    from (%s) newest where %s)""".formatted(name, place, MAX_RANKED, WORDS, newest, recheck);
    }

    private String rows(String name, String matching, String without, String condition, int most) {
        // The index cannot tell whether words stand side by side, so the end of a search for a phrase is a limit alone.
        return """
                %s as materialized (
                    select l.article_id, l.published_at, l.document from search_document l
                    where %s and l.document @@ %s%s%s%s limit %d),
                """.formatted(name, condition, matching, without, filter,
                query.hasPhrase() ? "" : " order by l.published_at desc nulls last", most);
    }
}
