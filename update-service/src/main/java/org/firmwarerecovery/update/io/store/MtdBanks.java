package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.io.flash.Flash;
import org.firmwarerecovery.update.io.flash.MtdDevice;
import org.firmwarerecovery.update.io.flash.MtdErase;
import org.firmwarerecovery.update.io.flash.MtdFlash;

/**
 * Banks on MTD devices, one device each.
 *
 * @param devices character device of each bank
 * @param kernel where the kernel shows its MTD devices
 * @param eraser erases their blocks
 */
public record MtdBanks(SortedMap<BankId, Path> devices, Path kernel, MtdErase eraser) implements BankMedium {
    /** Copies the map. */
    public MtdBanks {
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    /** Banks on the devices of this machine, erased by the mtd-utils that are installed. */
    public static MtdBanks on(SortedMap<BankId, Path> devices) {
        return new MtdBanks(devices, MtdDevice.KERNEL, MtdErase.MTD_UTILS);
    }

    @Override
    public Path placeOf(BankId bank, Path file) {
        Path device = devices.get(bank);
        if (device == null) {
            throw new IllegalArgumentException("bank " + bank.label() + " has no device");
        }
        return device;
    }

    @Override
    public Flash open(BankId bank, Path place, long size, String sizeField) throws IOException {
        return MtdFlash.open(MtdDevice.of(place, kernel), eraser, size, sizeField, bank == BankId.GOLDEN);
    }
}
