package dev.byline.transfer.format;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings with which membership plugins of WordPress keep readers from seeing a post, in its metadata. A value
 * that is not known to be harmless restricts the post.
 */
final class WordPressAccess {
    private static final String NOTHING = "0|false|no|none|a:0:\\{\\}|a:1:\\{i:0;s:0:\"\";\\}";
    /** The harmless values by key. Values of several options are serialized by PHP. */
    private static final Map<String, Pattern> HARMLESS_VALUES = compile(Map.ofEntries(
            // Members
            Map.entry("_members_access_role", NOTHING),
            // Restrict Content Pro
            Map.entry("rcp_subscription_level", NOTHING + "|all"),
            Map.entry("rcp_access_level", NOTHING),
            Map.entry("rcp_user_level", NOTHING + "|all|a:\\d+:\\{.*\"all\".*\\}"),
            Map.entry("_is_paid", NOTHING),
            // Ultimate Member: 2 are users who are logged in.
            Map.entry("um_content_restriction",
                    "(?!.*_um_custom_access_settings\";(?:s:1:\"1\"|[bi]:1)).*"
                            + "|(?!.*_um_accessible\";(?:s:1:\"2\"|i:2)).*"),
            // s2Member
            Map.entry("s2member_ccaps_req", NOTHING),
            // Patreon: the pledge in dollars
            Map.entry("patreon-level", NOTHING + "|0\\.0+"),
            // Jetpack Newsletter
            Map.entry("_jetpack_newsletter_access", NOTHING + "|everybody"),
            // WP-Members: 1 is restricted, 2 is hidden.
            Map.entry("_wpmem_block", NOTHING),
            // Paid Member Subscriptions and Profile Builder
            Map.entry("pms-content-restrict-user-status", NOTHING + "|loggedout"),
            Map.entry("pms-content-restrict-subscription-plan", NOTHING),
            Map.entry("pms-content-restrict-all-subscription-plans", NOTHING),
            Map.entry("wppb-content-restrict-user-status", NOTHING + "|loggedout"),
            // Leaky Paywall: posts that only some levels may see
            Map.entry("_issuem_leaky_paywall_visibility",
                    "(?!.*\"visibility_type\";s:\\d+:\"only(?:always)?\").*")));

    private WordPressAccess() {
    }

    private static Map<String, Pattern> compile(Map<String, String> patterns) {
        var compiled = new TreeMap<String, Pattern>();
        patterns.forEach(
                (key, pattern) -> compiled.put(key,
                        Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)));
        return compiled;
    }

    /** Finds the setting that restricts a post: its key; empty if all readers may see the post. */
    static Optional<String> findRestriction(WordPressMeta meta) {
        return HARMLESS_VALUES.entrySet().stream().filter(setting -> meta.values().containsKey(setting.getKey())
                && !setting.getValue().matcher(meta.values().get(setting.getKey())).matches())
                .map(Map.Entry::getKey).findFirst();
    }
}
