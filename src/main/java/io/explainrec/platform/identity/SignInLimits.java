package io.explainrec.platform.identity;

import io.explainrec.platform.Sha256;
import io.netty.util.NetUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How often a password may be tried. Four limits ({@link Limit}) hold together, each a number of attempts that may come at once
 * and a pace at which spent ones come back. An attempt is claimed from all four before the password is looked at, in one short
 * transaction, so that many at the same time cannot pass together; what succeeds is given back, so that failures alone count. A
 * refused attempt costs nothing, so waiting always helps: a minute for one who mistyped.
 *
 * <p>The tightest limit is for one name from one address: whoever guesses from elsewhere does not lock a person out. The wider
 * ones stop one address that tries many names, many addresses that try one name, and a flood; a person is held up by them
 * only as long as more than 60 failures a minute come from the same address, 30 for the same name or 300 in all. Names count
 * whether an account has them or not, so a refusal tells nothing of them. Where a proxy does not hand addresses on, all
 * people have one.
 *
 * <p>The state is in the database, so a restart resets nothing; names and addresses are in it as SHA-256.
 *
 * <p>Each limit is a "generic cell rate algorithm": a row says until when its attempts are paid for.
 */
@ApplicationScoped
class SignInLimits {
    /** The network of an IPv6 customer; the rest of the address is theirs to choose. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final int IPV6_BYTES = 16;

    private final EntityManager entities;
    private final Clock clock;

    SignInLimits(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** In the order in which rows are locked: the widest first, so that a flood is turned away without a write. */
    enum Limit {
        ALL(300, Duration.ofMillis(200)),
        ADDRESS(60, Duration.ofSeconds(1)),
        NAME(60, Duration.ofSeconds(2)),
        NAME_AT_ADDRESS(5, Duration.ofMinutes(1));

        final int atOnce;
        final Duration oneMoreEvery;

        Limit(int atOnce, Duration oneMoreEvery) {
            this.atOnce = atOnce;
            this.oneMoreEvery = oneMoreEvery;
        }

        private String key(String name, String address) {
            return switch (this) {
                case ALL -> "all";
                case ADDRESS -> "address " + Sha256.hex(network(address));
                case NAME -> ofName(name);
                case NAME_AT_ADDRESS -> ofName(name) + " at " + Sha256.hex(network(address));
            };
        }

        private static String ofName(String name) {
            return "name " + Sha256.hex(name);
        }
    }

    /** Claims an attempt; false where a limit is spent, and then nothing was claimed. */
    boolean claim(String name, String address) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                for (Limit limit : Limit.values()) {
                    spend(limit, limit.key(name, address));
                }
            });
            return true;
        } catch (Spent rolledBack) {
            return false;
        }
    }

    /** Rolls back what was claimed from the limits before this one. */
    private static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super(null, null, false, false);
        }
    }

    /** Gives back the attempt that was claimed, since it succeeded; earlier failures of this name from here are forgiven. */
    @Transactional
    void giveBack(String name, String address) {
        for (Limit limit : Limit.values()) {
            Duration back =
                    limit == Limit.NAME_AT_ADDRESS ? limit.oneMoreEvery.multipliedBy(limit.atOnce) : limit.oneMoreEvery;
            entities.createNativeQuery("""
                            UPDATE sign_in_limit SET spent_until = spent_until - make_interval(secs => :seconds)
                            WHERE key = :key
                            """)
                    .setParameter("seconds", seconds(back))
                    .setParameter("key", limit.key(name, address))
                    .executeUpdate();
        }
    }

    /** Forgets what was counted for the name, wherever it came from. */
    @Transactional
    void lift(String name) {
        // Locked in the order in which an attempt locks them, the name before its addresses.
        entities.createNativeQuery("""
                        DELETE FROM sign_in_limit WHERE key IN
                            (SELECT key FROM sign_in_limit WHERE starts_with(key, :name) ORDER BY key FOR UPDATE)
                        """).setParameter("name", Limit.ofName(name)).executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "5m")
    @Transactional
    void forgetPast() {
        entities.createNativeQuery("""
                        DELETE FROM sign_in_limit WHERE key IN
                            (SELECT key FROM sign_in_limit WHERE spent_until < :now FOR UPDATE SKIP LOCKED)
                        """)
                .setParameter("now", Timestamp.from(clock.instant()))
                .executeUpdate();
    }

    private void spend(Limit limit, String key) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp latest = Timestamp.from(clock.instant().plus(limit.oneMoreEvery.multipliedBy(limit.atOnce - 1L)));
        int claimed = entities.createNativeQuery("""
                                INSERT INTO sign_in_limit AS l (key, spent_until)
                                VALUES (:key, CAST(:now AS timestamptz) + make_interval(secs => :seconds))
                                ON CONFLICT (key) DO UPDATE
                                SET spent_until = GREATEST(l.spent_until, :now) + make_interval(secs => :seconds)
                                WHERE l.spent_until <= :latest
                                """)
                .setParameter("key", key)
                .setParameter("now", now)
                .setParameter("latest", latest)
                .setParameter("seconds", seconds(limit.oneMoreEvery))
                .executeUpdate();
        if (claimed == 0) {
            throw new Spent();
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
                : address;
    }
}
