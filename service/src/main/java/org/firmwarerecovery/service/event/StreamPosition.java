package org.firmwarerecovery.service.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody read a stream; the id of what was sent last. An event has its number as id. A metric report has that of the
 * last event before it and its own, so that whoever comes back with it misses no event.
 *
 * @param event number of the last event
 * @param report number of the last metric report; 0 when that is not known
 */
public record StreamPosition(long event, long report) {
    private static final Pattern ID = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");

    /** The position that this Last-Event-ID names; empty when it is of another service: the client then starts afresh. */
    public static Optional<StreamPosition> of(String id) {
        Matcher matcher = ID.matcher(id.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String report = matcher.group(2);
        return Optional.of(
                new StreamPosition(Long.parseLong(matcher.group(1)), report == null ? 0 : Long.parseLong(report)));
    }

    /** Id of the metric report at this position. */
    String id() {
        return event + "-" + report;
    }
}
