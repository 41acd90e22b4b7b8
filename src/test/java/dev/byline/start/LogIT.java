package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** Case K03: the log of the whole test suite contains no personal data and no secret. */
class LogIT {
    private static final Path LOG = Path.of("target", "suite.log");
    /** Email addresses of people; hashes in the names of classes do not match. */
    private static final String EMAIL = "[\\w.+-]+@[\\w-]+\\.[A-Za-z][\\w.]*";
    private static final String KEY = "byline_[\\w-]{20,}";
    /** Tokens of comments, members, subscriptions and previews: 32 random bytes. */
    private static final String TOKEN = "(?<![\\w-])(?=[\\w-]*[0-9])(?=[\\w-]*[A-Z])[\\w-]{43}(?![\\w-])";
    private static final String HASH = "\\$argon2";
    private static final Pattern SECRET = Pattern.compile(String.join("|", EMAIL, KEY, TOKEN, HASH,
            "a-key-of-the-tests-that-nobody-else-has", "a sentence that nobody knows",
            "(?i)authorization: *(bearer|basic) *\\S+"));

    @Test
    void k03_the_log_names_no_person_and_no_secret() throws IOException {
        assertTrue(Files.exists(LOG), "The tests before this one write " + LOG);
        try (var lines = Files.lines(LOG)) {
            assertEquals(List.of(), lines.filter(line -> SECRET.matcher(line).find()).limit(20).toList());
        }
    }

    @Test
    void it_would_be_found_if_it_did() {
        for (var line : List.of("Mail to mai@example.com failed", "Key byline_at_0123456789abcdefghijABCD",
                "Token a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0abc", "Authorization: Bearer x",
                "$argon2id$v=19$m=19456")) {
            assertTrue(SECRET.matcher(line).find(), line);
        }
        assertEquals(false, SECRET.matcher("java.lang.Object@1f2e3d at dev.byline.web.RequestFilter").find());
    }
}
