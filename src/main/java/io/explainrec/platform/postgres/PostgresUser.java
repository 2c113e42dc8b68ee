package io.explainrec.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operating system's user that PostgreSQL runs as: whoever runs ExplainRec, except that PostgreSQL refuses root, so
 * that root hands it to an unprivileged user.
 */
sealed interface PostgresUser {
    /** The command line that runs a command as this user. */
    List<String> command(List<String> command);

    /** Whether this user can reach and read what lies in the folder. */
    boolean canEnter(Path folder);

    /** Makes the folder this user's own, with all that is in it. */
    void own(Path folder);

    static PostgresUser current() {
        return "root".equals(System.getProperty("user.name")) ? Unprivileged.find() : new Myself();
    }

    /** Not root: nothing to do. */
    record Myself() implements PostgresUser {
        @Override
        public List<String> command(List<String> command) {
            return command;
        }

        @Override
        public boolean canEnter(Path folder) {
            return true;
        }

        @Override
        public void own(Path folder) {}
    }

    /** Another user, chosen by root. */
    record Unprivileged(String name, int groupId, UserPrincipal principal) implements PostgresUser {
        private static final List<String> CANDIDATES = List.of("postgres", "nobody");

        static Unprivileged find() {
            for (String name : CANDIDATES) {
                try {
                    var lookup = Path.of("/").getFileSystem().getUserPrincipalLookupService();
                    UserPrincipal principal = lookup.lookupPrincipalByName(name);
                    int groupId =
                            Integer.parseInt(Command.of("id", "-g", name).run().strip());
                    return new Unprivileged(name, groupId, principal);
                } catch (IOException absent) {
                    // The next one may exist.
                }
            }
            throw new PostgresException("PostgreSQL does not run as root, and neither of the users " + CANDIDATES
                    + " exists; add one of them, or run ExplainRec as an ordinary user");
        }

        @Override
        public List<String> command(List<String> command) {
            List<String> line = new ArrayList<>(
                    List.of("setpriv", "--reuid", name, "--regid", Integer.toString(groupId), "--clear-groups", "--"));
            line.addAll(command);
            return line;
        }

        @Override
        public boolean canEnter(Path folder) {
            try {
                for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
                    if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                        return false;
                    }
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void own(Path folder) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    Files.setOwner(path, principal);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
