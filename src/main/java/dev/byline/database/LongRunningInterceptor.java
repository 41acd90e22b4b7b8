package dev.byline.database;

import java.time.Duration;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Extends the deadlines of {@link LongRunning} transactions, as the first thing that they do. */
@LongRunning
@Interceptor
// The interceptor of transactions has 200.
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 210)
class LongRunningInterceptor {
    private final LongWork longWork;

    LongRunningInterceptor(LongWork longWork) {
        this.longWork = longWork;
    }

    @AroundInvoke
    Object intercept(InvocationContext call) throws Exception {
        longWork.allow(Duration.ofSeconds(call.getMethod().getAnnotation(LongRunning.class).seconds()));
        return call.proceed();
    }
}
