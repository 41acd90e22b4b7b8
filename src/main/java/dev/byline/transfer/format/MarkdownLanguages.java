package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The languages of Markdown files, as their paths and the settings of the site show them.
 * <ol>
 * <li>The settings of Hugo name a folder for each language ({@code languages.vi.contentDir}).</li>
 * <li>A folder with the code of a language has files of this language ({@code content/vi/post/a.md}), if one of its
 * files has the same path in the folder of another language or without the folder, or if the default language has a
 * folder beside it. Other folders with such a name are topics.</li>
 * <li>A file may have the code at the end of its name: {@code a.vi.md}.</li>
 * <li>In a site of several languages, other files have the default language of the settings
 * ({@code defaultContentLanguage}). The language of all files of a site of one language is an option of the import, or
 * else the one that Jekyll or Hexo names ({@code lang}), if Byline has it.</li>
 * </ol>
 * Files whose paths differ only in the language are translations of each other.
 */
final class MarkdownLanguages {
    private static final Set<String> CODES = Set.of(Locale.getISOLanguages());
    private static final Pattern CODE = Pattern.compile("([a-z]{2})(?:[-_][a-zA-Z]{2,4})?");
    private static final Pattern NAME_WITH_CODE = Pattern.compile("(.+)\\.([a-z]{2}(?:-[a-zA-Z]{2,4})?)(\\.\\w+)");
    /** The number of folders at the beginning of a path among which the folder of a language is searched for. */
    private static final int MAX_DEPTH = 4;

    /** Languages by their folder, with a slash at its end; the longest come first. */
    private final Map<String, String> languagesByFolder = new TreeMap<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private final Set<String> paths;
    private final SiteLanguages site;
    private final String defaultLanguage;
    /** The number of files of each translation group. */
    private final Map<String, Integer> groupSizes = new HashMap<>();
    private final boolean isMultilingual;
    /** The language of files that show none, nor the site a default language; null for the option of the import. */
    private final String siteLanguage;

    private MarkdownLanguages(Collection<String> paths, SiteLanguages site, String siteLanguage,
            String defaultLocale) {
        this.site = site;
        this.siteLanguage = siteLanguage;
        this.defaultLanguage = site.defaultLanguage() == null ? defaultLocale : site.defaultLanguage();
        this.paths = new HashSet<>(paths);
        findLanguageFolders();
        languagesByFolder.putAll(site.byFolder());
        paths.forEach(path -> groupSizes.merge(group(withoutLanguage(path).path()), 1, Integer::sum));
        isMultilingual = site.all().size() > 1
                || paths.stream().anyMatch(path -> withoutLanguage(path).language() != null);
    }

    /** Finds the languages of the files in an archive. */
    static MarkdownLanguages of(MarkdownArchive archive, ImportFile file) throws IOException, BrokenFileException {
        var site = SiteLanguages.read(archive);
        return new MarkdownLanguages(archive.markdownNames().stream().map(archive::path).toList(), site,
                file.findLocale(site.siteLanguage()), file.options().locale);
    }

    /**
     * A file without its language.
     *
     * @param language
     *            the language that the path or the site shows, as a language tag; null if they show none
     * @param path
     *            the path without the language
     * @param translationGroup
     *            the key that translations of the file share; null if the path shows none
     */
    record MarkdownPage(String language, String path, String translationGroup) {}

    /** Separates the language of a file from its path. */
    MarkdownPage locate(String path) {
        var page = withoutLanguage(path);
        var group = group(page.path);
        var ofSite = isMultilingual && site.defaultLanguage() != null ? site.defaultLanguage() : siteLanguage;
        return new MarkdownPage(page.language == null ? ofSite : page.language, page.path,
                page.language != null || groupSizes.getOrDefault(group, 0) > 1 ? group : null);
    }

    /** Returns the beginning of the address of a page in this language; empty for the default language. */
    String addressPrefix(String language) {
        return language == null || language.equals(defaultLanguage) && !site.defaultInFolder() ? "" : "/" + language;
    }

    private MarkdownPage withoutLanguage(String path) {
        for (var folder : languagesByFolder.entrySet()) {
            if (path.startsWith(folder.getKey())) {
                // The settings may name folders at any place, such as content/ and content-vi/.
                var parent = site.byFolder().containsKey(folder.getKey())
                        ? "content/"
                        : folder.getKey().replaceFirst("[^/]*/$", "");
                return new MarkdownPage(folder.getValue(), parent + path.substring(folder.getKey().length()), null);
            }
        }
        var name = NAME_WITH_CODE.matcher(path.substring(path.lastIndexOf('/') + 1));
        return name.matches() && isCode(name.group(2))
                ? new MarkdownPage(SiteLanguages.toTag(name.group(2)),
                        path.substring(0, path.lastIndexOf('/') + 1) + name.group(1) + name.group(3), null)
                : new MarkdownPage(null, path, null);
    }

    private static String group(String path) {
        return path.replaceFirst("\\w+$", "");
    }

    private void findLanguageFolders() {
        var foldersByParent = new TreeMap<String, Set<String>>();
        for (var path : paths) {
            int start = 0;
            int end = path.indexOf('/');
            for (int depth = 0; end >= 0 && depth < MAX_DEPTH; depth++) {
                if (isCode(path.substring(start, end))) {
                    foldersByParent.computeIfAbsent(path.substring(0, start), parent -> new TreeSet<>())
                            .add(path.substring(start, end));
                    break;
                }
                start = end + 1;
                end = path.indexOf('/', start);
            }
        }
        foldersByParent.forEach((parent, folders) -> {
            if (folders.size() > 1
                    && folders.stream().anyMatch(folder -> SiteLanguages.toTag(folder).equals(defaultLanguage))
                    || folders.stream().anyMatch(folder -> hasCounterpart(parent, folder, folders))) {
                folders.forEach(folder -> languagesByFolder.put(parent + folder + "/", SiteLanguages.toTag(folder)));
            }
        });
    }

    private boolean hasCounterpart(String parent, String folder, Set<String> folders) {
        var prefix = parent + folder + "/";
        return paths.stream().filter(path -> path.startsWith(prefix)).map(path -> path.substring(prefix.length()))
                .anyMatch(rest -> paths.contains(parent + rest) || folders.stream()
                        .anyMatch(other -> !other.equals(folder) && paths.contains(parent + other + "/" + rest)));
    }

    private static boolean isCode(String text) {
        var code = CODE.matcher(text);
        return code.matches() && CODES.contains(code.group(1));
    }
}
