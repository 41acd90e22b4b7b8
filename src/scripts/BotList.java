import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Makes src/main/resources/bots.txt of the npm package crawler-user-agents (MIT): each pattern that is a plain text, or
 * becomes one or a few. What needs more than that is left out and named.
 *
 * <pre>
 * npm pack crawler-user-agents@1.60.0 &amp;&amp; tar xzf crawler-user-agents-1.60.0.tgz
 * java -cp 'target/quarkus-app/lib/main/*' src/scripts/BotList.java package
 * </pre>
 */
public class BotList {
    private static final String ESCAPED_CHARACTER = "\\\\([^A-Za-z0-9])";
    private static final Pattern ALTERNATIVES = Pattern.compile("\\[([^\\]\\\\^-]{2,3})\\]|\\(\\^\\| \\)");
    private static final String SPECIAL_CHARACTER = "[\\\\\\[\\](){}|*+?$^.]";
    /** What many programs say of themselves that no list knows. */
    private static final List<String> EXTRA_ENTRIES = List.of("bot/", "Bot/", "+http", "spider", "Spider", "crawler",
            "Crawler",
            "Headless", "AdsBot-Google", "AhrefsSiteAudit", "gotosocial");
    /** What is also in the user agents of people: the name of an Android release. */
    private static final List<String> EXCLUDED_ENTRIES = List.of("AP3A.240617.008");

    public static void main(String[] arguments) throws Exception {
        var source = Path.of(arguments[0]);
        var version = new ObjectMapper().readTree(source.resolve("package.json").toFile()).get("version").asText();
        var entries = new TreeSet<String>(EXTRA_ENTRIES);
        for (var bot : new ObjectMapper().readTree(source.resolve("crawler-user-agents.json").toFile())) {
            var pattern = bot.get("pattern").asText();
            var texts = new ArrayList<String>();
            expand(pattern, texts);
            if (texts.isEmpty()) {
                System.err.println("left out: " + pattern);
            }
            entries.addAll(texts);
        }
        entries.removeAll(EXCLUDED_ENTRIES);
        // What contains a shorter entry is found by that one.
        var needed = entries.stream().filter(entry -> entries.stream().noneMatch(
                other -> !other.equals(entry) && (entry.contains(other) || entry.startsWith("^" + other)))).toList();
        var licence = Files.readAllLines(source.resolve("LICENSE")).stream().map(line -> ("# " + line).strip())
                .toList();
        Files.writeString(Path.of("src/main/resources/bots.txt"),
                "# What the user agents of programs contain; ^ is the beginning. Made by src/scripts/BotList.java of\n"
                        + "# crawler-user-agents " + version + ", whose licence this is:\n#\n"
                        + String.join("\n", licence) + "\n\n" + String.join("\n", needed) + "\n");
        System.err.println(needed.size() + " entries");
    }

    private static void expand(String pattern, List<String> texts) {
        var choice = ALTERNATIVES.matcher(pattern);
        if (choice.find()) {
            var options = choice.group(1) == null ? List.of("^", " ") : List.of(choice.group(1).split(""));
            for (var option : options) {
                expand(pattern.substring(0, choice.start()) + option + pattern.substring(choice.end()), texts);
            }
            return;
        }
        var text = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        if (!text.replaceAll(ESCAPED_CHARACTER, "").replaceAll("\\$$", "")
                .matches("(?s).*" + SPECIAL_CHARACTER + ".*")) {
            texts.add((pattern.startsWith("^") ? "^" : "")
                    + text.replaceAll("\\$$", "").replaceAll(ESCAPED_CHARACTER, "$1"));
        }
    }
}
