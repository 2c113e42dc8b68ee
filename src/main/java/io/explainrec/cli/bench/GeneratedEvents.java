package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A shop's files of any length: a hundred events a user, five hundred an item, some items more often. Of a thousand events, one is an
 * event of 25,001 before once more, so that it stands in another chunk, and one is another of them with the other verdict.
 *
 * @param lines events, those among them
 */
record GeneratedEvents(long lines) {
    static final String NAME = "generated";

    private static final int EVENTS_OF_A_USER = 100;
    private static final int EVENTS_OF_AN_ITEM = 500;
    private static final int EVERY = 1000;
    private static final int REPEATED = 0;
    private static final int CONTRADICTING = 500;
    private static final int APART = 25_001;
    private static final long FIRST_SECOND = 1_600_000_000;
    private static final long SEED = 7;

    GeneratedEvents {
        if (lines < EVERY) {
            throw new CommandException("--rows is " + lines + "; expected at least " + EVERY);
        }
    }

    /** Events that stand a second time. */
    long repeated() {
        return count(lines, REPEATED) - count(Math.min(lines, APART), REPEATED);
    }

    /** Events that contradict one before. */
    long contradicting() {
        return count(lines, CONTRADICTING) - count(Math.min(lines, APART), CONTRADICTING);
    }

    /** Numbers below the end that leave this remainder. */
    private static long count(long end, int remainder) {
        return (end - remainder + EVERY - 1) / EVERY;
    }

    long distinct() {
        return lines - repeated() - contradicting();
    }

    long items() {
        return lines / EVENTS_OF_AN_ITEM;
    }

    void write(Path folder) throws IOException {
        try (Writer items = Files.newBufferedWriter(folder.resolve("items.csv"))) {
            items.write("id,title\n");
            for (long i = 0; i < items(); i++) {
                items.write("item-" + i + ",Item " + i + "\n");
            }
        }
        Random random = new Random(SEED);
        long users = lines / EVENTS_OF_A_USER;
        String[] lately = new String[APART];
        try (Writer events = Files.newBufferedWriter(folder.resolve("interactions.csv"))) {
            events.write("user,item,liked,time\n");
            for (long i = 0; i < lines; i++) {
                int slot = (int) (i % APART);
                String event;
                if (i >= APART && i % EVERY == REPEATED) {
                    event = lately[slot];
                } else if (i >= APART && i % EVERY == CONTRADICTING) {
                    event = lately[slot].contains(",true,")
                            ? lately[slot].replace(",true,", ",false,")
                            : lately[slot].replace(",false,", ",true,");
                } else {
                    double popular = random.nextDouble();
                    event = "user-" + random.nextLong(users) + ",item-" + (long) (items() * popular * popular) + ","
                            + random.nextBoolean() + "," + (FIRST_SECOND + i);
                }
                events.write(event + "\n");
                lately[slot] = event;
            }
        }
    }
}
