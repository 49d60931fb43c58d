package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Constraints on body records (jakarta.validation). The validator is built at the first body: it costs more than half a
 * second of start time on a small board.
 */
final class BodyValidation {
    private static final Set<String> PRESENCE = Set.of("NotNull", "NotBlank", "NotEmpty");
    private static final Set<String> RANGE = Set.of("Size", "Min", "Max", "Positive", "PositiveOrZero");
    private static final String FORMAT = "Pattern";

    private static final class Holder {
        // The interpolator without an expression language: messages are our own, and bodies come from outside.
        static final Validator VALIDATOR = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }

    /** Refuses a body that breaks constraints, with one message for each, in the order of their names. */
    <B> void require(B body, BodyComplaints complaints) {
        List<Message> messages = problems(body, complaints);
        if (!messages.isEmpty()) {
            throw new RedfishException(400, messages, Map.of());
        }
    }

    /** One message for each constraint that the body breaks. */
    <B> List<Message> problems(B body, BodyComplaints complaints) {
        List<Message> messages = new ArrayList<>();
        Holder.VALIDATOR.validate(body).stream()
                .sorted(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .forEach(violation -> messages.add(message(violation, body.getClass(), complaints)));
        return messages;
    }

    private static Message message(ConstraintViolation<?> violation, Class<?> type, BodyComplaints complaints) {
        String name = jsonName(violation.getPropertyPath(), type);
        Object invalid = violation.getInvalidValue();
        String value = BodyComplaints.shown(name, invalid == null ? "null" : invalid);
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        Message message;
        if (PRESENCE.contains(constraint)) {
            message = complaints.missing(name);
        } else if (RANGE.contains(constraint)) {
            message = complaints.outOfRange(value, name);
        } else if (constraint.equals(FORMAT)) {
            message = complaints.wrongFormat(value, name);
        } else {
            message = complaints.wrongValue(name);
        }
        return message.about("#/" + name);
    }

    private static String jsonName(Path path, Class<?> type) {
        StringBuilder text = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getName() == null || node.getName().startsWith("<")) {
                continue;
            }
            if (text.length() > 0) {
                text.append('/');
            }
            text.append(jsonName(node.getName(), type));
            if (node.getIndex() != null) {
                text.append('/').append(node.getIndex());
            }
        }
        return text.toString();
    }

    private static String jsonName(String component, Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent candidate : type.getRecordComponents()) {
                JsonProperty own = candidate.getAccessor().getAnnotation(JsonProperty.class);
                if (candidate.getName().equals(component) && own != null) {
                    return own.value();
                }
            }
        }
        return Character.toUpperCase(component.charAt(0)) + component.substring(1);
    }
}
