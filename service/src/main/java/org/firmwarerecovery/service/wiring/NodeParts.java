package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.service.event.EventSink;
import org.firmwarerecovery.service.event.NodeStory;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.container.openbmc.VendorProof;
import org.firmwarerecovery.update.io.hook.HookWork;
import org.firmwarerecovery.update.io.ingest.ImageIngest;
import org.firmwarerecovery.update.io.ingest.IngestSettings;
import org.firmwarerecovery.update.io.ingest.Taken;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.library.Library;
import org.firmwarerecovery.update.io.peer.PeerClient;
import org.firmwarerecovery.update.io.peer.PeerLimits;
import org.firmwarerecovery.update.io.peer.RedfishPeerClient;
import org.firmwarerecovery.update.io.revocation.KnownRevocations;
import org.firmwarerecovery.update.io.runtime.BankJournal;
import org.firmwarerecovery.update.io.runtime.BankWork;
import org.firmwarerecovery.update.io.runtime.BootReportWatch;
import org.firmwarerecovery.update.io.runtime.EventInbox;
import org.firmwarerecovery.update.io.runtime.History;
import org.firmwarerecovery.update.io.runtime.LoggedNotes;
import org.firmwarerecovery.update.io.runtime.LoopLimits;
import org.firmwarerecovery.update.io.runtime.Machine;
import org.firmwarerecovery.update.io.runtime.NodeLoop;
import org.firmwarerecovery.update.io.runtime.NoteListener;
import org.firmwarerecovery.update.io.runtime.StagingCare;
import org.firmwarerecovery.update.io.runtime.StoreWork;
import org.firmwarerecovery.update.io.runtime.UptimeClock;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.BankMedium;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.MtdBanks;
import org.firmwarerecovery.update.io.store.Pin;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.io.web.WebLimits;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The machine of a node with its adapters on disk and network, running.
 *
 * @param loop the running machine
 * @param store the image store
 * @param storeWork tells the machine what the store holds
 * @param library the watched folder
 * @param banks open banks by component
 * @param journal what the journal said at the start
 * @param bridge discovery, not started yet
 * @param hooks the operator's programs, to be told first that the node goes down
 */
record NodeParts(
        NodeLoop loop,
        ImageStore store,
        StoreWork storeWork,
        Library library,
        TreeMap<ComponentId, BankFolder> banks,
        JournalRecord journal,
        DiscoveryBridge bridge,
        HookWork hooks) {
    /** Where the machine's state is found by adapters that were made before it. */
    private static final class Late {
        private volatile @Nullable NodeLoop loop;

        @Nullable
        NodeState state() {
            NodeLoop running = loop;
            return running == null ? null : running.state();
        }
    }

    /**
     * Opens journal, banks and store, and starts the loop. Everything opened is added to {@code opened}.
     *
     * @param events hears what happens
     * @param breakdown hears when the loop ends without being closed
     */
    static NodeParts start(
            NodeConfiguration configuration,
            NodePlan plan,
            Membership fleet,
            ClockRule clock,
            StateFolder folder,
            Path uploads,
            RunningNode.Opened opened,
            EventSink events,
            Consumer<Throwable> breakdown)
            throws IOException, GeneralSecurityException {
        Late late = new Late();
        NodeSettings settings = plan.settings();
        BankJournal bankJournal = new BankJournal(opened.add(folder.bankJournal()), folder.floor());
        BankJournal.Loaded loaded = bankJournal.load(settings.components());
        History history = history(folder, opened);
        Restored restored = restored(loaded, history);
        TreeMap<ComponentId, BankFolder> banks = banks(folder, configuration, settings, opened);
        ImageStore store = opened.add(
                ImageStore.open(folder.images(), configuration.images().quota().bytes(), () -> pins(late.state())));
        SystemKeys vendors = SystemKeys.read(configuration.trust().openbmcKeys());
        VerifiedPairs pairs = pairs(configuration.trust(), vendors, clock, folder.revoked());
        EventInbox inbox = new EventInbox(LoopLimits.defaults());
        StoreWork storeWork = opened.add(new StoreWork(store, pairs, digest -> wanted(late.state(), digest), inbox));
        PeerClient peers = opened.add(peers(configuration, fleet));
        ImageIngest ingest = opened.add(new ImageIngest(ingest(configuration, uploads, vendors), store, pairs));
        UptimeClock uptime = new UptimeClock(restored.uptimeMillis(), InstantSource.system());
        Library library = library(configuration, plan, pairs, uptime, inbox);
        HookWork hooks = hooks(plan, banks, late);
        EffectDesk desk = new EffectDesk(
                bankWork(configuration, settings, banks, store, pairs, late),
                storeWork,
                pairs,
                peers,
                hooks,
                library,
                (effect, stop) -> take(ingest, storeWork, effect, stop));
        DiscoveryBridge bridge = new DiscoveryBridge(inbox);
        NodeStory story = new NodeStory(events, InstantSource.system(), history.jobs());
        // In the inbox before the first result: no bank is judged without knowing what the store holds.
        storeWork.publish();
        NodeLoop loop = opened.add(NodeLoop.start(
                machine(settings, plan.policy(), restored),
                new NodeLoop.Shell(
                        bankJournal,
                        desk,
                        storeWork,
                        bridge,
                        NoteListener.all(List.of(new LoggedNotes(), story)),
                        inbox,
                        uptime,
                        LoopLimits.defaults(),
                        history.andThen(new StagingCare(storeWork::discardLeftovers))
                                .andThen(story),
                        breakdown)));
        late.loop = loop;
        opened.add(bootReports(folder, settings, loop));
        opened.add(library).start();
        return new NodeParts(loop, store, storeWork, library, banks, loaded.record(), bridge, hooks);
    }

    private static HookWork hooks(NodePlan plan, TreeMap<ComponentId, BankFolder> banks, Late late) {
        return new HookWork(plan.hooks(), (component, bank) -> ImageFacts.of(late.state(), banks, component, bank));
    }

    private static BootReportWatch bootReports(StateFolder folder, NodeSettings settings, NodeLoop loop)
            throws IOException {
        return BootReportWatch.start(
                folder.bootReports(), settings.components(), loop::deliver, BootReportWatch.INTERVAL);
    }

    private static Library library(
            NodeConfiguration configuration, NodePlan plan, VerifiedPairs pairs, UptimeClock uptime, EventInbox inbox) {
        return new Library(
                configuration.images().library().orElse(null), plan.library(), pairs, uptime::uptimeMillis, inbox);
    }

    private static WebLimits web(NodeConfiguration.Transfer transfer) {
        return WebLimits.defaults()
                .timing(transfer.connectTimeout(), transfer.stallTimeout())
                .slowest(transfer.minimumRate());
    }

    private static BankWork bankWork(
            NodeConfiguration configuration,
            NodeSettings settings,
            TreeMap<ComponentId, BankFolder> banks,
            ImageStore store,
            VerifiedPairs pairs,
            Late late) {
        return new BankWork(
                settings.components(),
                banks,
                store,
                pairs,
                check -> background(late.state(), check),
                configuration.scan().bandwidth().perSecond().bytes());
    }

    private static Restored restored(BankJournal.Loaded loaded, History history) {
        return new Restored(
                loaded.record(), loaded.journalLost(), loaded.floorsUnknown(), history.recoveries(), history.jobs());
    }

    private static History history(StateFolder folder, RunningNode.Opened opened) throws IOException {
        return opened.add(History.open(
                opened.add(folder.table("recoveries", History.TABLE_LIMITS)),
                opened.add(folder.table("tasks", History.TABLE_LIMITS))));
    }

    /** The file {@code trust.revoked} holds revocation lists of authorities in PEM, or the signed list of the firmware's maker. */
    private static VerifiedPairs pairs(
            NodeConfiguration.Trust trust, SystemKeys vendors, ClockRule clock, TwoCopies known) throws IOException {
        Path file = trust.revoked().orElse(null);
        boolean ofAuthorities = file != null && Pem.isPem(file);
        ManifestVerifier verifier = ManifestVerifier.ofFiles(
                trust.signers(), trust.threshold(), clock, ofAuthorities ? List.of(file) : List.of());
        RevocationList list = file == null || ofAuthorities
                ? KnownRevocations.kept(known)
                : KnownRevocations.newest(known, file, verifier);
        ManifestVerifier heeding = verifier.revoking(list);
        return new VerifiedPairs(vendors.isEmpty() ? heeding : heeding.with(new VendorProof(vendors)));
    }

    private static TreeMap<ComponentId, BankFolder> banks(
            StateFolder folder, NodeConfiguration configuration, NodeSettings settings, RunningNode.Opened opened)
            throws IOException {
        TreeMap<ComponentId, BankFolder> banks = new TreeMap<>();
        for (NodeConfiguration.Component made : configuration.components()) {
            Component component = Objects.requireNonNull(settings.component(made.id()));
            BankMedium medium =
                    made.flash() == NodeConfiguration.FlashKind.MTD ? MtdBanks.on(made.devices()) : BankMedium.files();
            banks.put(
                    component.id(),
                    opened.add(BankFolder.open(folder, component.id(), component.banks(), component.size(), medium)));
        }
        return banks;
    }

    private static PeerClient peers(NodeConfiguration configuration, Membership fleet) throws GeneralSecurityException {
        if (fleet.trust() == null || fleet.identity() == null) {
            return new PeersOff();
        }
        PeerLimits limits = PeerLimits.defaults().over(web(configuration.transfer()));
        return new RedfishPeerClient(
                fleet.identity(),
                fleet.trust(),
                limits.within(
                        configuration.transfer().answerTimeout(),
                        configuration.transfer().chunkTimeout()));
    }

    private static IngestSettings ingest(NodeConfiguration configuration, Path uploads, SystemKeys vendors) {
        NodeConfiguration.Update update = configuration.update();
        List<String> schemes =
                update.allowSchemes().stream().map(scheme -> scheme.label()).toList();
        return new IngestSettings(
                schemes,
                (InetAddress address) -> update.allowAddresses().stream().anyMatch(range -> range.contains(address)),
                update.maxImageSize().bytes(),
                uploads,
                List.of(),
                vendors,
                configuration.transfer().limit(),
                web(configuration.transfer()));
    }

    private static NodeEvent.Outcome take(
            ImageIngest ingest, StoreWork store, NodeEffect.Ingest effect, StopSignal stop) throws IOException {
        // A recovery that gave way may still hold staging of this very image.
        store.suspendUnwanted();
        Taken taken = ingest.take(effect.source(), stop);
        store.publish();
        if (taken instanceof Taken.Stored stored) {
            return new NodeEvent.Ingested(effect.id(), stored.manifest());
        }
        return taken instanceof Taken.Rejected rejected
                ? new NodeEvent.Rejected(effect.id(), rejected.rejection())
                : new NodeEvent.Failed(effect.id(), ((Taken.Failed) taken).reason());
    }

    private static Machine machine(NodeSettings settings, Policy policy, Restored restored) {
        return new Machine() {
            @Override
            public Step<NodeState, NodeEffect> start(Moment now) {
                return NodeMachine.start(settings, policy, restored, now);
            }

            @Override
            public Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
                return NodeMachine.apply(state, now, event);
            }

            @Override
            public OptionalLong nextWake(NodeState state) {
                return NodeMachine.nextWake(state);
            }
        };
    }

    /** Images that leases and running jobs need. */
    private static List<Pin> pins(@Nullable NodeState state) {
        List<Pin> pins = new ArrayList<>();
        if (state == null) {
            return pins;
        }
        for (DonorOffer offer : state.offers().values()) {
            boolean open = offer.state() == OfferState.ACCEPTED || offer.state() == OfferState.OFFERED;
            if (open && offer.image() instanceof ServedImage.FromStore served) {
                pins.add(new Pin(served.image(), "offer " + offer.id()));
            }
        }
        // What only waits for its time gives way to what repairs this node now.
        boolean repairs = state.recoveries().values().stream().anyMatch(recovery -> recovery.active());
        for (Job job : state.jobs().values()) {
            boolean givesWay = repairs && job.phase() == JobPhase.WAITING;
            if (!job.ended() && !givesWay && job.source() instanceof ImageSource.Stored stored) {
                pins.add(new Pin(stored.image(), "task " + job.id()));
            }
        }
        return pins;
    }

    private static boolean wanted(@Nullable NodeState state, Digest image) {
        return state != null
                && state.jobs().values().stream()
                        .anyMatch(job -> !job.ended()
                                && job.manifest() != null
                                && job.manifest().manifest().image().digests().contains(image));
    }

    /** A check is only the background scan when nobody waits for it: the image runs, nothing is being recovered or asked for. */
    private static boolean background(@Nullable NodeState state, NodeEffect.CheckBank check) {
        return state != null
                && state.components().containsKey(check.component())
                && state.components().get(check.component()).running() != null
                && state.recoveryOf(check.component()).isEmpty()
                && state.waiting().isEmpty();
    }
}
