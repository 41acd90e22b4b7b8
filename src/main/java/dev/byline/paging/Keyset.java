package dev.byline.paging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;

import dev.byline.problem.ProblemException;
import jakarta.persistence.Query;

/**
 * Keyset paging over the total order (key, id): any page of any list costs the same. A cursor carries the position, the
 * direction and a checksum of the list that it belongs to, so that one of another list or filter is refused.
 *
 * @param <K>
 *            the type of the key, for instance {@link java.time.Instant}
 */
public final class Keyset<K> {
    private static final int MAX_CURSOR_LENGTH = 2000;

    private static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    private record Position(boolean backwards, String key, UUID id) {}

    private final PageQuery query;
    private final int size;
    private final String listName;
    private final boolean descending;
    private final Function<String, K> keyParser;
    private final Position position;
    private final int offset;

    /**
     * A key of an order that moves by itself: the generation of the ranking that the walk keeps to, and the place in it.
     */
    public record RankingKey(int generation, long place) {
        /** Reads what {@link #toString} wrote. */
        public static RankingKey parse(String key) {
            var parts = key.split("\\.");
            return new RankingKey(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }

        @Override
        public String toString() {
            return generation + "." + place;
        }
    }

    /**
     * @param listName
     *            names the list with its filters and order
     * @param keyParser
     *            reads a key back from its {@code toString()}
     */
    public Keyset(PageQuery query, String listName, boolean descending, Function<String, K> keyParser) {
        this.query = query;
        this.size = query.checkedSize();
        this.listName = listName;
        this.descending = descending;
        this.keyParser = keyParser;
        this.position = query.cursor == null ? null : decode(query.cursor);
        this.offset = query.checkedOffset();
    }

    /** The key that the page starts behind, if a cursor says so. */
    public Optional<K> startKey() {
        return position == null ? Optional.empty() : Optional.of(keyParser.apply(position.key));
    }

    /** Reads a key that is a time; one that PostgreSQL could not hold is no key. */
    public static Instant parseTime(String key) {
        var time = Instant.parse(key);
        if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
            throw new IllegalArgumentException(key);
        }
        return time;
    }

    private boolean isBackwards() {
        return position != null && position.backwards;
    }

    /** The condition that starts the page, as HQL or SQL: {@code " and (key, id) < (:cursorKey, :cursorId)"} or "". */
    public String seekCondition(String key, String id) {
        if (position == null) {
            return "";
        }
        var operator = descending == isBackwards() ? ">" : "<";
        return " and (" + key + ", " + id + ") " + operator + " (:cursorKey, :cursorId)";
    }

    /** The order of the statement; {@link #toPage} turns the rows round if the page was walked backwards. */
    public String orderBy(String key, String id) {
        var direction = descending == isBackwards() ? " asc" : " desc";
        return " order by " + key + direction + ", " + id + direction;
    }

    /** Binds the position and asks for one row more than the page holds, which tells whether there is another page. */
    public <Q extends Query> Q bind(Q statement) {
        startKey().ifPresent(key -> statement.setParameter("cursorKey", key).setParameter("cursorId", position.id));
        statement.setFirstResult(offset).setMaxResults(size + 1);
        return statement;
    }

    /** What {@link #seekCondition} binds, and what ranges of an index do. */
    public Map<String, Object> parameters() {
        var values = new HashMap<String, Object>();
        values.put("pageRows", size + 1);
        values.put("headRows", size + 1 + offset);
        startKey().ifPresent(key -> {
            values.put("cursorKey", key instanceof RankingKey rankingKey ? rankingKey.place : key);
            values.put("cursorId", position.id);
        });
        return values;
    }

    /**
     * Cuts the page out of SQL, behind {@link #orderBy}.
     *
     * @param isIndexRange
     *            whether the rows are a range of an index in this order. Then the limit is bound: a planner that knows it
     *            sorts a whole list as soon as it expects fewer rows of it. Otherwise it is written out, because how to
     *            search depends on it
     */
    public String limitClause(boolean isIndexRange) {
        return " limit " + (isIndexRange ? ":pageRows" : String.valueOf(size + 1))
                + (offset == 0 ? "" : " offset " + offset);
    }

    /**
     * What goes around {@link #limitClause} where rows are joined to it in the same order: as many as there are, written out,
     * so that the planner looks up what belongs to these few instead of reading all that might.
     */
    public String outerLimitClause() {
        return " limit " + (size + 1);
    }

    /** As many rows from the start as {@link #limitClause} may need. */
    public String prefixLimitClause(boolean isIndexRange) {
        return " limit " + (isIndexRange ? ":headRows" : String.valueOf(size + 1 + offset));
    }

    /** Makes the page of the rows that the statement found. {@code total} is asked only if the client wants it. */
    public <T> Page<T> toPage(List<T> found, Function<T, K> key, Function<T, UUID> id, LongSupplier total) {
        boolean more = found.size() > size;
        var rows = new ArrayList<>(more ? found.subList(0, size) : found);
        if (isBackwards()) {
            Collections.reverse(rows);
        }
        boolean hasNext = !rows.isEmpty() && (isBackwards() || more);
        boolean hasPrevious = !rows.isEmpty() && (isBackwards() ? more : position != null || offset > 0);
        var last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        var next = hasNext ? encode(false, key.apply(last), id.apply(last)) : null;
        var previous = hasPrevious ? encode(true, key.apply(rows.get(0)), id.apply(rows.get(0))) : null;
        boolean uncounted = query.count == null || query.count == PageQuery.Count.none;
        return new Page<>(rows,
                new Page.PageInfo(size, next, previous, query.page, uncounted ? null : total.getAsLong()));
    }

    /** The cursor of the page that begins behind a row. */
    public String cursorAfter(K key, UUID id) {
        return encode(false, key, id);
    }

    private String encode(boolean backwards, K key, UUID id) {
        var text = checksum() + (backwards ? "<" : ">") + id + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Position decode(String cursor) {
        try {
            if (cursor.length() <= MAX_CURSOR_LENGTH) {
                var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (text.startsWith(checksum()) && text.indexOf('\0') < 0) {
                    var position = new Position(text.charAt(8) == '<', text.substring(45),
                            UUID.fromString(text.substring(9, 45)));
                    keyParser.apply(position.key);
                    return position;
                }
            }
        } catch (RuntimeException unreadable) {
            // told below: whoever altered a cursor is not told how
        }
        throw ProblemException.invalidParameter("cursor",
                "does not belong to this list with these filters and this order: start again without it");
    }

    private String checksum() {
        var crc = new CRC32();
        crc.update(listName.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
