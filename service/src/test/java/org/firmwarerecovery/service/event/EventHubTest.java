package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions live and hear as much as their accounts. */
class EventHubTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    private Path folder;

    private final TreeSet<String> accounts = new TreeSet<>(List.of("admin", "operator"));
    private final TreeSet<String> disabled = new TreeSet<>();
    private final TreeSet<String> entitled = new TreeSet<>(List.of("admin"));
    private final LinkedBlockingQueue<DeliveryEffect.Send> sent = new LinkedBlockingQueue<>();
    private final List<String> forgotten = new ArrayList<>();
    private final Disk disk = new Disk();

    private final Owners owners = new Owners() {
        @Override
        public Standing standing(String account) {
            if (!accounts.contains(account)) {
                return Standing.GONE;
            }
            return disabled.contains(account) ? Standing.DISABLED : Standing.ACTIVE;
        }

        @Override
        public boolean hearsAudit(String account) {
            return entitled.contains(account);
        }
    };

    private final EventHub.Push push = new EventHub.Push() {
        @Override
        public void send(DeliveryEffect.Send delivery) {
            sent.add(delivery);
        }

        @Override
        public void forget(String subscription) {
            forgotten.add(subscription);
        }
    };

    private KeyedJournal table() throws IOException {
        return KeyedJournal.open(folder.resolve("subscriptions"), EventHub.TABLE_LIMITS, disk);
    }

    private EventHub hub(KeyedJournal table, EventHub.Push by) throws IOException {
        return EventHub.open(table, by, EventSink.none(), InstantSource.fixed(NOW), owners);
    }

    private static Subscription of(String id, String owner) {
        return new Subscription(
                id,
                owner,
                "https://192.0.2.1/",
                "",
                new TreeMap<>(),
                Subscription.RetryPolicy.FOREVER,
                true,
                EventFilter.ALL,
                false);
    }

    private static EventRecord started(long number) {
        return new EventRecord(
                number, new EventFact(EventFact.Log.EVENTS, TaskMessages.taskStarted("1"), NOW, null, "Task", null));
    }

    private static EventRecord changed(long number) {
        return new EventRecord(
                number,
                new EventFact(
                        EventFact.Log.AUDIT,
                        RecoveryMessages.changeMade("admin", "192.0.2.1", "PATCH", "/redfish/v1"),
                        NOW,
                        null,
                        "",
                        "admin"));
    }

    private DeliveryEffect.Send next() throws InterruptedException {
        DeliveryEffect.Send send = sent.poll(20, TimeUnit.SECONDS);
        assertTrue(send != null, "nothing was sent");
        return send;
    }

    @Test
    void at_a_start_subscriptions_of_accounts_that_are_gone_end_and_those_of_disabled_ones_rest() throws Exception {
        try (KeyedJournal table = table();
                EventHub hub = hub(table, push)) {
            hub.subscribe(of("a", "admin"));
            hub.subscribe(of("b", "operator"));
        }
        accounts.remove("admin");
        disabled.add("operator");
        for (int restart = 0; restart < 2; restart++) {
            try (KeyedJournal table = table();
                    EventHub hub = hub(table, push)) {
                assertEquals(List.of("b"), List.copyOf(hub.state().subscribers().keySet()));
                assertTrue(hub.state().subscribers().values().stream()
                        .allMatch(one -> one.subscription().suspended()));
                assertEquals(List.of("b"), List.copyOf(table.values().keySet()));
            }
        }
    }

    @Test
    void a_subscription_that_a_full_disk_kept_in_the_table_is_removed_when_it_can_be() throws Exception {
        try (KeyedJournal table = table();
                EventHub hub = hub(table, push)) {
            hub.subscribe(of("a", "operator"));
            disk.full = true;
            accounts.remove("operator");
            hub.ownerRemoved("operator");
            assertEquals(0, hub.state().subscribers().size());
            assertEquals(List.of("a"), forgotten);
            assertEquals(1, table.size());
            disk.full = false;
            // An account of the same id would own it after a restart.
            hub.subscribe(of("b", "admin"));
            assertEquals(List.of("b"), List.copyOf(table.values().keySet()));
        }
    }

    @Test
    void facts_of_the_audit_log_reach_only_those_who_may_read_accounts() throws Exception {
        try (KeyedJournal table = table();
                EventHub hub = hub(table, push)) {
            hub.subscribe(of("a", "admin"));
            hub.subscribe(of("b", "operator"));
            hub.publish(changed(1));
            assertEquals("a", next().subscription().id());
            hub.publish(started(2));
            TreeSet<String> told = new TreeSet<>();
            for (int i = 0; i < 2; i++) {
                DeliveryEffect.Send send = next();
                assertEquals(List.of(started(2)), send.events());
                told.add(send.subscription().id());
            }
            assertEquals(new TreeSet<>(List.of("a", "b")), told);
        }
    }

    @Test
    void what_waits_is_judged_again_when_it_is_sent() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        EventHub.Push slow = delivery -> {
            sent.add(delivery);
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (KeyedJournal table = table();
                EventHub hub = hub(table, slow)) {
            hub.subscribe(of("a", "admin"));
            hub.publish(started(1));
            assertEquals(List.of(started(1)), next().events());
            hub.publish(changed(2));
            hub.publish(started(3));
            entitled.clear();
            hold.countDown();
            assertEquals(List.of(started(3)), next().events());
        }
    }

    @Test
    void two_changes_at_once_are_both_made() throws Exception {
        try (KeyedJournal table = table();
                EventHub hub = hub(table, push)) {
            CountDownLatch begin = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        begin.await();
                        hub.set(known -> new DeliverySettings(true, known.retryAttempts() + 1, 30));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            begin.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(
                    DeliverySettings.defaults().retryAttempts() + 8,
                    hub.state().settings().retryAttempts());
        }
    }
}
