package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.service.event.Subscription.RetryPolicy;
import org.junit.jupiter.api.Test;

class DeliveryMachineTest {
    private static final DeliverySettings SETTINGS = new DeliverySettings(true, 2, 10);

    private DeliveryState state = DeliveryMachine.start(SETTINGS, List.of());
    private long now = 1_000;

    private static Subscription subscription(String id, RetryPolicy policy) {
        return new Subscription(
                id, null, "https://192.0.2.1/", "", new TreeMap<>(), policy, true, EventFilter.ALL, false);
    }

    private static EventRecord event(long number) {
        return new EventRecord(
                number,
                new EventFact(
                        EventFact.Log.EVENTS,
                        TaskMessages.taskStarted("1"),
                        Instant.EPOCH,
                        EventPaths.TASKS + "/1",
                        "Task",
                        null));
    }

    private List<DeliveryEffect> apply(DeliveryEvent event) {
        Step<DeliveryState, DeliveryEffect> step = DeliveryMachine.apply(state, now, event);
        state = step.state();
        return step.effects();
    }

    private static DeliveryEffect.Send send(List<DeliveryEffect> effects) {
        return (DeliveryEffect.Send) effects.stream()
                .filter(DeliveryEffect.Send.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private DeliveryEffect.Send begun(RetryPolicy policy) {
        apply(new DeliveryEvent.Subscribed(subscription("a", policy)));
        return send(apply(new DeliveryEvent.Published(event(1))));
    }

    /** Fails what is under way and every repetition, until nothing is repeated any more. */
    private List<DeliveryEffect> failForGood(DeliveryEffect.Send first) {
        DeliveryEffect.Send sending = first;
        for (int i = 0; i < SETTINGS.retryAttempts(); i++) {
            apply(new DeliveryEvent.Failed("a", sending.delivery(), "refused"));
            now = DeliveryMachine.nextWake(state).orElseThrow();
            sending = send(apply(new DeliveryEvent.Woken()));
        }
        return apply(new DeliveryEvent.Failed("a", sending.delivery(), "refused"));
    }

    @Test
    void an_event_is_sent_at_once_and_the_next_when_the_first_was_taken() {
        DeliveryEffect.Send first = begun(RetryPolicy.FOREVER);
        assertEquals(List.of(), apply(new DeliveryEvent.Published(event(2))));
        assertEquals(List.of(), apply(new DeliveryEvent.Published(event(3))));
        DeliveryEffect.Send second = send(apply(new DeliveryEvent.Delivered("a", first.delivery())));
        assertEquals(List.of(event(2), event(3)), second.events());
    }

    @Test
    void a_failed_delivery_is_repeated_after_the_interval_with_the_same_events() {
        DeliveryEffect.Send first = begun(RetryPolicy.FOREVER);
        assertEquals(List.of(), apply(new DeliveryEvent.Failed("a", first.delivery(), "refused")));
        assertEquals(OptionalLong.of(now + 10_000), DeliveryMachine.nextWake(state));
        now += 9_999;
        assertEquals(List.of(), apply(new DeliveryEvent.Woken()));
        now += 1;
        assertEquals(first.events(), send(apply(new DeliveryEvent.Woken())).events());
    }

    @Test
    void after_the_last_repetition_a_terminating_subscription_is_removed() {
        List<DeliveryEffect> effects = failForGood(begun(RetryPolicy.TERMINATE));
        assertEquals(List.of(new DeliveryEffect.Forget("a"), new DeliveryEffect.GaveUp("a", true, "refused")), effects);
        assertTrue(state.subscribers().isEmpty());
    }

    @Test
    void after_the_last_repetition_a_suspending_one_waits_until_it_is_resumed_and_loses_nothing() {
        List<DeliveryEffect> effects = failForGood(begun(RetryPolicy.SUSPEND));
        assertEquals(new DeliveryEffect.GaveUp("a", false, "refused"), effects.get(effects.size() - 1));
        assertEquals(OptionalLong.empty(), DeliveryMachine.nextWake(state));
        assertEquals(List.of(), apply(new DeliveryEvent.Published(event(2))));
        assertEquals(
                List.of(event(1)), send(apply(new DeliveryEvent.Resumed("a"))).events());
    }

    @Test
    void one_that_is_tried_for_ever_is_and_the_pauses_of_the_other_kind_grow_up_to_a_limit() {
        for (RetryPolicy policy : List.of(RetryPolicy.FOREVER, RetryPolicy.BACKOFF)) {
            state = DeliveryMachine.start(SETTINGS, List.of());
            DeliveryEffect.Send sending = begun(policy);
            long pause = 0;
            for (int i = 0; i < 40; i++) {
                apply(new DeliveryEvent.Failed("a", sending.delivery(), "refused"));
                long wake = DeliveryMachine.nextWake(state).orElseThrow();
                pause = wake - now;
                now = wake;
                sending = send(apply(new DeliveryEvent.Woken()));
            }
            assertEquals(policy == RetryPolicy.FOREVER ? 10_000 : 640_000, pause);
        }
    }

    @Test
    void a_dead_receiver_holds_up_nobody_and_its_queue_is_bounded() {
        begun(RetryPolicy.FOREVER);
        apply(new DeliveryEvent.Subscribed(subscription("b", RetryPolicy.FOREVER)));
        for (long number = 2; number < 1_000; number++) {
            DeliveryEffect.Send other = send(apply(new DeliveryEvent.Published(event(number))));
            assertEquals("b", other.subscription().id());
            assertEquals(List.of(event(number)), other.events());
            apply(new DeliveryEvent.Delivered("b", other.delivery()));
        }
        DeliveryState.Subscriber dead = state.subscribers().values().iterator().next();
        assertEquals(DeliveryState.WAITING_MAX, dead.waiting().size());
        assertEquals(999 - DeliveryState.WAITING_MAX, dead.lost());
    }

    @Test
    void a_change_while_a_delivery_runs_sends_nothing_twice() {
        for (DeliveryEvent event : List.of(
                new DeliveryEvent.Changed(subscription("a", RetryPolicy.SUSPEND)), new DeliveryEvent.Suspended("a"))) {
            state = DeliveryMachine.start(SETTINGS, List.of());
            DeliveryEffect.Send first = begun(RetryPolicy.FOREVER);
            for (int i = 0; i < 100; i++) {
                assertEquals(0, sends(apply(event)) + sends(apply(new DeliveryEvent.Resumed("a"))));
            }
            assertEquals(0, sends(apply(new DeliveryEvent.Delivered("a", first.delivery()))));
            assertEquals(
                    List.of(event(2)),
                    send(apply(new DeliveryEvent.Published(event(2)))).events());
        }
    }

    @Test
    void the_failure_of_a_delivery_that_began_before_a_change_is_held_against_nobody() {
        DeliveryEffect.Send first = begun(RetryPolicy.TERMINATE);
        apply(new DeliveryEvent.Set(new DeliverySettings(true, 0, 10)));
        apply(new DeliveryEvent.Changed(subscription("a", RetryPolicy.TERMINATE)));
        apply(new DeliveryEvent.Failed("a", first.delivery(), "refused"));
        assertEquals(1, state.subscribers().size());
        now += 10_000;
        DeliveryEffect.Send second = send(apply(new DeliveryEvent.Woken()));
        assertEquals(first.events(), second.events());
        apply(new DeliveryEvent.Failed("a", second.delivery(), "refused"));
        assertEquals(0, state.subscribers().size());
    }

    @Test
    void what_we_could_not_send_is_no_failure_of_the_receiver() {
        DeliveryEffect.Send sending = begun(RetryPolicy.TERMINATE);
        for (int i = 0; i < 10 * SETTINGS.retryAttempts(); i++) {
            assertEquals(List.of(), apply(new DeliveryEvent.Postponed("a", sending.delivery())));
            now = DeliveryMachine.nextWake(state).orElseThrow();
            sending = send(apply(new DeliveryEvent.Woken()));
        }
        assertEquals("", state.subscribers().values().iterator().next().lastFailure());
        assertEquals(List.of(), apply(new DeliveryEvent.Delivered("a", sending.delivery())));
    }

    private static long sends(List<DeliveryEffect> effects) {
        return effects.stream().filter(DeliveryEffect.Send.class::isInstance).count();
    }

    @Test
    void a_service_that_is_disabled_sends_what_waited_when_it_is_enabled_again() {
        apply(new DeliveryEvent.Subscribed(subscription("a", RetryPolicy.FOREVER)));
        apply(new DeliveryEvent.Set(new DeliverySettings(false, 2, 10)));
        assertEquals(List.of(), apply(new DeliveryEvent.Published(event(1))));
        assertEquals(
                List.of(event(1)), send(apply(new DeliveryEvent.Set(SETTINGS))).events());
    }

    @Test
    void whatever_happens_events_come_in_order_once_taken_never_again_and_all_when_the_receiver_heals() {
        for (long seed = 1; seed <= 300; seed++) {
            state = DeliveryMachine.start(SETTINGS, List.of());
            now = 0;
            Random chance = new Random(seed);
            List<Long> taken = new ArrayList<>();
            List<DeliveryEffect.Send> underWay = new ArrayList<>();
            apply(new DeliveryEvent.Subscribed(subscription("a", RetryPolicy.FOREVER)));
            long number = 0;
            for (int i = 0; i < 200; i++) {
                List<DeliveryEffect> effects;
                int dice = chance.nextInt(4);
                if (dice == 0 && !underWay.isEmpty()) {
                    DeliveryEffect.Send done = underWay.remove(0);
                    done.events().forEach(event -> taken.add(event.number()));
                    effects = apply(new DeliveryEvent.Delivered("a", done.delivery()));
                } else if (dice == 1 && !underWay.isEmpty()) {
                    effects = apply(
                            new DeliveryEvent.Failed("a", underWay.remove(0).delivery(), "x"));
                } else if (dice == 2) {
                    now += chance.nextInt(20_000);
                    effects = apply(new DeliveryEvent.Woken());
                } else {
                    effects = apply(new DeliveryEvent.Published(event(++number)));
                }
                effects.forEach(effect -> underWay.add((DeliveryEffect.Send) effect));
                assertTrue(underWay.size() <= 1, "seed " + seed);
            }
            for (int i = 0; i < 100; i++) {
                now += 20_000;
                apply(new DeliveryEvent.Woken()).forEach(effect -> underWay.add((DeliveryEffect.Send) effect));
                while (!underWay.isEmpty()) {
                    DeliveryEffect.Send done = underWay.remove(0);
                    done.events().forEach(event -> taken.add(event.number()));
                    apply(new DeliveryEvent.Delivered("a", done.delivery()))
                            .forEach(effect -> underWay.add((DeliveryEffect.Send) effect));
                }
            }
            assertEquals(LongStream.rangeClosed(1, number).boxed().toList(), taken, "seed " + seed);
        }
    }

    @Test
    void filters_admit_what_they_name() {
        EventRecord started = event(1);
        List<String> none = List.of();
        record Case(EventFilter filter, boolean admits) {}
        for (Case one : List.of(
                new Case(EventFilter.ALL, true),
                new Case(filter(List.of("TaskEvent"), none, none, none, false), true),
                new Case(filter(List.of("Update"), none, none, none, false), false),
                new Case(filter(none, List.of("TaskEvent.1.0.TaskStarted"), none, none, false), true),
                new Case(filter(none, List.of("TaskStarted"), none, none, false), true),
                new Case(filter(none, List.of("Update.1.3.TaskStarted"), none, none, false), false),
                new Case(filter(none, none, List.of("TaskStarted"), none, false), false),
                new Case(filter(none, none, none, List.of("/redfish/v1/TaskService"), false), false),
                new Case(filter(none, none, none, List.of("/redfish/v1/TaskService"), true), true),
                new Case(filter(none, none, none, List.of("/redfish/v1/TaskServ"), true), false),
                new Case(filter(none, none, none, List.of("/redfish/v1/TaskService/Tasks/1"), false), true))) {
            assertEquals(
                    one.admits(), one.filter().admits(started), one.filter().toString());
        }
    }

    private static EventFilter filter(
            List<String> prefixes, List<String> ids, List<String> notIds, List<String> origins, boolean below) {
        return new EventFilter(
                prefixes,
                List.of(),
                ids,
                notIds,
                List.of(),
                List.of(),
                origins,
                below,
                List.of(),
                EventFormat.EVENT,
                List.of());
    }
}
