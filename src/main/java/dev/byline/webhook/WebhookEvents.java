package dev.byline.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.Violation;

/** The names of the events: a type and a change, for instance {@code article.published}. */
final class WebhookEvents {
    /** The pattern that matches all events. */
    static final String ALL = "*";
    /** The event that staff send to try a webhook; no pattern is needed for it. */
    static final String TEST = "webhook.test";
    /** The changes of types that can be taken from readers without being deleted. */
    private static final List<String> CONTENT_CHANGES = List.of("published", "updated", "unpublished", "deleted");
    private static final List<String> PUBLIC_CHANGES = List.of("published", "updated", "deleted");
    private static final List<String> ROW_CHANGES = List.of("created", "updated", "deleted");
    private static final Map<String, List<String>> CHANGES_BY_TYPE = new LinkedHashMap<>();

    static {
        for (var type : List.of("article", "page", "tag")) {
            CHANGES_BY_TYPE.put(type, CONTENT_CHANGES);
        }
        for (var type : List.of("category", "author", "menu")) {
            CHANGES_BY_TYPE.put(type, PUBLIC_CHANGES);
        }
        CHANGES_BY_TYPE.put("member", ROW_CHANGES);
        CHANGES_BY_TYPE.put("subscriber", ROW_CHANGES);
        CHANGES_BY_TYPE.put("comment", List.of("created", "updated", "approved", "rejected", "deleted"));
        CHANGES_BY_TYPE.put("import", List.of("finished"));
        CHANGES_BY_TYPE.put("site", List.of("updated"));
    }

    private WebhookEvents() {
    }

    /** Returns all patterns: each event, each type with a wildcard, and the one that matches all. */
    static Set<String> patterns() {
        var patterns = new LinkedHashSet<String>(List.of(ALL));
        CHANGES_BY_TYPE.forEach((type, changes) -> {
            patterns.add(type + ".*");
            changes.forEach(change -> patterns.add(type + "." + change));
        });
        return patterns;
    }

    /** Returns a violation for each text that is not a pattern. */
    static List<Violation> check(List<String> events) {
        var known = patterns();
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            if (!known.contains(event)) {
                violations.add(Violation.body("/events/" + i,
                        "is " + EchoedInput.quote(event) + ", which is no event"
                                + BodyProblems.suggestNearest(event, known)));
            }
        }
        return violations;
    }
}
