package dev.byline.view;

import java.util.List;
import java.util.Locale;

import dev.byline.security.Role;
import dev.byline.view.ViewCall.Visitor;
import dev.byline.web.AddressRanges;
import dev.byline.web.ClientAddress;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Tells what is known of a call before anything is counted: whose it is, and whether it can be a view at all. */
@Singleton
class ViewSieve {
    /** Shorter than this no browser's user agent is, and none is longer than this. */
    private static final int SHORTEST_AGENT = 20;
    private static final int LONGEST_AGENT = 1024;
    private static final List<String> PURPOSES = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");
    private static final List<String> IN_ADVANCE = List.of("prefetch", "preview", "prerender");

    private final ViewSettings settings;
    private final AddressRanges ignored;
    private final ClientAddress address;
    private final CurrentVertxRequest current;
    private final CurrentIdentityAssociation identity;

    ViewSieve(ViewSettings settings, ClientAddress address, CurrentVertxRequest current,
            CurrentIdentityAssociation identity) {
        this.settings = settings;
        this.ignored = new AddressRanges("BYLINE_VIEWS_IGNORED", settings.ignored().orElse(List.of()));
        this.address = address;
        this.current = current;
        this.identity = identity;
    }

    Visitor visitor() {
        var agent = current.getCurrent().request().getHeader("User-Agent");
        return new Visitor(address.ipAddress(), address.network(), agent == null ? "" : agent);
    }

    /** Why the current request cannot be a view, or null. Credentials that nobody has are as good as none here. */
    Uni<Reason> reason(Visitor visitor) {
        var request = current.getCurrent().request();
        if (PURPOSES.stream().anyMatch(header -> inAdvance(request, header))) {
            return Uni.createFrom().item(Reason.prefetch);
        }
        if (isBot(visitor.agent())) {
            return Uni.createFrom().item(Reason.bot);
        }
        if (ignored.contains(visitor.address())) {
            return Uni.createFrom().item(Reason.ignored);
        }
        if (settings.countStaff() || request.getHeader("Authorization") == null) {
            return Uni.createFrom().nullItem();
        }
        return identity.getDeferredIdentity().map(known -> known.hasRole(Role.STAFF)).onFailure().recoverWithItem(false)
                .map(staff -> staff ? Reason.staff : null);
    }

    static boolean isBot(String agent) {
        return agent.length() < SHORTEST_AGENT || agent.length() > LONGEST_AGENT || Bots.has(agent);
    }

    private static boolean inAdvance(HttpServerRequest request, String header) {
        var purpose = request.getHeader(header);
        return purpose != null && IN_ADVANCE.stream().anyMatch(purpose.toLowerCase(Locale.ROOT)::contains);
    }
}
