package dev.byline.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Runs scheduled jobs. A job that fails is logged, and runs again at its next time. When the service stops, running
 * jobs are interrupted and awaited before the database is closed; the scheduler would start further jobs until then.
 */
@Singleton
public class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Set<Thread> running = new HashSet<>();
    private boolean stopped;

    /** Runs a job on the current thread, unless the service is stopping. */
    public void run(String name, Runnable job) {
        if (!begin()) {
            return;
        }
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.warnf("The job '%s' failed and runs again at its next time; check the database: %s", name,
                    e.getMessage());
            LOG.debug("Cause of the failure of the job", e);
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        return !stopped && running.add(Thread.currentThread());
    }

    private synchronized void end() {
        running.remove(Thread.currentThread());
        notifyAll();
    }

    synchronized void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        running.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        for (long left = STOP_TIMEOUT.toMillis(); !running.isEmpty() && left > 0; left = (deadline - System.nanoTime())
                / 1_000_000) {
            wait(left);
        }
    }
}
