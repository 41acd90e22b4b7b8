package dev.byline.database;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

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
                if (attempt == MAX_ATTEMPTS || !isVictimOfOthers(e)) {
                    throw e;
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, MAX_PAUSE_MILLIS * attempt));
        }
    }

    private static boolean isVictimOfOthers(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("40")) {
                return true;
            }
        }
        return false;
    }
}
