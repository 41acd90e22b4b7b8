package dev.byline.transfer.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The languages in the settings of a site that Hugo or Zola generates.
 *
 * @param byFolder
 *            language tags by the folder of their files, with a slash at its end
 * @param all
 *            the language tags that the settings name
 * @param defaultLanguage
 *            the language of files that show none; null if the settings name none
 * @param defaultInFolder
 *            whether the addresses of pages in the default language begin with the language, too
 */
record SiteLanguages(Map<String, String> byFolder, Set<String> all, String defaultLanguage, boolean defaultInFolder) {
    private static final Pattern CONFIG_PATH = Pattern.compile(
            "(hugo|config|zola)\\.(toml|ya?ml|json)|config/_default/(hugo|config|languages)\\.(toml|ya?ml|json)");

    /** Reads the settings in an archive; settings that cannot be read name no language. */
    static SiteLanguages read(MarkdownArchive archive) throws IOException, BrokenFileException {
        var found = new SiteLanguages(new HashMap<>(), new HashSet<>(), null, false);
        for (var name : archive.fileNames()) {
            var path = archive.path(name);
            if (CONFIG_PATH.matcher(path).matches()) {
                var text = archive.readIfPossible(name);
                found = text == null ? found : found.with(path, text);
            }
        }
        return found;
    }

    private SiteLanguages with(String path, String text) {
        // YAML includes JSON.
        var fence = path.endsWith(".toml") ? "+++" : "---";
        var settings = FrontMatterParser.parse(fence + "\n" + text.replace("\r\n", "\n") + "\n" + fence + "\n");
        boolean isListOfLanguages = path.contains("/languages.");
        var languages = isListOfLanguages ? settings.values() : settings.values().get("languages");
        if (languages instanceof Map<?, ?> byCode) {
            for (var code : byCode.keySet()) {
                all.add(toTag(code.toString()));
                var folder = settings.text((isListOfLanguages ? "" : "languages.") + code + ".contentDir");
                if (folder != null) {
                    byFolder.put(folder.replaceAll("^[./]+|/+$", "") + "/", toTag(code.toString()));
                }
            }
        }
        var named = settings.text("defaultContentLanguage", "default_language");
        return isListOfLanguages || named == null
                ? this
                : new SiteLanguages(byFolder, all, toTag(named),
                        settings.isBoolean("defaultContentLanguageInSubdir", true));
    }

    /** Returns the language tag of a code such as {@code zh-cn} or {@code zh_CN}. */
    static String toTag(String code) {
        return Locale.forLanguageTag(code.replace('_', '-')).toLanguageTag();
    }
}
