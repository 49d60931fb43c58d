package org.firmwarerecovery.service.event;

import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.resource.MetricReport;

/**
 * A metric report with its number.
 *
 * @param number grows with each report of this node, over restarts too
 * @param path its URI
 * @param name what it is called
 * @param content definition, time and values
 */
public record ReportRecord(long number, String path, String name, MetricReport content) implements Notification {
    @Override
    public EventFormat format() {
        return EventFormat.METRIC_REPORT;
    }

    /** URI of what it was made by; empty when it was made by nothing that has one. */
    public String definition() {
        Link link = content.metricReportDefinition();
        return link == null ? "" : link.odataId();
    }

    /** Last segment of its URI. */
    public String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
