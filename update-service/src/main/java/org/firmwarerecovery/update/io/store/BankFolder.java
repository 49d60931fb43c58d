package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.flash.BankFile;
import org.firmwarerecovery.update.io.flash.FlashSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The banks of one component on disk: {@code banks/<component>/{a,b,golden}.img}, and per bank the manifest it is bound to, kept
 * twice (beside the image and under {@code boot/manifests/<component>/}), because losing it would make a good bank
 * {@code Unmanaged}. The golden bank is protected: it can be bound, but its bytes are never written. The images may as well be
 * on devices of their own, see {@link BankMedium}.
 *
 * <p>Opening makes an absent bank as an erased one and changes no byte of a bank that is there. A file that was cut off is
 * damaged content like any other; one that is too long means a wrong configuration.
 *
 * <p>Threads: banks as {@link BankFile} says; bind, unbind and manifestOf exclude each other.
 */
public final class BankFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BankFolder.class);

    private final ComponentId component;
    private final Path folder;
    private final Path copies;
    private final SpaceReserve reserve;
    private final BankMedium medium;
    private final EnumMap<BankId, BankFile> banks = new EnumMap<>(BankId.class);

    private BankFolder(StateFolder state, ComponentId component, BankMedium medium) {
        this.component = component;
        this.medium = medium;
        this.folder = state.banksOf(component);
        this.copies = state.manifestCopiesOf(component);
        this.reserve = state.reserve();
    }

    /**
     * Opens the banks of {@code component}, each of {@code size} bytes.
     *
     * @throws FlashSizeException when a bank file has more bytes; the message names {@code components.<id>.size}
     */
    public static BankFolder open(StateFolder state, ComponentId component, List<BankId> banks, long size)
            throws IOException {
        return open(state, component, banks, size, BankMedium.files());
    }

    /** The same with banks made of {@code medium}; their manifests stand in files in any case. */
    public static BankFolder open(
            StateFolder state, ComponentId component, List<BankId> banks, long size, BankMedium medium)
            throws IOException {
        BankFolder opened = new BankFolder(state, component, medium);
        String field = "components." + component + ".size";
        boolean done = false;
        try {
            for (BankId bank : banks) {
                opened.banks.put(bank, new BankFile(medium.open(bank, opened.imageFile(bank), size, field)));
            }
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /** The component these banks belong to. */
    public ComponentId component() {
        return component;
    }

    /** The open banks in the order A, B, Golden. */
    public List<BankId> banks() {
        return List.copyOf(banks.keySet());
    }

    /** The operations on {@code bank}, one of {@link #banks()}. */
    public BankFile bank(BankId bank) {
        BankFile found = banks.get(bank);
        if (found == null) {
            throw new IllegalArgumentException("component " + component + " has no bank " + bank.label());
        }
        return found;
    }

    /** File of {@code bank}, or its device. */
    public Path imageFile(BankId bank) {
        return medium.placeOf(bank, folder.resolve(bank.fileStem() + ".img"));
    }

    /** Binds {@code bank} to a manifest; durable, in both copies, on return. */
    public synchronized void bind(BankId bank, ManifestPair pair) throws IOException {
        for (ManifestFiles copy : copiesOf(bank)) {
            // A recovery must be able to end on a disk that images or logs have filled.
            reserve.write(folder, () -> copy.write(pair));
        }
    }

    /** The manifest that {@code bank} is bound to, from the first copy that is there whole; the other one is restored. */
    public synchronized BankManifest manifestOf(BankId bank) throws IOException {
        return manifestOf(bank, pair -> true);
    }

    /**
     * The manifest that {@code bank} is bound to, from the first copy that {@code readable} accepts; the other one is restored.
     * A caller that verifies signatures passes that as the test, so one damaged copy costs nothing.
     *
     * @throws IOException when no copy is accepted and at least one could not be read: what it says is not known, which is not
     *     the same as not being there
     */
    public synchronized BankManifest manifestOf(BankId bank, Predicate<ManifestPair> readable) throws IOException {
        List<ManifestFiles> all = copiesOf(bank);
        List<String> faults = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (ManifestFiles copy : all) {
            Optional<ManifestPair> pair = readOrNote(copy, faults, troubles);
            if (pair.isPresent() && readable.test(pair.get())) {
                restoreOthers(all, copy, pair.get());
                return new BankManifest.Bound(pair.get());
            }
            if (pair.isPresent()) {
                faults.add(copy + " is not accepted");
            }
        }
        if (!troubles.isEmpty()) {
            throw new IOException(String.join("; ", troubles));
        }
        return faults.isEmpty() ? new BankManifest.Unbound() : new BankManifest.Unreadable(String.join("; ", faults));
    }

    /** Forgets the manifest of {@code bank}; durable on return. The bytes of the bank stay. */
    public synchronized void unbind(BankId bank) throws IOException {
        for (ManifestFiles copy : copiesOf(bank)) {
            copy.delete();
        }
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<BankId, BankFile> bank : banks.entrySet()) {
            bank.getValue().flash().close();
        }
    }

    private List<ManifestFiles> copiesOf(BankId bank) {
        String prefix = bank.fileStem() + ".";
        return List.of(new ManifestFiles(folder, prefix), new ManifestFiles(copies, prefix));
    }

    private static Optional<ManifestPair> readOrNote(ManifestFiles copy, List<String> faults, List<String> troubles) {
        try {
            return copy.read();
        } catch (IOException e) {
            (copy.spoilt() ? faults : troubles).add(copy + ": " + e);
            return Optional.empty();
        }
    }

    /** A copy that cannot be restored now (full disk) is tried again at the next read; the bank is managed anyway. */
    private static void restoreOthers(List<ManifestFiles> all, ManifestFiles good, ManifestPair pair) {
        for (ManifestFiles other : all) {
            try {
                if (other != good
                        && !readOrNote(other, new ArrayList<>(), new ArrayList<>())
                                .equals(Optional.of(pair))) {
                    other.write(pair);
                    LOG.info("{} restored from {}", other, good);
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be restored from {}", other, good, e);
            }
        }
    }
}
