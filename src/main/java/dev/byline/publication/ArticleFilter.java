package dev.byline.publication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a list of published articles is narrowed to, as conditions on a row {@code l} of a list. */
final class ArticleFilter {
    private final String locale;
    private final List<List<String>> listGroups = new ArrayList<>();
    private final Map<String, List<String>> bounds = new TreeMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new TreeMap<>();

    /**
     * @param locale
     *            the only locale, or null
     */
    ArticleFilter(String locale) {
        this.locale = locale;
    }

    /** Only what is in one at least of these lists; named without a locale. */
    void inAnyList(List<String> lists) {
        listGroups.add(lists);
    }

    /** Bounds one of the times that every list repeats. */
    void addTimeBound(String column, String operator, String name, Object value) {
        if (value != null) {
            bounds.computeIfAbsent(column, c -> new ArrayList<>()).add(operator + " :" + name);
            values.put(name, value);
        }
    }

    /** Whatever else is asked of {@code l.article_id} or of the publication {@code f}. */
    void addCondition(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    Map<String, Object> values() {
        return values;
    }

    /** The keys of the lists that the rows come from. */
    UUID[] listKeys() {
        return listGroups.isEmpty() ? new UUID[]{ listKey("all:") } : toListKeys(listGroups.get(0));
    }

    /** Whether it is one list and nothing else. */
    boolean isSingleList() {
        return listKeys().length == 1 && listGroups.size() < 2 && bounds.isEmpty() && conditions.isEmpty();
    }

    /** Whether each list is one range of the index of the order. */
    boolean isIndexRange(ArticleOrder order) {
        return listGroups.size() < 2 && conditions.isEmpty()
                && (bounds.isEmpty() || bounds.size() == 1 && bounds.containsKey(order.column));
    }

    /**
     * All conditions beside the list itself, each with {@code " and "} before it.
     *
     * @param hasTimes
     *            whether the row {@code l} has the times itself
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

    /** All that is asked, of any row {@code l} with an {@code article_id}, each condition with {@code " and "} before it. */
    String allConditions() {
        return (listGroups.isEmpty() && locale == null ? "" : inAnyList(listKeys())) + conditions(false);
    }

    /** Written out, not bound: how to search for a combination depends on how rare the parts are. */
    private static String inAnyList(UUID[] lists) {
        return " and exists (select 1 from listing g where g.article_id = l.article_id and g.list = any("
                + uuidArrayLiteral(lists) + "))";
    }

    /** An array of ids in SQL. */
    static String uuidArrayLiteral(UUID[] ids) {
        return "'{" + Stream.of(ids).map(UUID::toString).collect(Collectors.joining(",")) + "}'::uuid[]";
    }

    private UUID[] toListKeys(List<String> lists) {
        return lists.stream().map(this::listKey).toArray(UUID[]::new);
    }

    /** The key of a list, as the view {@code listed} makes it of its name. */
    private UUID listKey(String list) {
        return listKey(list, locale);
    }

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

    /** Tells lists apart: equal filters have equal texts. */
    @Override
    public String toString() {
        var text = new StringBuilder().append(locale).append(listGroups).append(bounds).append(conditions);
        values.forEach((name, value) -> text.append(name)
                .append(value instanceof Object[] several ? List.of(several).toString() : value));
        return text.toString();
    }
}
