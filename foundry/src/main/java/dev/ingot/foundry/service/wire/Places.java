package dev.ingot.foundry.service.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The places that there are for connections. Where none is left, one that waits for nothing but its client gives way, so that
 * who has sent nothing, or nothing more, does not keep others out; and no other machine has more than half of them. One
 * thread takes places; any may leave.
 *
 * @param <G> who takes them
 */
final class Places<G extends Places.Guest> {

    /** Bytes of an address of version 6 that tell whose it is; the others are its owner's to choose. */
    private static final int NETWORK = 8;

    /** Who takes a place. */
    interface Guest {

        /** Where it comes from. */
        InetAddress address();

        /** Whether it waits for its client to ask for something. */
        boolean idle();

        /** When it began to, in the time of {@link System#nanoTime}. */
        long idleSince();

        /** Leaves, unless it is no longer idle; tells whether it did. */
        boolean giveWay();
    }

    private final int most;
    private final int share;
    private final Set<G> guests = ConcurrentHashMap.newKeySet();

    Places(final int most) {
        this.most = most;
        share = Math.max(1, most / 2);
    }

    /** Gives somebody a place; tells whether there was one. */
    boolean take(final G guest) {
        final ByteBuffer from = origin(guest.address());
        final Predicate<G> same = other -> origin(other.address()).equals(from);
        final boolean full = !guest.address().isLoopbackAddress()
                && guests.stream().filter(same).count() >= share;
        final boolean room = full ? makeRoom(same) : guests.size() < most || makeRoom(other -> true);
        return room && guests.add(guest);
    }

    private static ByteBuffer origin(final InetAddress address) {
        final byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, address instanceof Inet6Address ? NETWORK : bytes.length);
    }

    private boolean makeRoom(final Predicate<G> which) {
        for (var idle = longestIdle(which); idle.isPresent(); idle = longestIdle(which)) {
            if (idle.get().giveWay()) {
                leave(idle.get());
                return true;
            }
        }
        return false;
    }

    private Optional<G> longestIdle(final Predicate<G> which) {
        final long now = System.nanoTime();
        return guests.stream().filter(which).filter(Guest::idle)
                .max(Comparator.comparingLong(guest -> now - guest.idleSince()));
    }

    void leave(final G guest) {
        guests.remove(guest);
    }

    /** Returns who has a place now; changes as they come and leave. */
    Set<G> guests() {
        return guests;
    }
}
