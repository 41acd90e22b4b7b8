package dev.byline.listing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.publication.ArticleKind;

/** Filters on a list of published articles, as SQL conditions on a row {@code l} of the list. */
public final class ArticleFilter {
    private static final String PAGE_PREFIX = "page:";

    private final String locale;
    private final Set<ArticleKind> kinds;
    private final List<List<String>> listGroups = new ArrayList<>();
    private final Map<String, List<String>> bounds = new TreeMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new TreeMap<>();

    /**
     * @param locale
     *            the only locale of the articles, or null for all locales
     * @param kinds
     *            the kinds of the articles, at least one
     */
    ArticleFilter(String locale, Set<ArticleKind> kinds) {
        this.locale = locale;
        this.kinds = kinds;
    }

    /**
     * Keeps only articles that are in at least one of these lists; the names of the lists are given without a locale.
     */
    void inAnyList(List<String> lists) {
        listGroups.add(lists);
    }

    /** Adds a bound on a time column that every list repeats; a null value adds none. */
    void addTimeBound(String column, String operator, String name, Object value) {
        if (value != null) {
            bounds.computeIfAbsent(column, c -> new ArrayList<>()).add(operator + " :" + name);
            values.put(name, value);
        }
    }

    /** Adds any other condition on {@code l.article_id} or on the publication {@code f}. */
    void addCondition(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    public Map<String, Object> values() {
        return values;
    }

    /** Returns the keys of the lists that the rows come from. */
    UUID[] listKeys() {
        return toListKeys(listGroups.isEmpty() ? List.of("all:") : listGroups.get(0));
    }

    /** Tells whether the filter is a single list without further conditions. */
    boolean isSingleList() {
        return listKeys().length == 1 && listGroups.size() < 2 && bounds.isEmpty() && conditions.isEmpty();
    }

    /** Tells whether the rows of each list form one range of the index of this order. */
    boolean isIndexRange(ArticleOrder order) {
        return listGroups.size() < 2 && conditions.isEmpty()
                && (bounds.isEmpty() || bounds.size() == 1 && order.isByColumn(bounds.keySet().iterator().next()));
    }

    /**
     * Builds all conditions except the membership in the list itself, each with {@code " and "} before it.
     *
     * @param hasTimes
     *            whether the row {@code l} itself has the time columns
     */
    String conditions(boolean hasTimes) {
        var sql = new StringBuilder();
        var ofPublication = new ArrayList<String>();
        bounds.forEach((column, ends) -> ends.forEach(end -> {
            if (hasTimes) {
                sql.append(" and l.").append(column).append(' ').append(end);
            } else {
                ofPublication.add("f." + column + " " + end);
            }
        }));
        for (var condition : conditions) {
            if (condition.contains("f.")) {
                ofPublication.add(condition);
            } else {
                sql.append(" and ").append(condition);
            }
        }
        if (!ofPublication.isEmpty()) {
            sql.append(" and exists (select 1 from publication f where f.article_id = l.article_id and ")
                    .append(String.join(" and ", ofPublication)).append(')');
        }
        for (int i = 1; i < listGroups.size(); i++) {
            sql.append(inAnyList(toListKeys(listGroups.get(i))));
        }
        return sql.toString();
    }

    /** Builds all conditions for a row {@code l} of {@code search_document}, each with {@code " and "} before it. */
    public String allConditions() {
        return membership() + conditions(false);
    }

    private String membership() {
        if (!listGroups.isEmpty() || locale != null || kinds.equals(Set.of(ArticleKind.page))) {
            return inAnyList(listKeys());
        }
        return kinds.contains(ArticleKind.page) ? "" : " and l.page is not true";
    }

    /**
     * Builds the condition that an article is in at least one of the lists. The keys are written into the SQL, not
     * bound, because the best plan for a combination depends on how rare its parts are.
     */
    private static String inAnyList(UUID[] lists) {
        return " and exists (select 1 from listing g where g.article_id = l.article_id and g.list = any("
                + uuidArrayLiteral(lists) + "))";
    }

    /** Formats ids as an array literal in SQL. */
    static String uuidArrayLiteral(UUID[] ids) {
        return "'{" + Stream.of(ids).map(UUID::toString).collect(Collectors.joining(",")) + "}'::uuid[]";
    }

    private UUID[] toListKeys(List<String> lists) {
        return kinds.stream().sorted().flatMap(kind -> lists.stream().map(list -> kindPrefix(kind) + list))
                .map(list -> listKey(list, locale)).toArray(UUID[]::new);
    }

    private static String kindPrefix(ArticleKind kind) {
        return kind == ArticleKind.page ? PAGE_PREFIX : "";
    }

    /** Computes the key of a list from its name, in the same way as the view {@code listed}. */
    static UUID listKey(String list, String locale) {
        try {
            var name = list + (locale == null ? "" : locale);
            var digest = ByteBuffer
                    .wrap(MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a text that tells lists apart: equal filters have equal texts. */
    @Override
    public String toString() {
        // Cursors of articles alone are those of the previous release.
        var text = new StringBuilder().append(kinds.equals(Set.of(ArticleKind.article)) ? "" : new TreeSet<>(kinds))
                .append(locale).append(listGroups).append(bounds).append(conditions);
        values.forEach((name, value) -> text.append(name)
                .append(value instanceof Object[] several ? List.of(several).toString() : value));
        return text.toString();
    }
}
