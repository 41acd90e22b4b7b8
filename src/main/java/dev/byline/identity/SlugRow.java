package dev.byline.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One row of the table of all current and former slugs. */
public record SlugRow(UUID articleId, String locale, String slug) {
    /**
     * Chooses one of the rows of one slug in different locales:
     * <ol>
     * <li>the row of the first of the given locales that has a row,
     * <li>otherwise the row of the default locale,
     * <li>otherwise the first row, if all rows belong to one article.
     * </ol>
     */
    public static Optional<SlugRow> choose(List<SlugRow> rows, List<String> locales, Supplier<String> defaultLocale) {
        return locales.stream().flatMap(locale -> findInLocale(rows, locale).stream()).findFirst()
                .or(() -> rows.size() < 2 ? Optional.empty() : findInLocale(rows, defaultLocale.get()))
                .or(() -> rows.stream().map(SlugRow::articleId).distinct().count() == 1
                        ? Optional.of(rows.get(0))
                        : Optional.empty());
    }

    /** Returns the locales of the rows. */
    public static List<String> locales(List<SlugRow> rows) {
        return rows.stream().map(SlugRow::locale).toList();
    }

    private static Optional<SlugRow> findInLocale(List<SlugRow> rows, String locale) {
        return rows.stream().filter(row -> row.locale.equals(locale)).findFirst();
    }
}
