package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.event.StreamPlaces.Held;
import org.firmwarerecovery.service.event.StreamPlaces.Place;
import org.junit.jupiter.api.Test;

/** Whose stream ends when one more is wanted than there may be. */
class StreamPlacesTest {
    private final StreamPlaces places = StreamPlaces.within(256);
    private final List<Held> held = new ArrayList<>();

    private void open(String owner, int count) {
        for (int i = 0; i < count; i++) {
            int order = held.size();
            held.add(new Held("s" + order, owner, false, order));
        }
    }

    private void falls_behind(int order) {
        Held one = held.get(order);
        held.set(order, new Held(one.id(), one.owner(), true, one.order()));
    }

    @Test
    void streams_take_at_most_half_of_the_connections_but_there_may_always_be_one() {
        assertEquals(32, StreamPlaces.within(10_000).most());
        assertEquals(32, StreamPlaces.within(64).most());
        assertEquals(31, StreamPlaces.within(63).most());
        assertEquals(4, StreamPlaces.within(9).mostOfAccount());
        assertEquals(1, StreamPlaces.within(3).most());
        assertEquals(1, StreamPlaces.within(1).most());
        assertEquals(8, places.mostOfAccount());
    }

    @Test
    void an_account_at_its_limit_gives_up_its_oldest() {
        open("b", 1);
        open("a", StreamPlaces.STREAMS_OF_ACCOUNT_MAX - 1);
        assertEquals(new Place.Free(), places.place("a", held));
        open("a", 1);
        assertEquals(new Place.Of("s1"), places.place("a", held));
    }

    @Test
    void one_whose_client_is_behind_goes_before_an_older_one_that_listens() {
        open("a", StreamPlaces.STREAMS_OF_ACCOUNT_MAX);
        falls_behind(3);
        falls_behind(5);
        assertEquals(new Place.Of("s3"), places.place("a", held));
    }

    @Test
    void where_all_places_are_taken_an_account_gives_up_one_of_its_own() {
        open("a", 1);
        for (int i = 0; i < 31; i++) {
            open("b" + i % 4, 1);
        }
        assertEquals(new Place.Of("s0"), places.place("a", held));
    }

    @Test
    void an_account_without_a_stream_takes_a_place_from_the_one_with_the_most() {
        open("a", 8);
        open("b", 7);
        open("c", 8);
        open("d", 8);
        open("e", 1);
        falls_behind(31);
        assertEquals(new Place.Of("s0"), places.place("f", held));
        falls_behind(30);
        assertEquals(new Place.Of("s30"), places.place("f", held));
    }

    @Test
    void nobody_is_left_without_a_stream_for_somebody_else() {
        for (int i = 0; i < StreamPlaces.STREAMS_MAX; i++) {
            open("account " + i, 1);
        }
        assertEquals(new Place.None(), places.place("one more", held));
        assertEquals(new Place.Of("s7"), places.place("account 7", held));
    }
}
