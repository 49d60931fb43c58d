package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;

/** The words for what is wrong with a body: about properties of a resource, or about parameters of an action. */
abstract sealed class BodyComplaints {
    private static final int SHOWN_MAX = 128;
    private static final List<String> SECRETS = List.of("password", "token", "key", "secret");

    abstract Message unknown(String name);

    abstract Message missing(String name);

    abstract Message wrongType(String value, String name);

    abstract Message wrongFormat(String value, String name);

    abstract Message notInList(String value, String name);

    abstract Message outOfRange(String value, String name);

    abstract Message wrongValue(String name);

    /** What a failed conversion means. */
    final Message about(JsonProcessingException problem, ObjectNode body) {
        if (!(problem instanceof JsonMappingException mapping)) {
            return BaseMessages.malformedJSON();
        }
        String name = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/"));
        if (name.isEmpty()) {
            return BaseMessages.unrecognizedRequestBody();
        }
        String pointer = "#/" + name;
        if (mapping instanceof UnrecognizedPropertyException) {
            return unknown(name).about(pointer);
        }
        String value = shown(name, body.at("/" + name));
        if (mapping instanceof InvalidFormatException format && format.getValue() instanceof String) {
            boolean listed =
                    format.getTargetType() != null && format.getTargetType().isEnum();
            return (listed ? notInList(value, name) : wrongFormat(value, name)).about(pointer);
        }
        if (mapping instanceof MismatchedInputException) {
            return wrongType(value, name).about(pointer);
        }
        return wrongValue(name).about(pointer);
    }

    /** A value as it may be repeated to the client: shortened, secrets left out. */
    static String shown(String name, Object value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SECRETS.stream().anyMatch(lower::contains)) {
            return "******";
        }
        String text = value instanceof JsonNode node && node.isValueNode() ? node.asText() : String.valueOf(value);
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) : text;
    }

    /** About the properties of a resource. */
    static final class OfProperties extends BodyComplaints {
        private final ObjectNode current;

        /** About a change of the resource that is {@code current}, empty for a new one. */
        OfProperties(ObjectNode current) {
            this.current = current;
        }

        @Override
        Message unknown(String name) {
            boolean there = !current.at("/" + name).isMissingNode();
            return there ? BaseMessages.propertyNotWritable(name) : BaseMessages.propertyUnknown(name);
        }

        @Override
        Message missing(String name) {
            return BaseMessages.propertyMissing(name);
        }

        @Override
        Message wrongType(String value, String name) {
            return BaseMessages.propertyValueTypeError(value, name);
        }

        @Override
        Message wrongFormat(String value, String name) {
            return BaseMessages.propertyValueFormatError(value, name);
        }

        @Override
        Message notInList(String value, String name) {
            return BaseMessages.propertyValueNotInList(value, name);
        }

        @Override
        Message outOfRange(String value, String name) {
            return BaseMessages.propertyValueOutOfRange(value, name);
        }

        @Override
        Message wrongValue(String name) {
            return BaseMessages.propertyValueError(name);
        }
    }

    /** About the parameters of an action. */
    static final class OfParameters extends BodyComplaints {
        private final String action;

        OfParameters(String action) {
            this.action = action;
        }

        @Override
        Message unknown(String name) {
            return BaseMessages.actionParameterUnknown(action, name);
        }

        @Override
        Message missing(String name) {
            return BaseMessages.actionParameterMissing(action, name);
        }

        @Override
        Message wrongType(String value, String name) {
            return BaseMessages.actionParameterValueTypeError(value, name, action);
        }

        @Override
        Message wrongFormat(String value, String name) {
            return BaseMessages.actionParameterValueFormatError(value, name, action);
        }

        @Override
        Message notInList(String value, String name) {
            return BaseMessages.actionParameterValueNotInList(value, name, action);
        }

        @Override
        Message outOfRange(String value, String name) {
            return BaseMessages.actionParameterValueOutOfRange(value, name, action);
        }

        @Override
        Message wrongValue(String name) {
            return BaseMessages.actionParameterValueError(name, action);
        }
    }
}
