package dev.byline.start;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

import dev.byline.security.ApiKeyStore;
import dev.byline.web.ManagementServer;
import dev.byline.web.Paths;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;

/**
 * The application: creates the first key and the sample content between the start of the server and the first request,
 * prints the banner, and waits for the end.
 */
class BylineApplication implements QuarkusApplication {
    /** The system property that is true while the database is the embedded one. */
    static final String EMBEDDED_PROPERTY = "byline.embedded";
    private static final Logger LOG = Logger.getLogger(BylineApplication.class);
    private static final int MIN_ADMIN_KEY_LENGTH = 20;

    private final ApiKeyStore keys;
    private final SampleContent sample;
    private final HttpServer http;
    private final StartedCheck startedCheck;
    private final Optional<String> adminKey;
    private final boolean wantsSample;
    private final Optional<Integer> managementPort;

    BylineApplication(ApiKeyStore keys, SampleContent sample, HttpServer http, @Readiness StartedCheck startedCheck,
            @ConfigProperty(name = "byline.admin-key") Optional<String> adminKey,
            @ConfigProperty(name = "byline.sample-content", defaultValue = "true") boolean wantsSample,
            @ConfigProperty(name = ManagementServer.SETTING) Optional<Integer> managementPort) {
        this.keys = keys;
        this.sample = sample;
        this.http = http;
        this.startedCheck = startedCheck;
        this.adminKey = adminKey;
        this.wantsSample = wantsSample;
        this.managementPort = managementPort;
    }

    @Override
    public int run(String... arguments) throws Exception {
        var printed = Optional.<String>empty();
        if (adminKey.isPresent()) {
            if (adminKey.get().length() < MIN_ADMIN_KEY_LENGTH) {
                LOG.warn(
                        "BYLINE_ADMIN_KEY is short enough to be guessed; set at least " + MIN_ADMIN_KEY_LENGTH
                                + " random characters.");
            }
            keys.storeConfiguredKey(adminKey.get());
        } else {
            printed = keys.createFirstKey();
        }
        if (Boolean.getBoolean(EMBEDDED_PROPERTY) && wantsSample) {
            sample.addIfDatabaseIsEmpty();
        }
        if (!Boolean.getBoolean(EMBEDDED_PROPERTY)) {
            // With the embedded PostgreSQL no other node could answer meanwhile.
            WarmUp.run(URI.create("http://" + host() + ":" + http.getPort()));
        }
        startedCheck.markStarted();
        if (Training.isWanted()) {
            Training.run(http.getPort());
            return 0;
        }
        printBanner(printed);
        Quarkus.waitForExit();
        return 0;
    }

    /** Prints the banner at once: scripts that wait for its first lines read the key as well. */
    private void printBanner(Optional<String> key) {
        var host = "http://" + host() + ":";
        var management = host + managementPort.orElse(http.getPort());
        System.out.print("""

                  Byline is up
                  Swagger UI  %1$s/q/swagger-ui/
                  API         %2$s%3$s%4$s/articles
                  Contract    %1$s/q/openapi
                %5$s
                """.formatted(management, host, http.getPort(), Paths.PUBLIC_API, key.map("""

                  Admin key   %s
                  The key is shown only once: store it. The command new-key replaces a lost key.
                """::formatted).orElse("")));
    }

    private String host() {
        var host = http.getLocalBaseUri().getHost();
        return host == null || host.equals("0.0.0.0") ? InetAddress.getLoopbackAddress().getHostName() : host;
    }
}
