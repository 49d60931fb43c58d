package org.firmwarerecovery.update.io.runtime;

import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.update.node.NodeEffect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every note as one log line: component, subject, message id and the message in words. Critical messages are errors,
 * warnings are warnings, the rest is information. Thread-safe.
 */
public final class LoggedNotes implements NoteListener {
    /** Registry whose keys notes carry. */
    public static final String REGISTRY = "FirmwareRecovery";

    private static final Logger LOG = LoggerFactory.getLogger("org.firmwarerecovery.recovery");

    private final MessageCatalogue catalogue = MessageCatalogue.standard();

    @Override
    public void note(NodeEffect.Note note, Moment now) {
        String who = (note.component() == null ? "node" : note.component().value())
                + (note.subject().isEmpty() ? "" : " " + note.subject());
        Message message = message(note);
        if (message == null) {
            LOG.info("{}: {} {}", who, note.key(), note.args());
        } else if (message.health() == Health.CRITICAL) {
            LOG.error("{}: {} {}", who, note.key(), message.message());
        } else if (message.health() == Health.WARNING) {
            LOG.warn("{}: {} {}", who, note.key(), message.message());
        } else {
            LOG.info("{}: {} {}", who, note.key(), message.message());
        }
    }

    private @Nullable Message message(NodeEffect.Note note) {
        try {
            return catalogue.create(REGISTRY, note.key(), note.args().toArray());
        } catch (IllegalStateException e) {
            // A key that the registry does not have, or other arguments: our own bug, but the note must still be read.
            LOG.debug("note {} does not fit the registry", note.key(), e);
            return null;
        }
    }
}
