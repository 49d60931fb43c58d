package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.List;

/** What can happen to the discovery machine. */
public sealed interface DiscoveryEvent {
    /** The node starts, with these links. The first event. */
    record Started(List<DiscoveryLink> links) implements DiscoveryEvent {
        /** Copies the list. */
        public Started {
            links = List.copyOf(links);
        }
    }

    /** Interfaces or addresses came or went; these are the links now. */
    record LinksChanged(List<DiscoveryLink> links) implements DiscoveryEvent {
        /** Copies the list. */
        public LinksChanged {
            links = List.copyOf(links);
        }
    }

    /** A datagram was heard. */
    record DatagramReceived(Arrival arrival, Datagram datagram) implements DiscoveryEvent {}

    /** The time of {@link DiscoveryMachine#nextWake} came. Early or superfluous ones do no harm. */
    record Woke() implements DiscoveryEvent {}

    /**
     * A recovery needs donors.
     *
     * @param searchId name of the search in its results; while a search runs, another one of the same name is ignored
     * @param softwareIds what is needed; each is asked for separately
     * @param startJitterMax the search starts at a random time within this: zero for a single finding, more where many nodes
     *     search for the same reason at the same time
     */
    record SearchRequested(String searchId, List<String> softwareIds, Duration startJitterMax)
            implements DiscoveryEvent {
        /** Copies the list and refuses a negative jitter. */
        public SearchRequested {
            softwareIds = List.copyOf(softwareIds);
            if (startJitterMax.isNegative()) {
                throw new IllegalArgumentException("startJitterMax is negative");
            }
        }
    }

    /** From now on exactly these software ids are donated. */
    record DonatesChanged(List<String> softwareIds) implements DiscoveryEvent {
        /** Copies the list. */
        public DonatesChanged {
            softwareIds = List.copyOf(softwareIds);
        }
    }

    /** Discovery ends: goodbye is said, running searches end. The last event. */
    record StopRequested() implements DiscoveryEvent {}
}
