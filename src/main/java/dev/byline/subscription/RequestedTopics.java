package dev.byline.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What somebody wants mails about, by ids; without categories and authors it is everything. */
record RequestedTopics(List<UUID> categories, List<UUID> authors) {
    boolean coversEverything() {
        return categories.isEmpty() && authors.isEmpty();
    }

    /** As the database names them. */
    List<UUID> topicIds() {
        if (coversEverything()) {
            return List.of(SubscriberRepository.EVERYTHING_TOPIC);
        }
        var topics = new ArrayList<>(categories);
        topics.addAll(authors);
        return topics;
    }
}
