package dev.byline.replica;

import dev.byline.database.JdbcQueries;
import dev.byline.web.Cached;
import dev.byline.web.Order;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Sends the reads of a {@link Cached} operation by {@link JdbcQueries} to a replica, the same one from the first to the
 * last. If the replica fails, the operation runs again on the primary server. The operations are counted as
 * {@code byline.replica.reads}.
 */
@Cached
@Interceptor
@Priority(Order.REPLICA_READS)
class ReplicaReads {
    private final Replicas replicas;
    private final JdbcQueries jdbcQueries;
    private final Counter counter;

    ReplicaReads(Replicas replicas, JdbcQueries jdbcQueries, MeterRegistry meters) {
        this.replicas = replicas;
        this.jdbcQueries = jdbcQueries;
        this.counter = meters.counter("byline.replica.reads");
    }

    @AroundInvoke
    Object intercept(InvocationContext call) throws Exception {
        var replica = replicas.choose();
        if (replica.isEmpty()) {
            return call.proceed();
        }
        try {
            counter.increment();
            return jdbcQueries.callOnReplica(replica.get().pool(), call::proceed);
        } catch (JdbcQueries.ReplicaException e) {
            replica.get().reportFailure(e);
            return call.proceed();
        }
    }
}
