package org.firmwarerecovery.conformance.redfish;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.site.Operator;

/** Every document of a service beside the schemas it names, for suites of other packages. */
public final class WholeTree {
    private WholeTree() {}

    /** What is wrong with any document that can be reached from the service root; empty when all obey their schemas. */
    public static List<String> offences(Operator operator) throws Exception {
        SchemaCheck check = new SchemaCheck(operator);
        List<String> offences = new ArrayList<>();
        for (Crawl.Page page : Crawl.from(operator).pages().values()) {
            List<String> problems = check.problems(page.document());
            if (!problems.isEmpty()) {
                offences.add(page.uri() + ": " + String.join("; ", problems));
            }
        }
        return offences;
    }
}
