package org.firmwarerecovery.update.io.runtime;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Something that may be told only when what it speaks of is durable.
 *
 * @param records ids of the recoveries and jobs that it names, whoever changed them
 * @param wanted false when nobody waits for it any more; then it need not be told. Asked on any thread, must not block
 * @param tell tells it; on any thread, must not block
 */
public record Telling(List<String> records, BooleanSupplier wanted, Runnable tell) {
    /** Copies the list. */
    public Telling {
        records = List.copyOf(records);
    }
}
