package dev.byline.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What somebody wants mails about, by ids; without categories and authors it is everything. */
record Wish(List<UUID> categories, List<UUID> authors) {
    boolean everything() {
        return categories.isEmpty() && authors.isEmpty();
    }

    /** As the database names them. */
    List<UUID> topics() {
        if (everything()) {
            return List.of(SubscriberRepository.EVERYTHING);
        }
        var topics = new ArrayList<>(categories);
        topics.addAll(authors);
        return topics;
    }
}
