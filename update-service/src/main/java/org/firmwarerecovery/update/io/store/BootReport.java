package org.firmwarerecovery.update.io.store;

import java.util.Locale;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.BootResult;

/**
 * How one start of a bank's image went, as a boot loader or a script after it tells the node.
 *
 * @param component what was started
 * @param bank from which bank
 * @param result how it went
 */
public record BootReport(ComponentId component, BankId bank, BootResult result) {
    /** The result as command line and file spell it: {@code started}, {@code ok}, {@code failed}. */
    public static String word(BootResult result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    /** The result spelled {@code word}. */
    public static BootResult result(String word) {
        for (BootResult result : BootResult.values()) {
            if (word(result).equals(word)) {
                return result;
            }
        }
        throw new IllegalArgumentException("not a result: started, ok or failed");
    }
}
