package dev.byline.limit;

import dev.byline.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** The permit of the current request in its {@link Share}. */
@Singleton
public class RequestShare {
    private final CurrentVertxRequest currentRequest;

    RequestShare(CurrentVertxRequest currentRequest) {
        this.currentRequest = currentRequest;
    }

    /** Gives the permit back, before the request waits for something other than a connection. */
    public void leave() {
        var permit = permit();
        if (permit != null) {
            permit.leave();
        }
    }

    /** Takes a permit again, as at the beginning of the request; 503 if too many requests wait. */
    public void enter() {
        var permit = permit();
        if (permit != null) {
            permit.enter();
        }
    }

    /** Creates the 503 for a request that may not run. */
    public static ProblemException busy() {
        return ShareQueue.busy();
    }

    private SharePermit permit() {
        var request = currentRequest.getCurrent();
        return request == null ? null : request.get(SharePermit.KEY);
    }
}
