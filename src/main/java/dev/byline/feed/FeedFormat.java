package dev.byline.feed;

import java.util.stream.Stream;

import dev.byline.problem.ProblemException;

/** Formats of feeds, named as the last segment of a feed's path. */
enum FeedFormat {
    rss(FeedFormat.RSS + ";charset=utf-8"),
    atom(FeedFormat.ATOM + ";charset=utf-8"),
    // JSON has no charset parameter: it is always UTF-8 (RFC 8259 §11).
    json(FeedFormat.JSON);

    static final String RSS = "application/rss+xml";
    static final String ATOM = "application/atom+xml";
    static final String JSON = "application/feed+json";

    final String contentType;

    FeedFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Returns the format with this name; 404 for any other name, as for every unknown path. */
    static FeedFormat of(String name) {
        return Stream.of(values()).filter(format -> format.name().equals(name)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("feed format", name));
    }
}
