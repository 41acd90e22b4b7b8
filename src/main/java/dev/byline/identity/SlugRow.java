package dev.byline.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One row of the table of all slugs. */
public record SlugRow(UUID articleId, String locale, String slug) {
    /**
     * Which of the rows of one slug is meant: that of the first of the locales that has one, else of the default locale,
     * else the only article's.
     */
    public static Optional<SlugRow> choose(List<SlugRow> rows, List<String> locales, Supplier<String> defaultLocale) {
        return locales.stream().flatMap(locale -> findInLocale(rows, locale).stream()).findFirst()
                .or(() -> rows.size() < 2 ? Optional.empty() : findInLocale(rows, defaultLocale.get()))
                .or(() -> rows.stream().map(SlugRow::articleId).distinct().count() == 1
                        ? Optional.of(rows.get(0))
                        : Optional.empty());
    }

    private static Optional<SlugRow> findInLocale(List<SlugRow> rows, String locale) {
        return rows.stream().filter(row -> row.locale.equals(locale)).findFirst();
    }
}
