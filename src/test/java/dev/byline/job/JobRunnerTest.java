package dev.byline.job;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.quarkus.runtime.ShutdownEvent;

class JobRunnerTest {
    private final JobRunner jobRunner = new JobRunner();

    @Test
    void a_stop_interrupts_and_awaits_the_running_job_and_no_other_job_begins() throws Exception {
        var started = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var job = CompletableFuture.runAsync(() -> jobRunner.run("endless", () -> {
            started.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                ended.set(true);
            }
        }));
        started.await();
        jobRunner.stop(new ShutdownEvent());
        assertTrue(ended.get());
        job.join();
        var late = new AtomicBoolean();
        jobRunner.run("late", () -> late.set(true));
        assertFalse(late.get());
    }
}
