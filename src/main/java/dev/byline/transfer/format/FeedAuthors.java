package dev.byline.transfer.format;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.byline.author.AuthorInput;

/** The authors that the items of a feed name; each is passed on once, the first time that the file names it. */
class FeedAuthors {
    /** An author as RSS writes it: an email address, and the name in parentheses. */
    private static final Pattern NAME_AFTER_EMAIL = Pattern.compile("\\S+@\\S+\\s*\\((.+)\\)\\s*");

    private final Set<String> emitted = new HashSet<>();

    /**
     * Passes on an author once, and returns its external id, which is the name; null for a blank name. An email address
     * is never the public name: only its local part is used.
     */
    String emit(String given, String avatarUrl, ImportItemSink sink) {
        var name = toName(given);
        if (name != null && emitted.add(name)) {
            sink.accept("author " + name,
                    ImportLine.of(name, new AuthorInput(name, null, null, null, ImportValues.toUrl(avatarUrl))));
        }
        return name;
    }

    private static String toName(String given) {
        if (given == null) {
            return null;
        }
        var text = given.strip();
        var afterEmail = NAME_AFTER_EMAIL.matcher(text);
        if (afterEmail.matches()) {
            text = afterEmail.group(1);
        }
        var withoutEmail = ImportValues.toPlainLine(text.replaceAll("[<(]?\\S+@\\S+[>)]?", ""),
                AuthorInput.MAX_NAME_LENGTH);
        return withoutEmail != null
                ? withoutEmail
                : ImportValues.toPlainLine(text.replaceAll("@.*|^[<(]", ""), AuthorInput.MAX_NAME_LENGTH);
    }
}
