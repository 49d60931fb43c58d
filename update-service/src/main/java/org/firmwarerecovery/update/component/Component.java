package org.firmwarerecovery.update.component;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One updatable firmware of this node, as configured.
 *
 * @param id its name on this node
 * @param name what a person calls it
 * @param softwareId Redfish SoftwareId: the key that a compatible image must carry
 * @param machine machine or board name the image must be made for; null accepts any
 * @param size size of each bank in bytes
 * @param banks the banks there are, in order; the first is active on the very first start
 * @param minSecurityVersion lowest security version ever accepted; the floor starts here
 * @param bootFailuresMax boot failures of a bank that make a finding, and tries of an unconfirmed image before revert
 * @param confirmWithin how long a newly activated image has to prove itself
 */
public record Component(
        ComponentId id,
        String name,
        String softwareId,
        @Nullable String machine,
        long size,
        List<BankId> banks,
        long minSecurityVersion,
        int bootFailuresMax,
        Duration confirmWithin) {
    /** Copies the bank list and refuses a component without a bank. */
    public Component {
        banks = List.copyOf(banks);
        if (banks.isEmpty() || banks.get(0) == BankId.GOLDEN) {
            throw new IllegalArgumentException("component " + id + " needs a bank that can be written");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("component " + id + " has no size");
        }
    }

    /** The banks recovery may write: all but the protected one. */
    public List<BankId> writableBanks() {
        return banks.stream().filter(bank -> bank != BankId.GOLDEN).toList();
    }

    /** The writable bank beside {@code bank}, or {@code bank} itself where there is only one. */
    public BankId besides(BankId bank) {
        for (BankId other : writableBanks()) {
            if (other != bank) {
                return other;
            }
        }
        return bank;
    }
}
