package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.LogEntry;
import org.firmwarerecovery.redfish.resource.LogService;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventLog;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.event.EventRecord;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.io.file.DiskSpace;

/** The manager's logs: what happened to firmware and tasks, and who logged in, changed something or was refused. */
public final class LogEndpoint {
    private static final String MANAGER_PARAMETER = "ManagerId";
    private static final String LOG_PARAMETER = "LogServiceId";
    private static final String LOGS = "/redfish/v1/Managers/{" + MANAGER_PARAMETER + "}/LogServices";
    private static final String LOG = LOGS + "/{" + LOG_PARAMETER + "}";
    private static final String MANAGER = "BMC";

    private final EventDesk desk;
    private final Predicate<String> stands;
    private final Supplier<Instant> now;

    /**
     * Shows the logs of this desk.
     *
     * @param stands whether there is still a resource at a path; an entry about one that is gone does not link to it
     */
    public LogEndpoint(EventDesk desk, Predicate<String> stands, Supplier<Instant> now) {
        this.desk = desk;
        this.stands = stands;
        this.now = now;
    }

    /** Body of ClearLog. */
    record Clearing() {}

    /** LogServices, the logs and their entries. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("LogServiceCollection", LOGS)
                        .name("Log Services")
                        .description("The logs of this manager.")
                        .members(call -> call.parameter(MANAGER_PARAMETER).equals(MANAGER)
                                ? Optional.of(desk.logs().stream()
                                        .map(log -> log.kind().id())
                                        .toList())
                                : Optional.empty())
                        .build(),
                ResourceDeclaration.of(LogService.ODATA_TYPE, LOG)
                        .name("Log Service")
                        .description("A log; the oldest entry makes room when it is full.")
                        .volatileMembers("DateTime")
                        .read(call -> log(call).map(this::service))
                        .action(ActionDeclaration.of(
                                "ClearLog", "Removes all entries.", Clearing.class, (call, body) -> clear(call)))
                        .build(),
                ResourceDeclaration.collection("LogEntryCollection", LOG + "/Entries")
                        .name("Log Entries")
                        .description("The entries of a log, oldest first.")
                        .expanded()
                        .members(call -> log(call)
                                .map(log -> log.entries().stream()
                                        .map(EventRecord::id)
                                        .toList()))
                        .build(),
                ResourceDeclaration.of(LogEntry.ODATA_TYPE, LOG + "/Entries/{LogEntryId}")
                        .name("Log Entry")
                        .description("Something that happened.")
                        .read(call ->
                                log(call).flatMap(log -> log.find(call.id())).map(this::entry))
                        .build());
    }

    private Optional<EventLog> log(Call call) {
        return desk.logs().stream()
                .filter(log -> call.parameter(MANAGER_PARAMETER).equals(MANAGER)
                        && log.kind().id().equals(call.parameter(LOG_PARAMETER)))
                .findFirst();
    }

    private LogService service(EventLog log) {
        boolean audit = log.kind() == EventFact.Log.AUDIT;
        return LogService.builder()
                .serviceEnabled(true)
                .status(Status.enabled())
                .dateTime(now.get())
                .dateTimeLocalOffset("+00:00")
                .maxNumberOfRecords((long) EventLog.ENTRIES_MAX)
                .overWritePolicy("WrapsWhenFull")
                .logEntryType("Event")
                .logPurposes(List.of(audit ? "Security" : "Operations"))
                .persistency(log.isKept())
                .entries(Link.to(EventPaths.log(log.kind()) + "/Entries"))
                .build();
    }

    private Reply clear(Call call) {
        try {
            desk.clear(log(call).orElseThrow(), RecoveryEndpoint.operator(call));
        } catch (IOException e) {
            throw DiskSpace.saysFull(e)
                    ? new RedfishException(507, BaseMessages.insufficientStorage())
                    : new UncheckedIOException("the log cannot be written", e);
        }
        return Reply.done();
    }

    private LogEntry entry(EventRecord entry) {
        EventFact fact = entry.fact();
        Message message = fact.message();
        String user = fact.user();
        return LogEntry.builder()
                .entryType("Event")
                .created(UptimeCalendar.whole(fact.at()))
                .eventId(entry.id())
                .eventTimestamp(UptimeCalendar.whole(fact.at()))
                .severity(message.health())
                .message(message.message())
                .messageId(message.messageId())
                .messageArgs(message.messageArgs())
                .resolution(message.resolution())
                .originatorType(fact.fromClient() ? "Client" : "Internal")
                .username(user)
                .persistency(true)
                .links(
                        fact.origin() == null || !stands.test(fact.origin())
                                ? null
                                : new LogEntry.Links(Link.to(fact.origin())))
                .build();
    }
}
