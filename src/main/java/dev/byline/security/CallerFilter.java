package dev.byline.security;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.byline.web.Order;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Identifies the caller of {@link SignInOptional} operations before they run. Otherwise the first question about the
 * caller would read the session of the caller within the transaction of the operation, on a second connection.
 */
@Singleton
class CallerFilter {
    private final Caller caller;

    CallerFilter(Caller caller) {
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Order.CALLER)
    void identify(ResourceInfo resource) {
        if (resource.getResourceMethod().isAnnotationPresent(SignInOptional.class)) {
            caller.id();
        }
    }
}
