package dev.byline;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;

/**
 * Records each thread of the service that acquires a connection of the pool while it holds another one. Requests that
 * do so wait for each other when the pool is empty, and no connection is ever returned.
 */
@Singleton
public class OneConnectionRule implements AgroalPoolInterceptor {
    private static final ThreadLocal<Integer> HELD = ThreadLocal.withInitial(() -> 0);
    private static final List<String> VIOLATIONS = new CopyOnWriteArrayList<>();

    @Override
    public void onConnectionAcquire(Connection connection) {
        HELD.set(HELD.get() + 1);
        if (HELD.get() > 1 && isThreadOfService()) {
            VIOLATIONS.add(StackWalker.getInstance()
                    .walk(frames -> frames.filter(f -> f.getClassName().startsWith("dev.byline"))
                            .map(StackWalker.StackFrame::toString).filter(f -> !f.contains("OneConnectionRule"))
                            .collect(Collectors.joining("\n    at ",
                                    "A thread holds a connection and acquired another:\n    at ", ""))));
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        HELD.set(HELD.get() - 1);
    }

    /** Returns the violations since the last call, with the frames of the service, and forgets them. */
    static List<String> takeViolations() {
        var found = List.copyOf(VIOLATIONS);
        VIOLATIONS.removeAll(found);
        return found;
    }

    private static boolean isThreadOfService() {
        return !Thread.currentThread().getName().equals("main");
    }
}
