package dev.byline.paging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
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
 * Keyset pagination over the total order (key, id): every page of every list costs the same. A cursor carries the
 * position, the direction and a checksum of the list's name with its filters and order, so that a cursor of another
 * list or filter is rejected.
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
     * A key of the ranking, whose order changes over time: the generation of the ranking that all pages of one walk
     * through the list use, and the place in it.
     */
    public record RankingKey(int generation, long place) {
        /** Parses the result of {@link #toString}. */
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
     * A key of the order that has the pinned items first.
     *
     * @param time
     *            the key among the pinned items, and among the others
     */
    public record PinnedKey(boolean pinned, Instant time) {
        private static final char PINNED = '1';
        private static final char OTHER = '0';

        /** Parses the result of {@link #toString}. */
        public static PinnedKey parse(String key) {
            char kind = key.charAt(0);
            if (kind != PINNED && kind != OTHER) {
                throw new IllegalArgumentException(key);
            }
            return new PinnedKey(kind == PINNED, parseTime(key.substring(1)));
        }

        @Override
        public String toString() {
            return (pinned ? PINNED : OTHER) + time.toString();
        }
    }

    /**
     * Reads the cursor and the page number of the query.
     *
     * @param listName
     *            the name of the list, with its filters and order
     * @param keyParser
     *            parses a key from its {@code toString()}
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

    /** Returns the key after which the page starts; empty without a cursor. */
    public Optional<K> startKey() {
        return position == null ? Optional.empty() : Optional.of(keyParser.apply(position.key));
    }

    /** Parses a key that is a time. A time that PostgreSQL could not store is rejected. */
    public static Instant parseTime(String key) {
        var time = Instant.parse(key);
        if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
            throw new IllegalArgumentException(key);
        }
        return time;
    }

    /** Tells whether the page ends before the cursor. */
    public boolean isBackwards() {
        return position != null && position.backwards;
    }

    /**
     * Returns the condition that starts the page, as HQL or SQL: {@code " and (key, id) < (:cursorKey, :cursorId)"}, or
     * an empty string without a cursor.
     *
     * @param key
     *            the column of the key; for a {@link PinnedKey} both columns, separated by a comma
     */
    public String seekCondition(String key, String id) {
        if (position == null) {
            return "";
        }
        var operator = descending == isBackwards() ? ">" : "<";
        var cursor = startKey().get() instanceof PinnedKey ? ":cursorPinned, :cursorKey" : ":cursorKey";
        return " and (" + key + ", " + id + ") " + operator + " (" + cursor + ", :cursorId)";
    }

    /** Returns the {@code order by} clause. {@link #toPage} reverses the rows if the page is read backwards. */
    public String orderBy(String key, String id) {
        var direction = descending == isBackwards() ? " asc" : " desc";
        return " order by " + key.replace(",", direction + ",") + direction + ", " + id + direction;
    }

    /**
     * Binds the position and limits the statement to one row more than the page holds; the extra row tells whether
     * another page follows.
     */
    public <Q extends Query> Q bind(Q statement) {
        startKey().ifPresent(key -> statement.setParameter("cursorKey", key).setParameter("cursorId", position.id));
        statement.setFirstResult(offset).setMaxResults(size + 1);
        return statement;
    }

    /** Returns the parameters of {@link #seekCondition}, {@link #limitClause} and {@link #prefixLimitClause}. */
    public Map<String, Object> parameters() {
        var values = new HashMap<String, Object>();
        values.put("pageRows", size + 1);
        values.put("headRows", size + 1 + offset);
        startKey().ifPresent(key -> {
            if (key instanceof PinnedKey pinnedKey) {
                values.put("cursorPinned", pinnedKey.pinned);
                values.put("cursorKey", pinnedKey.time);
            } else {
                values.put("cursorKey", key instanceof RankingKey rankingKey ? rankingKey.place : key);
            }
            values.put("cursorId", position.id);
        });
        return values;
    }

    /**
     * Returns the {@code limit} and {@code offset} of the page in SQL, to follow {@link #orderBy}.
     *
     * @param isIndexRange
     *            whether the rows are a range of an index in this order. The limit of such a range is a bound
     *            parameter, because a planner that knows the limit sorts a whole list as soon as it expects fewer rows
     *            than that. Otherwise the limit is a literal, because the best plan depends on its value
     */
    public String limitClause(boolean isIndexRange) {
        return " limit " + (isIndexRange ? ":pageRows" : String.valueOf(size + 1))
                + (offset == 0 ? "" : " offset " + offset);
    }

    /**
     * Returns the {@code limit} of a query around {@link #limitClause} that joins other tables to the rows of the page in the
     * same order. The limit is a literal, so that the planner looks up the joined rows of these few rows instead of
     * reading the joined tables completely.
     */
    public String outerLimitClause() {
        return " limit " + (size + 1);
    }

    /** Returns a {@code limit} that covers all rows from the start of the list to the end of the page. */
    public String prefixLimitClause(boolean isIndexRange) {
        return " limit " + (isIndexRange ? ":headRows" : String.valueOf(size + 1 + offset));
    }

    /**
     * Creates the page from the rows that the statement found. Calls {@code total} only if the client asked for a
     * count.
     */
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

    /**
     * Creates one page of the rows that a client named by their ids, in the order of the ids.
     *
     * @param found
     *            all rows with one of the ids that the list contains, in any order
     */
    public static <T> Page<T> pageInOrderOf(List<UUID> ids, PageQuery query, String listName, List<T> found,
            Function<T, UUID> id) {
        var keys = new Keyset<>(query, listName + " in the order of ids", false, Integer::valueOf);
        Function<T, Integer> place = row -> ids.indexOf(id.apply(row));
        var order = Comparator.comparing(place);
        var rows = found.stream().sorted(keys.isBackwards() ? order.reversed() : order)
                .filter(row -> keys.startKey()
                        .map(start -> keys.isBackwards() ? place.apply(row) < start : place.apply(row) > start)
                        .orElse(true))
                .skip(keys.offset).toList();
        return keys.toPage(rows, place, id, found::size);
    }

    /** Returns the cursor of the page that begins after a row. */
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
            // Rejected below with one message for all causes, so that a client with an altered cursor gets no hints.
        }
        throw ProblemException.invalidParameter("cursor",
                "does not belong to this list with these filters and this order: start again without a cursor");
    }

    private String checksum() {
        var crc = new CRC32();
        crc.update(listName.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
