package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventLog;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.event.EventSink;
import org.firmwarerecovery.service.event.Owners;
import org.firmwarerecovery.update.io.journal.DamagedJournalException;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the logs and the subscriptions, whatever state their files are in: a node that can repair firmware must not stay down for
 * want of a log. A damaged file is set aside; one that a newer program wrote or that cannot be read stays as it is, and the node
 * goes on in memory. Used once, by one thread.
 */
final class EventTables {
    private static final String SUBSCRIPTIONS = "subscriptions";
    private static final Logger LOG = LoggerFactory.getLogger(EventTables.class);

    private final StateFolder folder;
    private final RunningNode.Opened opened;
    private final List<Message> troubles = new ArrayList<>();

    EventTables(StateFolder folder, RunningNode.Opened opened) {
        this.folder = folder;
        this.opened = opened;
    }

    /** Both logs, and the desk that keeps them. */
    EventDesk desk(InstantSource wall) {
        return opened.add(EventDesk.start(log(EventFact.Log.EVENTS), log(EventFact.Log.AUDIT), wall));
    }

    private EventLog log(EventFact.Log kind) {
        return open(
                kind.table(),
                EventLog.TABLE_LIMITS,
                table -> EventLog.open(kind, table),
                () -> EventLog.inMemory(kind));
    }

    /** The subscriptions, and whoever sends to them. */
    EventHub hub(EventHub.Push push, EventSink sink, InstantSource wall, Owners owners) {
        return opened.add(open(
                SUBSCRIPTIONS,
                EventHub.TABLE_LIMITS,
                table -> EventHub.open(table, push, sink, wall, owners),
                () -> EventHub.inMemory(push, sink, wall, owners)));
    }

    /** Records what was wrong with the files. */
    void tell(EventSink sink, InstantSource wall) {
        for (Message trouble : troubles) {
            sink.publish(
                    new EventFact(EventFact.Log.EVENTS, trouble, wall.instant(), EventPaths.MANAGER, "Manager", null));
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(KeyedJournal table) throws IOException;
    }

    private <T> T open(String name, KeyedJournal.Limits limits, Reader<T> reader, Supplier<T> without) {
        try {
            return read(name, limits, reader);
        } catch (DamagedJournalException e) {
            LOG.error("{} is damaged and set aside", name, e);
            return openAnew(name, limits, reader, without);
        } catch (IOException e) {
            return without(name, e, without);
        }
    }

    private <T> T openAnew(String name, KeyedJournal.Limits limits, Reader<T> reader, Supplier<T> without) {
        try {
            Path aside = folder.setAside(name);
            T made = read(name, limits, reader);
            troubles.add(RecoveryMessages.recordsSetAside(name, String.valueOf(aside.getFileName())));
            return made;
        } catch (IOException e) {
            return without(name, e, without);
        }
    }

    private <T> T without(String name, IOException reason, Supplier<T> without) {
        LOG.error("{} cannot be used; what comes in is lost with the next restart", name, reason);
        troubles.add(RecoveryMessages.recordsNotKept(name, String.valueOf(reason.getMessage())));
        return without.get();
    }

    private <T> T read(String name, KeyedJournal.Limits limits, Reader<T> reader) throws IOException {
        KeyedJournal table = folder.tableWithoutReserve(name, limits);
        boolean read = false;
        try {
            T made = reader.read(table);
            opened.add(table);
            read = true;
            return made;
        } finally {
            if (!read) {
                table.close();
            }
        }
    }
}
