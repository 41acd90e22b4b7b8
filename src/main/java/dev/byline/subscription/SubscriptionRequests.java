package dev.byline.subscription;

import dev.byline.mail.DeferredRequests;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Queues the requests of clients that have no token yet. */
@ApplicationScoped
class SubscriptionRequests {
    private final DeferredRequests deferredRequests;
    private final SubscriptionTopics topics;
    private final SiteService site;

    SubscriptionRequests(DeferredRequests deferredRequests, SubscriptionTopics topics, SiteService site) {
        this.deferredRequests = deferredRequests;
        this.topics = topics;
        this.site = site;
    }

    /** Queues a request for a subscription; throws 422 for categories and authors that do not exist. */
    @Transactional
    void requestSubscription(SubscriptionInput input, String network) {
        var requestedTopics = topics.resolve(input.categories(), input.authors());
        var locale = input.locale() == null ? site.defaultLocale() : input.locale();
        boolean filledByBot = input.website2() != null && !input.website2().isBlank();
        deferredRequests.add(SubscriptionRequestHandler.KIND,
                new SubscriptionRequestHandler.SubscriptionRequest(input.email(), input.name(), locale, requestedTopics,
                        network, filledByBot));
    }

    /** Queues a request for the link to manage a subscription. */
    @Transactional
    void requestManageLink(String email) {
        deferredRequests.add(ManageLinkRequestHandler.KIND, new ManageLinkRequestHandler.ManageLinkRequest(email));
    }
}
