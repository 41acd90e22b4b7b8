package dev.byline.limit;

import dev.byline.web.ClientAddress;
import dev.byline.web.Order;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Acquires the rate limits of {@link RateLimited} operations by the client's network. */
@RateLimited
@Interceptor
@Priority(Order.RATE_LIMIT)
class RateLimitInterceptor {
    private final RateLimiter rateLimiter;
    private final ClientAddress client;

    RateLimitInterceptor(RateLimiter rateLimiter, ClientAddress client) {
        this.rateLimiter = rateLimiter;
        this.client = client;
    }

    @AroundInvoke
    Object intercept(InvocationContext call) throws Exception {
        var rateLimited = call.getMethod().getAnnotation(RateLimited.class);
        if (!rateLimited.explicit()) {
            for (var name : rateLimited.value()) {
                rateLimiter.acquire(RateLimits.get(name), client.network());
            }
        }
        return call.proceed();
    }
}
