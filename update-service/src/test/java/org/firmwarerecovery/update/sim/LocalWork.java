package org.firmwarerecovery.update.sim;

import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;
import org.jspecify.annotations.Nullable;

/** Effects that stay on the node: flash, store, hooks, operators' images. */
final class LocalWork {
    private static final int READ_MILLIS = 300;
    /** Reads of a bank that fail in a row although the bank is well. */
    private static final int ODD_READS_MAX = 5;

    private static final int WRITE_MILLIS = 2_000;
    private static final int HOOK_MILLIS = 500;
    private static final int HOOK_CUTS = 20;
    private static final int STORE_MILLIS = 200;

    /** How many of the next activation hooks run and fail. */
    int failHooks;
    /** How many of the next activation hooks cannot be started. */
    int missHooks;
    /** How often the program that confirms an image cannot be started next. */
    int missConfirmations;

    /** How many of the next reads of bank A fail because its manifest cannot be read. */
    int missReads;

    private final SimNode node;

    LocalWork(SimNode node) {
        this.node = node;
    }

    void start(NodeEffect.Async effect) {
        if (effect instanceof NodeEffect.CheckBank check) {
            check(check);
        } else if (effect instanceof NodeEffect.WriteBank write) {
            write(write);
        } else if (effect instanceof NodeEffect.ReadBankBack read) {
            readBack(read);
        } else if (effect instanceof NodeEffect.AdoptBank adopt) {
            adopt(adopt);
        } else if (effect instanceof NodeEffect.PrepareActivation prepare) {
            boolean fails = node.simulation.strikes(node.simulation.options.hookFailures());
            post(
                    HOOK_MILLIS,
                    fails ? new NodeEvent.Failed(prepare.id(), "hook exit 1") : new NodeEvent.Done(prepare.id()));
        } else if (effect instanceof NodeEffect.Activate activate) {
            activate(activate);
        } else if (effect instanceof NodeEffect.AwaitConfirmation confirm) {
            confirm(confirm);
        } else if (effect instanceof NodeEffect.OpenStaging open) {
            post(
                    STORE_MILLIS,
                    () -> new NodeEvent.StagingOpened(open.id(), new TreeSet<>(node.store.chunks(open.manifest()))));
        } else if (effect instanceof NodeEffect.VerifyImage verify) {
            verify(verify);
        } else if (effect instanceof NodeEffect.CheckLibrary check) {
            post(READ_MILLIS, () -> {
                node.take(node.library());
                return new NodeEvent.Done(check.id());
            });
        } else if (effect instanceof NodeEffect.Ingest ingest) {
            ingest(ingest);
        } else {
            throw new IllegalStateException("nobody carries out " + effect);
        }
    }

    private void post(long millis, Outcome outcome) {
        post(millis, () -> outcome);
    }

    /** Posts an outcome as it is then; now and then the same outcome comes twice. */
    private void post(long millis, Supplier<Outcome> outcome) {
        long jitter = 1 + node.simulation.random.nextLong(Math.max(1, millis / 2));
        node.after(millis + jitter, () -> {
            Outcome now = outcome.get();
            node.take(now);
            if (node.simulation.strikes(node.simulation.options.duplication())) {
                node.after(1 + node.simulation.random.nextInt(2_000), () -> node.take(now));
            }
        });
    }

    private void check(NodeEffect.CheckBank check) {
        long start = node.flash.begin(check.component(), node.simulation.now, READ_MILLIS);
        Cell cell = node.flash.cell(check.component(), check.bank());
        boolean unread = check.bank() == BankId.A && missReads-- > 0;
        // What cannot be read once, often cannot be read for a while.
        boolean still = cell.oddReads > 0 && node.simulation.random.nextInt(4) > 0;
        boolean odd = unread
                || (still || node.simulation.strikes(node.simulation.options.hookFailures()))
                        && cell.oddReads < ODD_READS_MAX;
        cell.oddReads = odd ? cell.oddReads + 1 : 0;
        node.after(start + READ_MILLIS - node.simulation.now, () -> {
            if (odd) {
                node.take(oddRead(check, unread));
                return;
            }
            cell.provenAt = cell.intact() ? node.simulation.now : -1;
            if (node.state.pending().containsKey(check.id())) {
                cell.readAt = node.simulation.now;
            }
            node.take(new NodeEvent.BankChecked(check.id(), FaultyFlash.read(cell)));
        });
    }

    /** Now the bank itself cannot be read, now only its manifest. */
    private Outcome oddRead(NodeEffect.CheckBank check, boolean bankItself) {
        String why = "input/output error";
        return bankItself || node.simulation.random.nextBoolean()
                ? new NodeEvent.Failed(check.id(), why)
                : new NodeEvent.BankChecked(check.id(), new BankReading.ManifestUnread(why));
    }

    private void write(NodeEffect.WriteBank write) {
        Cell cell = node.flash.cell(write.component(), write.bank());
        long start = node.flash.begin(write.component(), node.simulation.now, WRITE_MILLIS);
        node.after(start - node.simulation.now, () -> {
            Digest payload = SimImages.payload(write.manifest());
            Digest bytes = source(write);
            node.simulation.safety.onErase(node, cell, write);
            cell.content = node.simulation.images.fresh();
            cell.bound = null;
            cell.foreign = false;
            cell.provenAt = -1;
            node.after(WRITE_MILLIS, () -> node.take(written(write, cell, payload, bytes)));
        });
    }

    private @Nullable Digest source(NodeEffect.WriteBank write) {
        if (write.from() instanceof ImageSource.LocalBank local) {
            return node.flash.cell(write.component(), local.bank()).content;
        }
        return node.store.holds(write.manifest()) ? SimImages.payload(write.manifest()) : null;
    }

    private Outcome written(NodeEffect.WriteBank write, Cell cell, Digest payload, @Nullable Digest bytes) {
        if (bytes == null) {
            return new NodeEvent.Failed(write.id(), "the image is not in the store");
        }
        if (!bytes.equals(payload)) {
            return new NodeEvent.Rejected(write.id(), new Rejection.DigestMismatch("payload", payload, bytes));
        }
        boolean fails = node.flash.failWrites-- > 0;
        boolean corrupts = node.flash.corruptWrites-- > 0;
        if (fails || node.simulation.strikes(node.simulation.options.writeFailures())) {
            return new NodeEvent.Failed(write.id(), "input/output error");
        }
        cell.bound = write.manifest();
        cell.unproven = !node.confirmed.contains(write.manifest().digest());
        if (!corrupts && !node.simulation.strikes(node.simulation.options.silentCorruption())) {
            cell.content = payload;
        }
        return new NodeEvent.Done(write.id());
    }

    private void readBack(NodeEffect.ReadBankBack read) {
        long start = node.flash.begin(read.component(), node.simulation.now, READ_MILLIS);
        Cell cell = node.flash.cell(read.component(), read.bank());
        node.after(start + READ_MILLIS - node.simulation.now, () -> {
            cell.provenAt = cell.intact() ? node.simulation.now : -1;
            Digest found = cell.content == null ? node.simulation.images.fresh() : cell.content;
            node.take(new NodeEvent.ReadBack(read.id(), found));
        });
    }

    private void adopt(NodeEffect.AdoptBank adopt) {
        Component spec = Objects.requireNonNull(node.settings.component(adopt.component()));
        Cell cell = node.flash.cell(adopt.component(), adopt.bank());
        post(READ_MILLIS, () -> {
            for (SignedManifest manifest : node.simulation.images.all(spec.softwareId())) {
                if (SimImages.payload(manifest).equals(cell.content)) {
                    cell.bound = manifest;
                    cell.foreign = false;
                    return new NodeEvent.ManifestVerified(adopt.id(), manifest);
                }
            }
            return new NodeEvent.Rejected(adopt.id(), new Rejection.SignatureInvalid("not for these bytes"));
        });
    }

    /** On every other board an image that does not fit takes the whole board down. */
    private void activate(NodeEffect.Activate activate) {
        node.simulation.safety.onActivate(node, activate);
        Cell cell = node.flash.cell(activate.component(), activate.bank());
        boolean falls = node.simulation.boardsFall && node.index % 2 == 0;
        if (falls && cell.bound != null && node.dislikes.contains(cell.bound.digest())) {
            node.after(HOOK_MILLIS, () -> node.crash(1_000));
        } else if (node.simulation.strikes(node.simulation.options.powerCuts() * HOOK_CUTS)) {
            // A hook takes longer than a write to the journal: the power goes more often in it.
            node.after(HOOK_MILLIS / 2, () -> node.crash(1_000));
        } else {
            post(activate.after().toMillis() + HOOK_MILLIS, hook(activate));
        }
    }

    /** Now and then the hook cannot be started, seldom it runs and fails. */
    private Outcome hook(NodeEffect.Activate activate) {
        if (missHooks-- > 0) {
            return new NodeEvent.NotStarted(activate.id(), "no such program");
        }
        if (failHooks-- > 0) {
            return new NodeEvent.Failed(activate.id(), "hook exit 1");
        }
        if (node.simulation.strikes(node.simulation.options.hookFailures())) {
            boolean ran = node.simulation.random.nextInt(8) == 0;
            return ran
                    ? new NodeEvent.Failed(activate.id(), "hook exit 1")
                    : new NodeEvent.NotStarted(activate.id(), "no such program");
        }
        node.simulation.safety.onActivated(node, activate);
        return new NodeEvent.Done(activate.id());
    }

    private void confirm(NodeEffect.AwaitConfirmation confirm) {
        Cell cell = node.flash.cell(confirm.component(), confirm.bank());
        if (missConfirmations-- > 0 || node.simulation.strikes(node.simulation.options.hookFailures())) {
            post(confirm.after().toMillis(), new NodeEvent.NotStarted(confirm.id(), "no such program"));
            return;
        }
        post(confirm.after().toMillis() + 2_000, () -> {
            SignedManifest runs = cell.bound;
            boolean proven = runs != null && !node.dislikes.contains(runs.digest());
            if (runs != null && proven) {
                node.confirmed.add(runs.digest());
                for (BankId bank : node.spec(confirm.component()).banks()) {
                    Cell same = node.flash.cell(confirm.component(), bank);
                    same.unproven &= same.bound == null || !same.bound.digest().equals(runs.digest());
                }
            }
            return new NodeEvent.ConfirmationEnded(confirm.id(), proven, proven ? "" : "no sign of life");
        });
    }

    private void verify(NodeEffect.VerifyImage verify) {
        post(STORE_MILLIS, () -> {
            if (!node.store.finish(verify.manifest())) {
                Digest image = verify.manifest().manifest().image().digest();
                return new NodeEvent.Rejected(
                        verify.id(), new Rejection.DigestMismatch("image", image, node.simulation.images.fresh()));
            }
            node.after(1, () -> node.take(new NodeEvent.StoreChanged(node.store.images())));
            return new NodeEvent.Done(verify.id());
        });
    }

    /** An operator's source names a manifest by its digest. */
    private void ingest(NodeEffect.Ingest ingest) {
        String name = ((IngestSource.Remote) ingest.source()).uri();
        Rejection refusal = node.simulation.refusals.get(name);
        Optional<SignedManifest> named = refusal == null
                ? Optional.ofNullable(node.simulation.images.find(Digest.sha256(name)))
                : Optional.empty();
        post(3_000, () -> {
            if (refusal != null) {
                return new NodeEvent.Rejected(ingest.id(), refusal);
            }
            if (named.isEmpty()) {
                return new NodeEvent.Rejected(ingest.id(), new Rejection.SignatureInvalid("nobody signed it"));
            }
            node.store.add(named.get());
            node.take(new NodeEvent.StoreChanged(node.store.images()));
            return new NodeEvent.Ingested(ingest.id(), named.get());
        });
    }
}
