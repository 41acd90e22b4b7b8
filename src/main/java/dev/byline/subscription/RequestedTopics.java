package dev.byline.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Topics of a requested subscription, by ids; without categories and authors, the request covers all articles. */
record RequestedTopics(List<UUID> categories, List<UUID> authors) {
    /** Returns whether the request covers all articles. */
    boolean coversEverything() {
        return categories.isEmpty() && authors.isEmpty();
    }

    /** Returns the topics as the database stores them. */
    List<UUID> topicIds() {
        if (coversEverything()) {
            return List.of(SubscriberRepository.EVERYTHING_TOPIC);
        }
        var topics = new ArrayList<>(categories);
        topics.addAll(authors);
        return topics;
    }
}
