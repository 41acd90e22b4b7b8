package dev.byline.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import dev.byline.problem.Causes;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;

/**
 * Repeats a transaction that PostgreSQL rolled back because of other transactions: as the victim of a deadlock (SQLSTATE
 * 40P01), or because it could not be ordered with the others (40001). Nothing of such a transaction is stored.
 */
@Transactional
@Interceptor
// Around the interceptor of transactions, which has 200.
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 190)
public class TransactionRetry {
    /** The class of the SQLSTATEs of transactions that PostgreSQL rolled back because of other ones. */
    private static final String CONFLICT_CLASS = "40";
    private static final int MAX_ATTEMPTS = 4;
    private static final int MAX_PAUSE_MILLIS = 50;

    private final TransactionSynchronizationRegistry transactions;

    TransactionRetry(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    Object intercept(InvocationContext call) throws Exception {
        return transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION
                ? call(call::proceed)
                : call.proceed();
    }

    /** Runs work that begins and ends a transaction. */
    public static <T> T call(Callable<T> transaction) throws Exception {
        for (int attempt = 1;; attempt++) {
            try {
                return transaction.call();
            } catch (Exception e) {
                if (attempt == MAX_ATTEMPTS || !Causes.hasSqlState(e, state -> state.startsWith(CONFLICT_CLASS))) {
                    throw e;
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, MAX_PAUSE_MILLIS * attempt));
        }
    }
}
