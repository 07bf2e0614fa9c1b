package dev.ingot.foundry.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacesTest {

    private static final int MOST = 6;

    private final Places<Client> places = new Places<>(MOST);
    private final long now = System.nanoTime();

    /** Has asked for something, or begun to wait some time ago. */
    private final class Client implements Places.Guest {

        private final InetAddress address;
        private final long since;
        private boolean idle;

        Client(final String address, final int idleSeconds) {
            this.address = parsed(address);
            idle = idleSeconds > 0;
            since = now - idleSeconds * 1_000_000_000L;
        }

        @Override
        public InetAddress address() {
            return address;
        }

        @Override
        public boolean idle() {
            return idle;
        }

        @Override
        public long idleSince() {
            return since;
        }

        @Override
        public boolean giveWay() {
            final boolean was = idle;
            idle = false;
            return was;
        }
    }

    private static InetAddress parsed(final String digits) {
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(digits, e);
        }
    }

    private List<Client> busy(final String address, final int count) {
        final var clients = new ArrayList<Client>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client(address, 0));
            assertThat(places.take(clients.getLast())).isTrue();
        }
        return clients;
    }

    @Test
    void whoeverHasWaitedLongestGivesWayWhenAllAreTaken() {
        busy("127.0.0.1", MOST - 2);
        final var short1 = new Client("127.0.0.1", 1);
        final var long9 = new Client("127.0.0.1", 9);
        assertThat(places.take(short1)).isTrue();
        assertThat(places.take(long9)).isTrue();
        busy("10.0.0.1", 1);
        assertThat(places.guests()).contains(short1).doesNotContain(long9).hasSize(MOST);
        busy("10.0.0.2", 1);
        assertThat(places.take(new Client("10.0.0.3", 0))).isFalse();
        assertThat(places.guests()).hasSize(MOST);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1, 10.0.0.2", "2001:db8::1, 2001:db8::ffff:2, 2001:db8:0:1::1"})
    void anotherMachineHasHalfOfThemAndMakesRoomForItself(final String one, final String same,
            final String other) {
        busy(one, MOST / 2 - 1);
        final var idle = new Client(same, 1);
        final var stranger = new Client(other, 9);
        assertThat(places.take(idle)).isTrue();
        assertThat(places.take(stranger)).isTrue();
        busy(same, 1);
        assertThat(places.guests()).contains(stranger).doesNotContain(idle);
        assertThat(places.take(new Client(one, 0))).isFalse();
        busy(other, 1);
    }

    @Test
    void thisMachineMayHaveThemAll() {
        final var clients = busy("127.0.0.1", MOST);
        assertThat(places.take(new Client("::1", 0))).isFalse();
        places.leave(clients.getFirst());
        busy("::1", 1);
    }
}
