import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Writes src/main/resources/bots.txt, the list of bots whose views do not count, from the npm package
 * crawler-user-agents (MIT) and the entries of this script. A regular expression of the package is taken over if it is
 * a plain text or expands to a few plain texts; every other one is left out, and the script prints it.
 *
 * To add a bot that the package does not know, add its text to the extra entries below and run:
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
    /** The texts that the list contains in addition to the package: common in user agents of bots, or missing there. */
    private static final List<String> EXTRA_ENTRIES = List.of("bot/", "Bot/", "+http", "spider", "Spider", "crawler",
            "Crawler",
            "Headless", "AdsBot-Google", "AhrefsSiteAudit", "gotosocial");
    /** The texts of the package that user agents of browsers contain as well: the name of an Android release. */
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
                System.err.println("Left out, because it is no plain text: " + pattern);
            }
            entries.addAll(texts);
        }
        entries.removeAll(EXCLUDED_ENTRIES);
        // An entry that contains a shorter one is redundant, because the shorter one matches too.
        var needed = entries.stream().filter(entry -> entries.stream().noneMatch(
                other -> !other.equals(entry) && (entry.contains(other) || entry.startsWith("^" + other)))).toList();
        var licence = Files.readAllLines(source.resolve("LICENSE")).stream().map(line -> ("# " + line).strip())
                .toList();
        Files.writeString(Path.of("src/main/resources/bots.txt"),
                "# Texts that the user agents of bots contain, one per line; ^ stands for the beginning. Views by\n"
                        + "# bots do not count. Written by src/scripts/BotList.java: add new bots there. Based on\n"
                        + "# crawler-user-agents " + version + ", which has this license:\n#\n"
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
