package org.firmwarerecovery.update.node;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;

/**
 * The whole state of a node between two events. Immutable: readers may keep it.
 *
 * @param settings configuration
 * @param policy the policy in force
 * @param journal what was persisted last
 * @param components components as known since the start
 * @param recoveries running and remembered recoveries by id
 * @param jobs running and remembered jobs by id
 * @param offers offers made to peers by id
 * @param waiting requests of peers that wait for a fresh hash
 * @param peers peers heard of, by UUID
 * @param store complete images in the image store
 * @param library entries of the library that may be given away
 * @param pending effects under way by id
 * @param nextId the next effect id
 * @param donates SoftwareIds last announced as donated
 * @param counters counters by name, for people
 */
public record NodeState(
        NodeSettings settings,
        Policy policy,
        JournalRecord journal,
        SortedMap<ComponentId, ComponentState> components,
        SortedMap<String, Recovery> recoveries,
        SortedMap<String, Job> jobs,
        SortedMap<String, DonorOffer> offers,
        List<WaitingRequest> waiting,
        SortedMap<String, PeerSighting> peers,
        List<SignedManifest> store,
        List<LibraryImage> library,
        SortedMap<Long, Pending> pending,
        long nextId,
        List<String> donates,
        SortedMap<String, Long> counters) {
    /**
     * A peer and when it was last heard of or answered.
     *
     * @param peer who and where
     * @param lastSeen uptime in milliseconds
     * @param reachable whether it answered the last time we asked; true before the first time
     * @param roles those in the certificate it answered with; none before it proved who it is
     * @param aside whether the last image it was to send did not come or was refused: others are preferred until one comes
     */
    public record PeerSighting(PeerRef peer, long lastSeen, boolean reachable, List<PeerRole> roles, boolean aside) {
        /** Copies the list. */
        public PeerSighting {
            roles = List.copyOf(roles);
        }

        /** A peer that has not proven who it is. */
        public PeerSighting(PeerRef peer, long lastSeen, boolean reachable) {
            this(peer, lastSeen, reachable, List.of(), false);
        }

        /** The same peer, put aside or not. */
        public PeerSighting aside(boolean put) {
            return new PeerSighting(peer, lastSeen, reachable, roles, put);
        }

        /** True once it answered with a certificate of the fleet. */
        public boolean proven() {
            return !roles.isEmpty();
        }
    }

    /**
     * A peer's request that waits for a fresh hash of the bank it would get.
     *
     * @param command the request
     * @param until uptime in milliseconds after which it is answered with what is known
     */
    public record WaitingRequest(NodeEvent.RequestImage command, long until) {}

    /** Wraps the collections so that nobody can change them. */
    public NodeState {
        components = Collections.unmodifiableSortedMap(components);
        recoveries = Collections.unmodifiableSortedMap(recoveries);
        jobs = Collections.unmodifiableSortedMap(jobs);
        offers = Collections.unmodifiableSortedMap(offers);
        waiting = List.copyOf(waiting);
        peers = Collections.unmodifiableSortedMap(peers);
        store = List.copyOf(store);
        library = List.copyOf(library);
        pending = Collections.unmodifiableSortedMap(pending);
        donates = List.copyOf(donates);
        counters = Collections.unmodifiableSortedMap(counters);
    }

    /** The state before anything was read. */
    public static NodeState initial(NodeSettings settings, Policy policy, JournalRecord journal) {
        TreeMap<ComponentId, ComponentState> components = new TreeMap<>();
        settings.components().forEach(spec -> components.put(spec.id(), ComponentState.unchecked(spec)));
        return new NodeState(
                settings,
                policy,
                journal,
                components,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                1,
                List.of(),
                new TreeMap<>());
    }

    /** The running recovery of a component. */
    public Optional<Recovery> recoveryOf(ComponentId component) {
        return recoveries.values().stream()
                .filter(recovery -> recovery.active() && recovery.component().equals(component))
                .findFirst();
    }

    /** The running job of a component; one that waits for its time does not run. */
    public Optional<Job> jobOf(ComponentId component) {
        return jobs.values().stream()
                .filter(job -> !job.ended() && job.phase() != JobPhase.WAITING && component.equals(job.component()))
                .findFirst();
    }
}
