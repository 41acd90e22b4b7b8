package dev.byline.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** Runs the hourly cleanup and the daily recount, on every node. */
@Singleton
// Publishes the metrics from the start.
@Startup
public class ScheduledJobs {
    private static final Logger LOG = Logger.getLogger(ScheduledJobs.class);

    private final List<HourlyCleanup> cleanups;
    private final Map<DailyRecount, AtomicLong> drifts = new LinkedHashMap<>();
    private final JobRunner jobRunner;

    ScheduledJobs(@All List<HourlyCleanup> cleanups, @All List<DailyRecount> recounts, JobRunner jobRunner,
            MeterRegistry meters) {
        this.cleanups = cleanups;
        this.jobRunner = jobRunner;
        recounts.forEach(recount -> drifts.put(recount, meters.gauge(recount.metric(), new AtomicLong())));
    }

    /** Runs the parts of the cleanup one after the other; the failure of one does not affect the others. */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    public void cleanUp() {
        for (var cleanup : cleanups) {
            jobRunner.run(ClientProxy.unwrap(cleanup).getClass().getSimpleName(), cleanup::deleteExpired);
        }
    }

    /** Recounts at night, and publishes the drift of each counter as a metric. */
    @Scheduled(cron = "0 30 3 * * ?", timeZone = "UTC", concurrentExecution = ConcurrentExecution.SKIP)
    public void recount() {
        drifts.forEach((recount, published) -> jobRunner.run(recount.metric(), () -> {
            long drift = recount.drift();
            published.set(drift);
            if (drift != 0) {
                LOG.errorf("Stored counters differ from a recount: %s is %d and should be 0. Report this as a bug.",
                        recount.metric(), drift);
            }
        }));
    }
}
