package dev.byline;

import java.util.concurrent.atomic.AtomicLong;

import org.hibernate.resource.jdbc.spi.StatementInspector;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts the statements that requests run through Hibernate, on their own threads or in a batch of comments, without
 * those of background threads.
 */
@PersistenceUnitExtension
@ApplicationScoped
class RequestStatements implements StatementInspector {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong COUNT = new AtomicLong();

    static long count() {
        return COUNT.get();
    }

    @Override
    public String inspect(String sql) {
        var thread = Thread.currentThread().getName();
        if (thread.startsWith("executor-thread") || thread.equals("comments") || thread.startsWith("changes-reader")) {
            COUNT.incrementAndGet();
        }
        return sql;
    }
}
