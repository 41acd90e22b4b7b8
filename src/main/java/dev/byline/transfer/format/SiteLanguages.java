package dev.byline.transfer.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The languages in the settings of a site that Hugo, Zola, Jekyll or Hexo generates.
 *
 * @param byFolder
 *            language tags by the folder of their files, with a slash at its end
 * @param all
 *            the language tags that the settings name
 * @param defaultLanguage
 *            the language of files that show none; null if the settings name none
 * @param defaultInFolder
 *            whether the addresses of pages in the default language begin with the language, too
 * @param siteLanguage
 *            the language of the whole site, as Jekyll and Hexo name it; null if the settings name none
 */
record SiteLanguages(
        Map<String, String> byFolder,
        Set<String> all,
        String defaultLanguage,
        boolean defaultInFolder,
        String siteLanguage) {
    /** The default language of Hugo and Zola. */
    private static final String DEFAULT = "en";
    private static final Pattern CONFIG_PATH = Pattern.compile("((?:hugo|config|zola)|"
            + "config/_default/(?:hugo|config|languages(?:\\.(?<code>[\\w-]+))?))\\.(toml|ya?ml|json)");
    private static final Pattern JEKYLL_CONFIG_PATH = Pattern.compile("_config\\.ya?ml");

    /** Reads the settings in an archive; settings that cannot be read name no language. */
    static SiteLanguages read(MarkdownArchive archive) throws IOException, BrokenFileException {
        var found = new SiteLanguages(new HashMap<>(), new HashSet<>(), null, false, null);
        for (var name : archive.fileNames()) {
            var path = archive.path(name);
            var config = CONFIG_PATH.matcher(path);
            boolean isJekyll = JEKYLL_CONFIG_PATH.matcher(path).matches();
            var text = isJekyll || config.matches() ? archive.readIfPossible(name) : null;
            if (text != null) {
                var settings = parse(path, text);
                found = isJekyll
                        ? found.withSiteLanguage(settings.text("default_lang", "lang", "locale", "language"))
                        : config.group("code") != null
                                ? found.withLanguage(config.group("code"), settings.text("contentDir"))
                                : found.withSettings(settings, path.contains("/languages."));
            }
        }
        return found.defaultLanguage == null && found.all.contains(DEFAULT)
                ? new SiteLanguages(found.byFolder, found.all, DEFAULT, false, found.siteLanguage)
                : found;
    }

    private static FrontMatter parse(String path, String text) {
        // YAML includes JSON.
        var fence = path.endsWith(".toml") ? "+++" : "---";
        return FrontMatterParser.parse(fence + "\n" + text.replace("\r\n", "\n") + "\n" + fence + "\n");
    }

    private SiteLanguages withSettings(FrontMatter settings, boolean isListOfLanguages) {
        var languages = isListOfLanguages ? settings.values() : settings.findValue("languages");
        if (languages instanceof Map<?, ?> byCode) {
            byCode.keySet().forEach(code -> withLanguage(code.toString(),
                    settings.text((isListOfLanguages ? "" : "languages.") + code + ".contentDir")));
        }
        var named = settings.text("defaultContentLanguage", "default_language");
        return isListOfLanguages || named == null
                ? this
                : new SiteLanguages(byFolder, all, toTag(named),
                        settings.isBoolean("defaultContentLanguageInSubdir", true), siteLanguage);
    }

    private SiteLanguages withLanguage(String code, String folder) {
        all.add(toTag(code));
        if (folder != null) {
            byFolder.put(folder.replaceAll("^[./]+|/+$", "") + "/", toTag(code));
        }
        return this;
    }

    private SiteLanguages withSiteLanguage(String language) {
        return new SiteLanguages(byFolder, all, defaultLanguage, defaultInFolder, language);
    }

    /** Returns the language tag of a code such as {@code zh-cn} or {@code zh_CN}. */
    static String toTag(String code) {
        return Locale.forLanguageTag(code.replace('_', '-')).toLanguageTag();
    }
}
