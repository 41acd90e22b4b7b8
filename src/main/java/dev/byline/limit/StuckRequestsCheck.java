package dev.byline.limit;

import java.time.Duration;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import jakarta.inject.Singleton;

/**
 * The service is not alive while a request has been running for much longer than every deadline allows: its thread is
 * stuck, and only a restart frees it. Downloads are as slow as their clients and do not count.
 */
@Liveness
@Singleton
class StuckRequestsCheck implements HealthCheck {
    private static final Duration MAX_DURATION = Duration.ofMinutes(3);

    private final ShareFilter shares;

    StuckRequestsCheck(ShareFilter shares) {
        this.shares = shares;
    }

    @Override
    public HealthCheckResponse call() {
        long stuck = shares.countRunningLongerThan(MAX_DURATION);
        return HealthCheckResponse.named("Threads of requests").status(stuck == 0).withData("stuck", stuck).build();
    }
}
