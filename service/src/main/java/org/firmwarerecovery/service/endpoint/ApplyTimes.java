package org.firmwarerecovery.service.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;

/** When updates are written, as clients name it, and the word that the time has come (DSP0266, clause on apply time). */
final class ApplyTimes {
    /** Name of the parameter, in an action as well as in the part {@code UpdateParameters} of a push. */
    static final String PARAMETER = "@Redfish.OperationApplyTime";

    /** What an action says of it. */
    static final Map<String, Object> SUPPORT = Map.of(
            "@odata.type",
            "#Settings.v1_4_0.OperationApplyTimeSupport",
            "SupportedValues",
            Arrays.stream(ApplyTime.values()).map(ApplyTime::label).toList());

    private ApplyTimes() {}

    /** The one of this name. */
    static Optional<ApplyTime> of(String label) {
        return Arrays.stream(ApplyTime.values())
                .filter(time -> time.label().equals(label))
                .findFirst();
    }

    /** Applies the updates of these components that wait for this; tells the ids of their tasks. */
    static List<String> apply(NodeContext context, Call call, ApplyTime when, List<ComponentId> components) {
        Answer answer = context.commands()
                .ask(id -> new NodeEvent.ApplyUpdates(id, when, components, RecoveryEndpoint.operator(call)));
        if (answer instanceof Answer.UpdatesApplied applied) {
            return applied.jobIds();
        }
        throw new IllegalStateException("waiting updates were answered by " + answer.getClass());
    }
}
