package dev.byline.view;

import dev.byline.audit.AuditLog;
import dev.byline.cache.Changed;
import dev.byline.identity.ArticleIdentities;
import dev.byline.publication.PublicationService;
import dev.byline.stats.Counters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Counts, reads and sets views. */
@ApplicationScoped
class ViewService {
    private final PublicationService publications;
    private final ArticleIdentities identities;
    private final Counters counters;
    private final AuditLog audit;
    private final Event<Changed> changed;

    ViewService(PublicationService publications, ArticleIdentities identities, Counters counters, AuditLog audit,
            Event<Changed> changed) {
        this.changed = changed;
        this.publications = publications;
        this.identities = identities;
        this.counters = counters;
        this.audit = audit;
    }

    /** Counts one view of a live article; when this returns, the view is on disk. 404 if it is not live. */
    @Transactional
    ViewCount count(String reference, String locale) {
        var article = publications.find(reference, locale).articleId();
        counters.view(article);
        return ViewCount.of(article, counters.of(article));
    }

    /** The totals of a live article; 404 if it is not live. */
    ViewCount read(String reference, String locale) {
        var article = publications.find(reference, locale).articleId();
        return ViewCount.of(article, counters.of(article));
    }

    /** The totals of an article in any state. */
    ViewCount readForStaff(String reference) {
        var article = identities.require(reference);
        return ViewCount.of(article, counters.of(article));
    }

    @Transactional
    ViewCount set(String reference, long views) {
        var article = identities.require(reference);
        counters.setViews(article, views);
        audit.record("views.set", article);
        changed.fire(new Changed(identities.names(article)));
        return ViewCount.of(article, counters.of(article));
    }
}
