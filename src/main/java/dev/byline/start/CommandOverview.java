package dev.byline.start;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The help of {@code java -jar quarkus-run.jar --help}: the commands with a sentence each. */
final class CommandOverview {
    /** The commands of picocli describe themselves; these have no options. */
    private static final Set<String> COMMANDS_WITHOUT_OPTIONS = Set.of("new-key", "migrate", "train");
    private static final List<String> HELP_OPTIONS = List.of("--help", "-h");

    static final String TEXT = """
            Usage: java -jar quarkus-run.jar [COMMAND]

            Without a command, Byline runs the service. The variables of the service, such as BYLINE_DATA_DIR, count
            for the commands, too.

              import FILE       imports a file over HTTP
              export            exports all content over HTTP
              mirror --to DIR   keeps a folder of Markdown files in step with what is live
              backup FILE       saves the embedded database and the files of media
              restore FILE DIR  unpacks a backup to an empty directory
              copy-to TARGET    copies the database to another server or data directory
              move-media        copies the files of media from the folder to a bucket, or back
              migrate           migrates your PostgreSQL and ends
              new-key [editor]  replaces the admin key, or that of the role editor
              train             lets Java record what a start needs
              help              prints this overview

            'COMMAND --help' lists the options of a command.
            """;

    private CommandOverview() {
    }

    /** Tells whether the arguments ask for the overview, and not for the help of a command with options. */
    static boolean isAskedFor(String... arguments) {
        return arguments[0].equals("help") || HELP_OPTIONS.contains(arguments[0])
                || COMMANDS_WITHOUT_OPTIONS.contains(arguments[0])
                        && Arrays.stream(arguments).skip(1).anyMatch(HELP_OPTIONS::contains);
    }
}
