package dev.byline.view;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Deletes the hashes and salts of visitors from before yesterday. The days are those of the database's clock, so that
 * a node with a wrong clock deletes nothing of today.
 */
@Singleton
class ViewCleanup implements HourlyCleanup {
    private static final Logger LOG = Logger.getLogger(ViewCleanup.class);
    private static final int BATCH_SIZE = 10_000;
    private static final String EXPIRED_CONDITION = "day < cast(now() at time zone 'UTC' as date) - 1";
    private static final String DELETE_EXPIRED_VISITORS = """
            delete from view_seen where (day, article_id, visitor) in (
                select day, article_id, visitor from view_seen where %s
                order by day, article_id, visitor limit %d for update skip locked)""".formatted(EXPIRED_CONDITION,
            BATCH_SIZE);

    private final DataSource database;

    ViewCleanup(DataSource database) {
        this.database = database;
    }

    /**
     * Deletes the salts and then the visitor ids from before yesterday. The salts are deleted first: without them, no
     * id can be traced to a visitor, even if deleting the ids fails.
     */
    @Override
    public void deleteExpired() {
        executeUpdate("delete from view_salt where " + EXPIRED_CONDITION);
        while (executeUpdate(DELETE_EXPIRED_VISITORS) == BATCH_SIZE && !Thread.currentThread().isInterrupted()) {
            LOG.debug("A batch of old visitor ids was deleted");
        }
    }

    private int executeUpdate(String sql) {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
