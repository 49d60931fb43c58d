package org.firmwarerecovery.update.io.hook;

import java.util.SortedMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;

/** What hooks are told about the image in a bank. Called from any thread; must not block. */
@FunctionalInterface
public interface HookFacts {
    /** Names and values of environment variables. A value that is not known is empty, so that scripts may use {@code set -u}. */
    SortedMap<String, String> of(ComponentId component, BankId bank);
}
