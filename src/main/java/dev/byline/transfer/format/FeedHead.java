package dev.byline.transfer.format;

import java.util.Optional;
import java.util.regex.Pattern;

/** The beginning of a feed, which tells its format. */
final class FeedHead {
    private static final Pattern BLOGGER_MARK = Pattern.compile("blogger/2008/kind#|<blogger:(type|status)>");

    private FeedHead() {
    }

    /** Detects a feed by its root element and its beginning. */
    static Optional<ImportFormat> detectXml(String root, String head) {
        return root.equals("feed") && BLOGGER_MARK.matcher(head).find()
                ? Optional.of(ImportFormat.blogger)
                : Optional.empty();
    }
}
