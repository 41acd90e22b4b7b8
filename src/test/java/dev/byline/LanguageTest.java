package dev.byline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * Names, Javadoc and signatures that a stranger reads once. Prints each measure; {@code mvn test -Dtest=LanguageTest}
 * shows them.
 */
class LanguageTest {
    private static final int MAX_HEADLESS_JAVADOCS = 0;
    private static final int MAX_PARAMETERS = 7;
    private static final int MAX_README_LINES = 200;
    /**
     * Two shutdown hooks, a listener, a writer and monitors of replicas that wait all the time, and the one worker of
     * all queues.
     */
    private static final Set<String> THREAD_MAKERS = Set.of("BackupCommand", "Byline", "ChangeNotifier", "Replicas",
            "SizeMaker", "WriteQueue", "QueueWorker");

    /** Records of the public API: the contract's schemas PageAuthor, PageCategory and PageTag take their names from these. */
    private static final Set<String> NAMES_OF_THE_CONTRACT = Set.of("Author", "Category", "Tag");

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    /** A first word that leaves the subject of the sentence to be guessed. */
    private static final Pattern HEADLESS = Pattern
            .compile("(What|Whatever|Who|Whoever|Whose|Whom|Which|That|Of|By|So|Without|Where|When|How)\\b.*");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.byline");
    private static final List<String> MEASURES = new ArrayList<>();

    @Test
    void javadoc_begins_with_its_subject_or_a_verb() throws IOException {
        var headless = new ArrayList<String>();
        int all = 0;
        for (var file : sources()) {
            var javadoc = JAVADOC.matcher(Files.readString(file));
            while (javadoc.find()) {
                all++;
                var text = javadoc.group(1).replaceAll("(?m)^\\s*\\*\\s?", "").strip();
                if (HEADLESS.matcher(text.lines().findFirst().orElse("")).matches()) {
                    headless.add(file.getFileName() + ": " + text.lines().findFirst().orElse(""));
                }
            }
        }
        measure("headless Javadocs", headless.size() + " of " + all);
        assertTrue(headless.size() <= MAX_HEADLESS_JAVADOCS, () -> String.join("\n", headless));
    }

    @Test
    void simple_class_names_are_unique() {
        var named = new TreeMap<String, List<String>>();
        for (var type : CLASSES) {
            if (!type.isAnonymousClass() && !type.getSimpleName().equals("package-info")) {
                named.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>()).add(type.getName());
            }
        }
        named.values().removeIf(types -> types.size() == 1);
        named.keySet().removeAll(NAMES_OF_THE_CONTRACT);
        measure("simple names of two classes or more", named.size());
        assertTrue(named.isEmpty(), named::toString);
    }

    @Test
    void no_constructor_takes_more_than_seven_collaborators() {
        var largest = CLASSES.stream().filter(type -> !type.isRecord())
                .flatMap(type -> type.getConstructors().stream())
                .collect(Collectors.groupingBy(c -> c.getRawParameterTypes().size(), TreeMap::new,
                        Collectors.mapping(c -> c.getOwner().getSimpleName(), Collectors.toList())));
        measure("largest constructor of a class that is no record", largest.lastEntry());
        var tooLarge = largest.tailMap(MAX_PARAMETERS, false);
        assertTrue(tooLarge.isEmpty(), tooLarge::toString);
    }

    @Test
    void nothing_is_called_with_more_than_seven_arguments() {
        var calls = CLASSES.stream().flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                .flatMap(unit -> unit.getCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getPackageName().startsWith("dev.byline")
                        && call.getTarget().getRawParameterTypes().size() > MAX_PARAMETERS)
                .map(call -> call.getOriginOwner().getSimpleName() + " calls " + call.getTarget().getFullName()
                        .replaceAll("\\(.*", "") + " with " + call.getTarget().getRawParameterTypes().size())
                .distinct().sorted().toList();
        measure("calls with more than " + MAX_PARAMETERS + " arguments", calls.size());
        assertTrue(calls.isEmpty(), () -> String.join("\n", calls));
    }

    @Test
    void threads_are_made_where_they_must_be() {
        var makers = CLASSES.stream().filter(LanguageTest::makesThreads).map(JavaClass::getSimpleName).sorted()
                .toList();
        measure("classes that make threads", makers.size() + " " + makers);
        assertTrue(THREAD_MAKERS.containsAll(makers), makers::toString);
    }

    @Test
    void the_readme_is_short() throws IOException {
        var lines = Files.readAllLines(Path.of("README.md"));
        measure("README lines", lines.size());
        assertTrue(lines.size() <= MAX_README_LINES);
    }

    @AfterAll
    static void print() {
        MEASURES.forEach(System.out::println);
    }

    private static boolean makesThreads(JavaClass type) {
        return type.getCodeUnits().stream().map(JavaCodeUnit::getCallsFromSelf).flatMap(Set::stream)
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Thread.class) && call.getTarget().getName()
                        .equals("<init>")
                        || call.getTargetOwner().getName().equals("java.util.concurrent.Executors"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static void measure(String name, Object value) {
        MEASURES.add(name + ": " + value);
    }
}
