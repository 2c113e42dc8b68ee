package io.explainrec.recommend;

import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Heads and tokens of the users who were asked about last, and tokens that are being made. Whoever was erased stays out, also where
 * something about them was being computed meanwhile. Safe for threads.
 */
final class AdaptationMemory {
    private static final int ERASED_REMEMBERED = 1000;
    /** How long a token that could not be made is left alone. */
    private static final Duration REST = Duration.ofMinutes(10);

    private final Map<Whose, Adapted> last;

    /** Tokens that are being made, by the digest that they are of. */
    private final Map<Whose, UUID> begun = new HashMap<>();

    /** The last who were erased, so that a request that began before keeps nothing of them; ids do not come back. */
    private final Set<UUID> erased = Collections.newSetFromMap(mostRecent(ERASED_REMEMBERED, false));

    /**
     * @param most users and domains that are kept
     */
    AdaptationMemory(int most) {
        last = mostRecent(most, true);
    }

    /**
     * @param used whether those count that were looked up last, else those that were put last
     */
    private static <K, V> Map<K, V> mostRecent(int most, boolean used) {
        return new LinkedHashMap<>(16, 0.75f, used) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** A user in a domain. */
    record Whose(UUID user, UUID domain) {}

    /**
     * What is known of somebody.
     *
     * @param of digest of all that makes it what it is
     * @param head null until it was asked for
     * @param token null until it was made
     * @param failed when it could not be, in nanoseconds; 0 where it did not fail
     */
    record Adapted(UUID of, UserHead head, UserToken token, long failed) {
        private Adapted with(UserHead head) {
            return new Adapted(of, head, token, failed);
        }

        private Adapted with(UserToken token) {
            return new Adapted(of, head, token, token == null ? System.nanoTime() : 0);
        }

        /** Whether it failed a short while ago, and would again. */
        private boolean rests() {
            return failed != 0 && System.nanoTime() - failed < REST.toNanos();
        }
    }

    /** What is known of somebody who said this; nothing where it was something else. */
    synchronized Adapted known(Whose whose, UUID of) {
        Adapted known = last.get(whose);
        return known != null && known.of.equals(of) ? known : new Adapted(of, null, null, 0);
    }

    synchronized void keep(Whose whose, UUID of, UserHead head) {
        put(whose, known(whose, of).with(head));
    }

    /** Whether the caller is to make a token now: there is none, none is being made, and none failed a short while ago. */
    synchronized boolean begin(Whose whose, UUID of) {
        Adapted known = known(whose, of);
        if (known.token != null || isBegun(whose, of) || known.rests() || erased.contains(whose.user)) {
            return false;
        }
        begun.put(whose, of);
        put(whose, known);
        return true;
    }

    /** Whether a token is still to be made: the person has not said something else, nor was erased. */
    synchronized boolean isBegun(Whose whose, UUID of) {
        return of.equals(begun.get(whose));
    }

    /** A token is not being made any more, so that another request may begin it. */
    synchronized boolean leave(Whose whose, UUID of) {
        return begun.remove(whose, of);
    }

    /**
     * A token was made; it is kept where it is {@link #isBegun still to be}.
     *
     * @param token null where it could not be made
     */
    synchronized void end(Whose whose, UUID of, UserToken token) {
        if (leave(whose, of)) {
            last.computeIfPresent(whose, (w, known) -> known.of.equals(of) ? known.with(token) : known);
        }
    }

    private void put(Whose whose, Adapted adapted) {
        if (!erased.contains(whose.user)) {
            last.put(whose, adapted);
        }
    }

    /** In how many domains something is known of a user. */
    synchronized long count(UUID user) {
        return last.keySet().stream().filter(whose -> user.equals(whose.user)).count();
    }

    /** A user whose erasure was undone may be remembered again. */
    synchronized void readmit(UUID user) {
        erased.remove(user);
    }

    /** Forgets a user for good: in how many domains something was known. */
    synchronized long erase(UUID user) {
        erased.add(user);
        begun.keySet().removeIf(whose -> user.equals(whose.user));
        long count = count(user);
        last.keySet().removeIf(whose -> user.equals(whose.user));
        return count;
    }
}
