package dev.byline.webhook;

import org.eclipse.microprofile.openapi.annotations.Operation;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The key of IndexNow, which a frontend relays at the same path of its own host. */
@Path(BuiltInReceivers.KEY_PATH)
class IndexNowResource {
    private final BuiltInReceivers builtInReceivers;

    IndexNowResource(BuiltInReceivers builtInReceivers) {
        this.builtInReceivers = builtInReceivers;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public String key() {
        var key = builtInReceivers.indexnowKey();
        if (key == null) {
            throw ProblemException.notFound("key of IndexNow", BuiltInReceivers.KEY_PATH);
        }
        return key;
    }
}
