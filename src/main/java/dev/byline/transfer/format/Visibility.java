package dev.byline.transfer.format;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The restrictions of a Markdown file's visibility: everything in its front matter and its path that keeps readers of
 * its site from seeing it or from finding it in lists, in the spelling of every generator. A key that looks like a
 * restriction and has a value that is not understood is a restriction too.
 *
 * @param restrictions
 *            notes, each on one restriction; empty if readers of the site see the file in lists
 * @param publishAt
 *            the latest time of publication that the front matter names; null without one
 * @param expiresAt
 *            the time from which readers do not see the file; null without one
 */
record Visibility(List<String> restrictions, Instant publishAt, Instant expiresAt) {
    private static final int MAX_QUOTE_LENGTH = 60;
    private static final Set<String> YES = Set.of("true", "yes", "y", "on", "1", "always");
    private static final Set<String> NO = Set.of("false", "no", "n", "off", "0", "none", "null", "");
    private static final Set<String> TABLES = Set.of("extra", "params", "meta", "metadata", "custom", "build");

    /** Times of publication. Keys are compared in lower case, without hyphens and underscores. */
    private static final Pattern PUBLICATION_TIME = Pattern.compile(
            "date|(pub|publish(ed)?|publication|release|post(ed)?|embargo|schedule)(date|datetime|time)|"
                    + "(publish(ed)?|posted|released?|scheduled?)(at|on)|date(published|posted)|firstpublished(date|at)?|"
                    + "embargo(ed)?(until|till)|(scheduled|publish|release)for|golive(at|on)?|(available|visible)(from|at)");
    private static final Pattern EXPIRY_TIME = Pattern.compile(
            "expir(y|es|e|ed|ation)?(date|datetime|time|at|on)?|unpublish(date|at|on|ed(at|on))|"
                    + "(valid|visible|available)(until|till|to)");
    /** Words of keys that restrict the visibility unless their value is false. */
    private static final Pattern RESTRICTING = Pattern.compile(
            "draft|private|unlisted|delisted|headless|unpublish|notpublish|hidden|^hide$|password|passphrase|encrypt|"
                    + "paywall|embargo|^(is)?(secret|protected|premium|confidential|scheduled?|wip|disabled|inactive)$|"
                    + "workinprogress|notready|loginrequired|requires?login|ignorepost|"
                    + "(member|subscriber|patron|user|invite)s?only|excludefromcollections|invisible|"
                    + "(no|not|non|dont|never|skip|disable|prevent|block)(be|to)?(publish|public|list|visible|live|render)|"
                    + "^(is)?(archived|deleted?|trash(ed)?|removed|withdrawn|rejected|internal|restricted|paid|offline|"
                    + "incomplete|unfinished|stub|skip(ped)?|ignored?|excluded?|suppress(ed)?)$|"
                    + "^hide(post|page|article|(from|in|on)(list|home|index|blog|posts?|archives?|feeds?)).*");
    /** Words of keys that restrict the visibility unless their value is true. */
    private static final Pattern PERMITTING = Pattern.compile(
            "publish|visible|^(is)?(public|listed|live|enabled|active|routable|rendered|output|article)$|^render$|"
                    + "^permalink$|^list$|^(is)?(show|display|shown|displayed|discoverable|online|ready|finished|"
                    + "completed?|approved|reviewed)$|"
                    + "^(show|display)(post|page|article|(in|on)(list|home|index|blog|posts?|archives?|feeds?)).*");
    /** The keys among these that have no other meaning, so that every value but true restricts. */
    private static final Pattern CLEARLY_PERMITTING = Pattern
            .compile("publish|visible|^(is)?(public|listed|routable|rendered)$|^is(live|output|article)$");
    /** Keys of texts, with words of the other patterns: about publishers and copies elsewhere. */
    private static final Pattern UNRELATED = Pattern.compile(
            "publisher.*|publication.*|publishing.*|publish(ed)?(by|in|url|link|as|resources|where|venue|name)|"
                    + "hiddenfromsearch|passwordhint|(draft|private)(by|url|link)|protectedby");
    /** Keys of an audience. Of the key {@code audience} only the values that name a closed one restrict. */
    private static final Set<String> AUDIENCES = Set.of("tier", "tiers", "membership", "memberships", "accesslevel",
            "subscription", "audience");
    private static final Pattern CLOSED_AUDIENCE = Pattern
            .compile(".*(paid|paying|member|subscriber|premium|founding|patron|private|internal|staff).*");
    private static final Set<String> STATES = Set.of("status", "state", "visibility", "access", "poststatus",
            "publishstatus", "publishstate", "publishingstatus", "publicationstatus", "publicationstate",
            "workflowstate",
            "articlestatus");
    /** States that do not restrict the visibility. The date decides about a scheduled file. */
    private static final Set<String> PUBLIC_STATES = Set.of("published", "publish", "public", "live", "featured",
            "open", "visible", "everyone", "all", "free", "scheduled", "future", "released", "active");
    private static final Pattern DRAFT_PATH = Pattern
            .compile("(?i)(?:.*/)?([_.]?(?:drafts?|private|unpublished|unlisted))/.*");

    /** Finds the restrictions of a file. Times without an offset are in the given zone. */
    static Visibility of(FrontMatter matter, String path, ZoneId zone) {
        var collector = new Collector(zone);
        collector.addAll(matter.values(), "");
        var folder = DRAFT_PATH.matcher(path);
        if (folder.matches()) {
            collector.restrictions.add("is in the folder '" + folder.group(1) + "' and stays a draft");
        } else if (path.substring(path.lastIndexOf('/') + 1).startsWith("_")) {
            collector.restrictions.add("has a name that begins with an underscore and stays a draft");
        }
        if (matter.incomplete()) {
            collector.restrictions.add("stays a draft, because its front matter was not read completely");
        }
        var now = Instant.now();
        if (collector.expiresAt != null && !collector.expiresAt.isAfter(now)) {
            collector.restrictions.add("has expired and stays a draft");
        }
        return new Visibility(collector.restrictions, collector.publishAt, collector.expiresAt);
    }

    boolean isRestricted() {
        return !restrictions.isEmpty();
    }

    /** Tells whether a key names a time of publication. */
    static boolean isPublicationTime(String key) {
        return PUBLICATION_TIME.matcher(normalize(key)).matches();
    }

    private static String normalize(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static final class Collector {
        private final ZoneId zone;
        private final List<String> restrictions = new ArrayList<>();
        private Instant publishAt;
        private Instant expiresAt;

        Collector(ZoneId zone) {
            this.zone = zone;
        }

        void addAll(Map<?, ?> values, String table) {
            values.forEach((name, value) -> {
                var key = String.valueOf(name);
                var normalized = normalize(key);
                if (value instanceof Map<?, ?> map && TABLES.contains(normalized)) {
                    addAll(map, table + key + ".");
                } else if (value != null && !value.toString().isBlank()) {
                    add(table + key, normalized, value, value.toString().strip().toLowerCase(Locale.ROOT),
                            table.matches("_?build\\."));
                }
            });
        }

        private void add(String name, String key, Object value, String text, boolean build) {
            if (PUBLICATION_TIME.matcher(key).matches()) {
                addPublicationTime(name, key, value);
            } else if (EXPIRY_TIME.matcher(key).matches()) {
                var time = toTime(value);
                if (time != null && (expiresAt == null || time.isBefore(expiresAt))) {
                    expiresAt = time;
                }
                restrictUnless(time != null || NO.contains(text) || text.equals("never"), name, value);
            } else if (STATES.contains(key)) {
                restrictUnless(PUBLIC_STATES.contains(text) || YES.contains(text), name, value);
            } else if (AUDIENCES.contains(key)) {
                restrictUnless(key.equals("audience")
                        ? !CLOSED_AUDIENCE.matcher(text).matches()
                        : PUBLIC_STATES.contains(text) || NO.contains(text), name, value);
            } else if (build && Set.of("render", "list").contains(key)) {
                restrictUnless(YES.contains(text), name, value);
            } else if (Set.of("layout", "type", "posttype").contains(key)) {
                restrictUnless(!text.equals("draft"), name, value);
            } else if (!UNRELATED.matcher(key).matches() && !build) {
                addFlag(name, key, value, text);
            }
        }

        private void addPublicationTime(String name, String key, Object value) {
            var time = toTime(value);
            if (time == null) {
                // The reader of the file looks after its main date.
                restrictUnless(key.equals("date") || YES.contains(value.toString()), name, value);
            } else if (publishAt == null || time.isAfter(publishAt)) {
                publishAt = time;
            }
        }

        private void addFlag(String name, String key, Object value, String text) {
            if (RESTRICTING.matcher(key).find()) {
                var time = key.matches("scheduled?|embargo(ed)?") ? toTime(value) : null;
                if (time != null) {
                    addPublicationTime(name, key, value);
                } else {
                    boolean options = value instanceof List && key.matches("hide|skip|ignored?|excluded?");
                    restrictUnless(NO.contains(text) || options, name, value);
                }
            } else if (PERMITTING.matcher(key).find()) {
                if (toTime(value) != null) {
                    addPublicationTime(name, key, value);
                } else if (CLEARLY_PERMITTING.matcher(key).find()) {
                    restrictUnless(YES.contains(text) || PUBLIC_STATES.contains(text), name, value);
                } else {
                    // Keys that have other meanings as well: an address, the list of a page, a name, a menu item.
                    restrictUnless(!NO.contains(text) && !text.equals("never"), name, value);
                }
            }
        }

        private Instant toTime(Object value) {
            return value instanceof List || value instanceof Map ? null : TimeParser.parse(value.toString(), zone);
        }

        private void restrictUnless(boolean harmless, String name, Object value) {
            if (!harmless) {
                restrict(name, value);
            }
        }

        private void restrict(String name, Object value) {
            // A password in the report would be read by everybody who may read the report.
            var shown = normalize(name).contains("pass")
                    ? ""
                    : ": " + ImportValues.toSingleLine(value.toString(), MAX_QUOTE_LENGTH);
            restrictions.add("stays a draft, because it is not public in its source (" + name + shown + ")");
        }
    }
}
