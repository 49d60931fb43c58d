package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.task.StoryMessages;
import org.firmwarerecovery.update.io.runtime.Node;
import org.firmwarerecovery.update.io.runtime.NodeBusyException;
import org.firmwarerecovery.update.io.runtime.NodeStoppedException;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;

/** Hands commands to the node and turns its refusals into answers; what is left is what the endpoint wanted. */
final class NodeCommands {
    // A peer's request may wait for a fresh hash of a bank; its client gives up earlier.
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final String TASKS = "/redfish/v1/TaskService/Tasks/";

    private final Node node;
    private final Duration waitMax;

    NodeCommands(Node node) {
        this(node, WAIT_MAX);
    }

    NodeCommands(Node node, Duration waitMax) {
        this.node = node;
        this.waitMax = waitMax;
    }

    /** The node's answer to a command; refusals are thrown. */
    Answer ask(LongFunction<? extends NodeEvent.Command> command) {
        CompletableFuture<Answer> waiting = node.command(command).toCompletableFuture();
        Answer answer;
        try {
            answer = waiting.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            waiting.cancel(false);
            Thread.currentThread().interrupt();
            throw notNow(1);
        } catch (TimeoutException e) {
            waiting.cancel(false);
            throw notNow(5);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeStoppedException) {
                throw new RedfishException(503, BaseMessages.serviceShuttingDown());
            }
            if (e.getCause() instanceof NodeBusyException) {
                throw notNow(1);
            }
            throw new IllegalStateException("the node failed on a command", e.getCause());
        }
        refuse(answer);
        return answer;
    }

    private static void refuse(Answer answer) {
        if (answer instanceof Answer.InUse inUse) {
            String why = "Component " + inUse.component()
                    + (inUse.jobId().isEmpty()
                            ? " goes over to another bank."
                            : " belongs to " + TASKS + inUse.jobId() + ".");
            throw new RedfishException(409, BaseMessages.resourceInUse().because(why));
        }
        if (answer instanceof Answer.Conflict conflict) {
            throw new RedfishException(409, BaseMessages.operationNotAllowed().because(sentence(conflict.why())));
        }
        if (answer instanceof Answer.NotFound missing) {
            String[] words = missing.what().split(" ", 2);
            throw new RedfishException(404, BaseMessages.resourceNotFound(words[0], words.length > 1 ? words[1] : ""));
        }
        if (answer instanceof Answer.ImageRefused refused) {
            throw rejected(refused.rejection());
        }
        if (answer instanceof Answer.OfferRefused refused) {
            throw refused(refused.refusal());
        }
    }

    private static RedfishException rejected(Rejection rejection) {
        return new RedfishException(400, StoryMessages.of(rejection.messageKey(), rejection.messageArgs()));
    }

    private static RedfishException refused(Refusal refusal) {
        RedfishException answer =
                new RedfishException(refusal.status(), StoryMessages.of(refusal.messageKey(), refusal.messageArgs()));
        return refusal instanceof Refusal.DonorBusy busy
                ? answer.withHeader(
                        "Retry-After",
                        Long.toString(Math.max(1, busy.retryAfter().toSeconds())))
                : answer;
    }

    private static RedfishException notNow(int seconds) {
        String text = Integer.toString(seconds);
        return new RedfishException(503, BaseMessages.serviceTemporarilyUnavailable(text))
                .withHeader("Retry-After", text);
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
