package dev.byline.http;

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
    private static final int MAX_CURSOR = 2000;

    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    private record Position(boolean backwards, String key, UUID id) {}

    private final PageQuery query;
    private final int size;
    private final String list;
    private final boolean descending;
    private final Function<String, K> read;
    private final Position from;
    private final int offset;

    /**
     * A key of an order that moves by itself: the generation of the ranking that the walk keeps to, and the place in it.
     */
    public record Moving(int generation, long value) {
        /** Reads what {@link #toString} wrote. */
        public static Moving parse(String key) {
            var parts = key.split("\\.");
            return new Moving(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }

        @Override
        public String toString() {
            return generation + "." + value;
        }
    }

    /**
     * @param list
     *            names the list with its filters and order
     * @param read
     *            reads a key back from its {@code toString()}
     */
    public Keyset(PageQuery query, String list, boolean descending, Function<String, K> read) {
        this.query = query;
        this.size = query.checkedSize();
        this.list = list;
        this.descending = descending;
        this.read = read;
        this.from = query.cursor == null ? null : decode(query.cursor);
        this.offset = query.checkedOffset();
    }

    /** The key that the page starts behind, if a cursor says so. */
    public Optional<K> start() {
        return from == null ? Optional.empty() : Optional.of(read.apply(from.key));
    }

    /** Reads a key that is a time; one that PostgreSQL could not hold is no key. */
    public static Instant time(String key) {
        var time = Instant.parse(key);
        if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
            throw new IllegalArgumentException(key);
        }
        return time;
    }

    private boolean backwards() {
        return from != null && from.backwards;
    }

    /** The condition that starts the page, as HQL or SQL: {@code " and (key, id) < (:cursorKey, :cursorId)"} or "". */
    public String seek(String key, String id) {
        if (from == null) {
            return "";
        }
        var operator = descending == backwards() ? ">" : "<";
        return " and (" + key + ", " + id + ") " + operator + " (:cursorKey, :cursorId)";
    }

    /** The order of the statement; {@link #page} turns the rows round if the page was walked backwards. */
    public String order(String key, String id) {
        var direction = descending == backwards() ? " asc" : " desc";
        return " order by " + key + direction + ", " + id + direction;
    }

    /** Binds the position and asks for one row more than the page holds, which tells whether there is another page. */
    public <Q extends Query> Q bind(Q statement) {
        start().ifPresent(key -> statement.setParameter("cursorKey", key).setParameter("cursorId", from.id));
        statement.setFirstResult(offset).setMaxResults(size + 1);
        return statement;
    }

    /** What {@link #seek} binds, and what ranges of an index do. */
    public Map<String, Object> values() {
        var values = new HashMap<String, Object>();
        values.put("pageRows", size + 1);
        values.put("headRows", size + 1 + offset);
        start().ifPresent(key -> {
            values.put("cursorKey", key instanceof Moving moving ? moving.value : key);
            values.put("cursorId", from.id);
        });
        return values;
    }

    /**
     * Cuts the page out of SQL, behind {@link #order}.
     *
     * @param range
     *            whether the rows are a range of an index in this order. Then the limit is bound: a planner that knows it
     *            sorts a whole list as soon as it expects fewer rows of it. Otherwise it is written out, because how to
     *            search depends on it
     */
    public String slice(boolean range) {
        return " limit " + (range ? ":pageRows" : String.valueOf(size + 1))
                + (offset == 0 ? "" : " offset " + offset);
    }

    /**
     * What goes around {@link #slice} where rows are joined to it in the same order: as many as there are, written out,
     * so that the planner looks up what belongs to these few instead of reading all that might.
     */
    public String few() {
        return " limit " + (size + 1);
    }

    /** As many rows from the start as {@link #slice} may need. */
    public String head(boolean range) {
        return " limit " + (range ? ":headRows" : String.valueOf(size + 1 + offset));
    }

    /** Makes the page of the rows that the statement found. {@code total} is asked only if the client wants it. */
    public <T> Page<T> page(List<T> found, Function<T, K> key, Function<T, UUID> id, LongSupplier total) {
        boolean more = found.size() > size;
        var rows = new ArrayList<>(more ? found.subList(0, size) : found);
        if (backwards()) {
            Collections.reverse(rows);
        }
        boolean hasNext = !rows.isEmpty() && (backwards() || more);
        boolean hasPrevious = !rows.isEmpty() && (backwards() ? more : from != null || offset > 0);
        var last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        var next = hasNext ? encode(false, key.apply(last), id.apply(last)) : null;
        var previous = hasPrevious ? encode(true, key.apply(rows.get(0)), id.apply(rows.get(0))) : null;
        boolean uncounted = query.count == null || query.count == PageQuery.Count.none;
        return new Page<>(rows,
                new Page.Info(size, next, previous, query.page, uncounted ? null : total.getAsLong()));
    }

    /** The cursor of the page that begins behind a row. */
    public String after(K key, UUID id) {
        return encode(false, key, id);
    }

    private String encode(boolean backwards, K key, UUID id) {
        var text = checksum() + (backwards ? "<" : ">") + id + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Position decode(String cursor) {
        try {
            if (cursor.length() <= MAX_CURSOR) {
                var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (text.startsWith(checksum()) && text.indexOf('\0') < 0) {
                    var position = new Position(text.charAt(8) == '<', text.substring(45),
                            UUID.fromString(text.substring(9, 45)));
                    read.apply(position.key);
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
        crc.update(list.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
