package dev.byline.subscription;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import jakarta.enterprise.context.ApplicationScoped;

/** Topics of subscriptions, with the categories and authors to which they refer. */
@ApplicationScoped
class SubscriptionTopics {
    private final SubscriberRepository subscribers;
    private final CategoryService categories;
    private final AuthorService authors;

    SubscriptionTopics(SubscriberRepository subscribers, CategoryService categories, AuthorService authors) {
        this.subscribers = subscribers;
        this.categories = categories;
        this.authors = authors;
    }

    /** Resolves ids and slugs; throws 422 for categories and authors that do not exist. */
    RequestedTopics resolve(List<String> categoryNames, List<String> authorNames) {
        return new RequestedTopics(categories.resolve(categoryNames, "/categories"),
                authors.resolve(authorNames, "/authors"));
    }

    /** Finds the topics of each subscriber of a page, in three statements. */
    Map<UUID, Topics> read(Collection<Subscriber> page) {
        var rows = subscribers.subscriptions(page.stream().map(s -> s.id).toList());
        var all = rows.values().stream().flatMap(List::stream).toList();
        var ofCategories = categories
                .refs(all.stream().map(r -> r.categoryId()).filter(c -> c != null).distinct().toList());
        var ofAuthors = authors.refs(all.stream().map(r -> r.authorId()).filter(a -> a != null).distinct().toList());
        return page.stream().collect(Collectors.toMap(s -> s.id, s -> {
            var own = rows.getOrDefault(s.id, List.of());
            return new Topics(own.stream().anyMatch(r -> r.topic().equals(SubscriberRepository.EVERYTHING_TOPIC)),
                    // Skips categories and authors that are deleted at this moment.
                    own.stream().filter(r -> r.categoryId() != null)
                            .map(r -> ofCategories.get(r.categoryId())).filter(Objects::nonNull)
                            .map(c -> c.inLocale(s.locale)).toList(),
                    own.stream().filter(r -> r.authorId() != null)
                            .map(r -> ofAuthors.get(r.authorId())).filter(Objects::nonNull)
                            .map(a -> a.inLocale(s.locale)).toList());
        }));
    }

    /** Finds the topics of a subscriber, confirmed or not. */
    Topics read(Subscriber s) {
        return read(List.of(s)).get(s.id);
    }

    /** Finds the topics about which the subscriber gets mails: none unless the subscriber is confirmed. */
    Topics readConfirmed(Subscriber s) {
        return s.state == Subscriber.SubscriberState.confirmed ? read(s) : Topics.NONE;
    }

    /** Finds the ids of the topics of a subscriber. */
    List<UUID> ids(UUID subscriber) {
        return subscribers.subscriptions(List.of(subscriber)).getOrDefault(subscriber, List.of()).stream()
                .map(r -> r.topic()).toList();
    }
}
