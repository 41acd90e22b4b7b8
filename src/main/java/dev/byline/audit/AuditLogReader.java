package dev.byline.audit;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the audit log, newest first. */
@ApplicationScoped
class AuditLogReader {
    /** The names are looked up by primary keys within the statement, so a page costs one statement. */
    private static final String SELECT_ENTRIES = """
            select id, at, actor, account_id, key_id, node, action, entity, entity_id, request_id, changes,
                (select a.name from account a where a.id = account_id) as account_name,
                case when entity = 'site' then (select s.title from site s)
                when entity_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then case
                    when entity in ('article', 'views', 'announcement')
                        then (select t.title from article t where t.id = entity_id::uuid)
                    when entity = 'comment' then (select t.title from comment c join article t on t.id = c.article_id
                        where c.id = entity_id::uuid)
                    when entity = 'preview' then (select t.title from preview p
                        join article t on t.id = p.article_id where p.id = entity_id::uuid)
                    when entity = 'category' then (select c.name from category c where c.id = entity_id::uuid)
                    when entity = 'tag' then (select t.name from tag t where t.id = entity_id::uuid)
                    when entity = 'author' then (select a.name from author a where a.id = entity_id::uuid)
                    when entity = 'media' then (select m.filename from media m where m.id = entity_id::uuid)
                    when entity = 'account' then (select a.name from account a where a.id = entity_id::uuid)
                    when entity = 'api_key' then (select k.name from api_key k where k.id = entity_id::uuid)
                    end
                end as entity_name
            from audit_entry where true""";
    private static final String OLDER_THAN_LAST = " and (at, id) < (:at, :id)";
    private static final String NEWEST_FIRST = " order by at desc, id desc";
    /** Entries that the export reads with one statement. */
    private static final int EXPORT_BATCH_SIZE = 500;

    private final JdbcQueries jdbcQueries;
    private final ObjectMapper json;

    AuditLogReader(JdbcQueries jdbcQueries, ObjectMapper json) {
        this.jdbcQueries = jdbcQueries;
        this.json = json;
    }

    /** Consumes the entries of an export, one at a time. */
    @FunctionalInterface
    interface AuditEntryConsumer {
        void accept(AuditEntry entry) throws IOException;
    }

    /** Reads one page of the entries that match a query, newest first. */
    Page<AuditEntry> page(AuditQuery query, PageQuery page) {
        var values = query.parameters();
        var keys = new Keyset<>(page, "audit " + values, true, Keyset::parseTime);
        values.putAll(keys.parameters());
        // The second key of a Keyset is a UUID: its lower half is the numeric id of the entry.
        values.computeIfPresent("cursorId", (name, id) -> ((UUID) id).getLeastSignificantBits());
        var rows = jdbcQueries.list(
                SELECT_ENTRIES + query.conditions() + keys.seekCondition("at", "id") + keys.orderBy("at", "id")
                        + keys.limitClause(false),
                values, this::entry);
        return keys.toPage(rows, entry -> entry.at, entry -> new UUID(0, entry.id),
                () -> jdbcQueries.single("select count(*) from audit_entry where true" + query.conditions(),
                        query.parameters(),
                        0,
                        row -> row.getLong(1)));
    }

    /**
     * Passes all entries that match a query to a consumer, newest first. The entries are read in batches, so that
     * neither the memory nor the duration of a transaction grows with the number of entries.
     */
    void forEach(AuditQuery query, AuditEntryConsumer auditEntryConsumer) throws IOException {
        Instant at = null;
        long id = 0;
        List<AuditEntry> batch;
        do {
            var values = query.parameters();
            values.put("at", at);
            values.put("id", id);
            batch = jdbcQueries.list(
                    SELECT_ENTRIES + query.conditions() + (at == null ? "" : OLDER_THAN_LAST) + NEWEST_FIRST + " limit "
                            + EXPORT_BATCH_SIZE,
                    values, this::entry);
            for (var entry : batch) {
                auditEntryConsumer.accept(entry);
                at = entry.at;
                id = entry.id;
            }
        } while (batch.size() == EXPORT_BATCH_SIZE);
    }

    private AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(row, changes(row.getString("changes")));
    }

    private List<AuditEntry.AuditChange> changes(String text) {
        try {
            return text == null ? null : json.readValue(text, new TypeReference<List<AuditEntry.AuditChange>>() {
            });
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
