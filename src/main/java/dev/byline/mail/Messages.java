package dev.byline.mail;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;

/**
 * Texts of mails and of the built-in pages, in the reader's locale: {@code mail/<locale>.properties}, for instance
 * {@code mail/vi.properties} for Vietnamese. Each value is a Qute template. A locale is one file; a message missing
 * there comes from the file of its language, else from the English one.
 */
@Singleton
public class Messages {
    private static final String FALLBACK_LOCALE = "en";

    private final Engine engine;
    private final Map<String, Properties> messagesByLocale = new ConcurrentHashMap<>();
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    Messages(Engine engine) {
        this.engine = engine;
    }

    /** Formats a message as plain text; returns null if no locale has the message. */
    public String format(String locale, String key, Map<String, ?> values) {
        var found = Stream.of(locale, locale.split("-")[0], FALLBACK_LOCALE).filter(l -> messagesOf(l).containsKey(key))
                .findFirst();
        return found
                .map(l -> templates.computeIfAbsent(l + " " + key, k -> engine.parse(messagesOf(l).getProperty(key)))
                        .render(values))
                .orElse(null);
    }

    private Properties messagesOf(String locale) {
        return messagesByLocale.computeIfAbsent(locale, l -> {
            var properties = new Properties();
            try (var file = Messages.class.getResourceAsStream("/mail/" + l + ".properties")) {
                if (file != null) {
                    properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
                }
                return properties;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
