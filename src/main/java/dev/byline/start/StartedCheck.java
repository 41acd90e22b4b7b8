package dev.byline.start;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;

/** The service is ready when the configured key and the sample content are stored, not when its port is open. */
@Readiness
@Singleton
class StartedCheck implements HealthCheck {
    /** Tests run the service without {@link BylineApplication}. */
    private volatile boolean started = LaunchMode.current() == LaunchMode.TEST;

    void markStarted() {
        started = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Keys and sample content").status(started).build();
    }
}
