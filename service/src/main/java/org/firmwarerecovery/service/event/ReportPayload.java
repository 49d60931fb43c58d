package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.resource.MetricReport;

/** A metric report as receivers get it: the resource itself, with the text of the subscriber. */
public final class ReportPayload {
    private ReportPayload() {}

    /**
     * The document of a report.
     *
     * @param context the subscriber's text
     */
    public static byte[] of(ReportRecord report, String context) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@odata.id", report.path());
        document.put("@odata.type", MetricReport.ODATA_TYPE);
        document.put("Id", report.id());
        document.put("Name", report.name());
        document.put("Context", context);
        // Deprecated in the resource, where we leave it out; receivers tell by it whether they missed a report.
        document.put("ReportSequence", Long.toString(report.number()));
        document.setAll(RedfishMapper.tree(report.content()));
        return RedfishMapper.bytes(document);
    }
}
