package dev.byline.view;

import java.util.List;
import java.util.Locale;

import dev.byline.security.Role;
import dev.byline.view.PendingView.Visitor;
import dev.byline.web.AddressRanges;
import dev.byline.web.ClientAddress;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * Filters view calls by their request alone. It finds, in this order, prefetches, bots, ignored addresses and signed-in
 * staff. Such a call is queued with its reason, gets the same response as any other, and is not counted.
 * <p>
 * Floods and repeated visits are found later, in {@link ViewBatchWriter}: {@link FloodDetector} detects floods, and {@link ViewBatchStatements}
 * drops repeated visits with the statement that counts.
 */
@Singleton
class ViewFilter {
    /** The minimum and maximum length of the user agent of a browser; others are bots. */
    private static final int MIN_USER_AGENT_LENGTH = 20;
    private static final int MAX_USER_AGENT_LENGTH = 1024;
    private static final List<String> PURPOSE_HEADERS = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");
    private static final List<String> PREFETCH_VALUES = List.of("prefetch", "preview", "prerender");

    private final ViewSettings settings;
    private final AddressRanges ignoredAddresses;
    private final ClientAddress address;
    private final CurrentVertxRequest currentRequest;
    private final CurrentIdentityAssociation identity;

    ViewFilter(ViewSettings settings, ClientAddress address, CurrentVertxRequest currentRequest,
            CurrentIdentityAssociation identity) {
        this.settings = settings;
        this.ignoredAddresses = new AddressRanges("BYLINE_VIEWS_IGNORED", settings.ignored().orElse(List.of()));
        this.address = address;
        this.currentRequest = currentRequest;
        this.identity = identity;
    }

    /** Returns the address, network and user agent of the current request. */
    Visitor currentVisitor() {
        var agent = currentRequest.getCurrent().request().getHeader("User-Agent");
        return new Visitor(address.ipAddress(), address.network(), agent == null ? "" : agent);
    }

    /**
     * Finds the reason why the current request cannot be a view, or null. Invalid credentials are ignored
     * here: such a call counts like a call without credentials.
     */
    Uni<DropReason> findDropReason(Visitor visitor) {
        var request = currentRequest.getCurrent().request();
        if (PURPOSE_HEADERS.stream().anyMatch(header -> isPrefetch(request, header))) {
            return Uni.createFrom().item(DropReason.prefetch);
        }
        if (isBot(visitor.agent())) {
            return Uni.createFrom().item(DropReason.bot);
        }
        if (ignoredAddresses.contains(visitor.address())) {
            return Uni.createFrom().item(DropReason.ignored);
        }
        if (settings.countStaff() || request.getHeader("Authorization") == null) {
            return Uni.createFrom().nullItem();
        }
        return identity.getDeferredIdentity().map(user -> user.hasRole(Role.STAFF)).onFailure().recoverWithItem(false)
                .map(staff -> staff ? DropReason.staff : null);
    }

    /** Tells whether a user agent is that of a bot: by its length, or by the list in {@code bots.txt}. */
    static boolean isBot(String agent) {
        return agent.length() < MIN_USER_AGENT_LENGTH || agent.length() > MAX_USER_AGENT_LENGTH
                || BotUserAgents.matches(agent);
    }

    private static boolean isPrefetch(HttpServerRequest request, String header) {
        var purpose = request.getHeader(header);
        return purpose != null && PREFETCH_VALUES.stream().anyMatch(purpose.toLowerCase(Locale.ROOT)::contains);
    }
}
