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
 * What Byline itself says to readers, in their locales: {@code mail/<locale>.properties}, each value a template in
 * Qute's language. A locale is one file; what it does not say is said in English.
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

    /** The words as plain text, or null if no locale has them. */
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
