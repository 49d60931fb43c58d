package org.firmwarerecovery.update.io.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.Boots;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.journal.WriteIntent;

/** A journal entry in which nothing is short: as much as one component may take. */
final class FullRecord {
    private FullRecord() {}

    static ComponentRecord make() {
        Digest digest = new Digest(Digest.SHA_384, "ef".repeat(48));
        List<Quarantine> quarantine = new ArrayList<>();
        for (int i = 0; i < ComponentRecord.QUARANTINE_MAX; i++) {
            quarantine.add(new Quarantine(digest, "\u00e9".repeat(JournalCodec.REASON_LENGTH_MAX), 1L << 40));
        }
        TreeMap<BankId, Digest> bound = new TreeMap<>();
        for (BankId bank : BankId.values()) {
            bound.put(bank, digest);
        }
        List<Long> times = Collections.nCopies(ComponentRecord.BUDGET_MAX, 1L << 40);
        Boots boots =
                new Boots(3, true, 3, Collections.nCopies(Boots.FINDINGS_MAX, new Boots.Failing(digest, 1L << 40)));
        return new ComponentRecord(
                BankId.A,
                new WriteIntent(BankId.A, digest),
                List.of(BankId.values()),
                List.of(BankId.values()),
                new Trial(BankId.A, BankId.B, digest, 3),
                1L << 40,
                bound,
                quarantine,
                times,
                times,
                boots,
                1L << 40,
                BankId.A,
                true,
                List.of(BankId.values()));
    }
}
