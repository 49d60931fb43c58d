package org.firmwarerecovery.conformance.suite;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.site.Client;

/** Every document of a service beside the schemas it names, for suites of other packages. */
public final class WholeTree {
    private WholeTree() {}

    /** What is wrong with any document that can be reached from the service root; empty when all obey their schemas. */
    public static List<String> offences(Client client) throws Exception {
        SchemaCheck check = new SchemaCheck(client);
        List<String> offences = new ArrayList<>();
        for (Crawl.Page page : Crawl.from(client).pages().values()) {
            List<String> problems = new ArrayList<>(check.problems(page.document()));
            check.unknown(page.document()).forEach(type -> problems.add("no schema defines " + type));
            if (!problems.isEmpty()) {
                offences.add(page.uri() + ": " + String.join("; ", problems));
            }
        }
        return offences;
    }
}
