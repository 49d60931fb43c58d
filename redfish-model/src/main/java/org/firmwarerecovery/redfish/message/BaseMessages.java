package org.firmwarerecovery.redfish.message;

/**
 * Messages of the DMTF Base registry, for error bodies and answers.
 *
 * <p>One factory per message, named as its key; the arguments stand in the order of the registry. Where the registry's text
 * says {@code %1} and so on, the arguments are put in.
 */
public final class BaseMessages {
    private static final String PREFIX = "Base";

    private BaseMessages() {}

    public static Message success() {
        return make("Success");
    }

    public static Message created() {
        return make("Created");
    }

    public static Message noOperation() {
        return make("NoOperation");
    }

    public static Message generalError() {
        return make("GeneralError");
    }

    public static Message malformedJSON() {
        return make("MalformedJSON");
    }

    public static Message invalidJSON(long line) {
        return make("InvalidJSON", line);
    }

    public static Message emptyJSON() {
        return make("EmptyJSON");
    }

    public static Message unrecognizedRequestBody() {
        return make("UnrecognizedRequestBody");
    }

    public static Message propertyUnknown(String property) {
        return make("PropertyUnknown", property);
    }

    public static Message propertyMissing(String property) {
        return make("PropertyMissing", property);
    }

    public static Message propertyNotWritable(String property) {
        return make("PropertyNotWritable", property);
    }

    public static Message propertyDuplicate(String property) {
        return make("PropertyDuplicate", property);
    }

    public static Message propertyValueTypeError(String value, String property) {
        return make("PropertyValueTypeError", value, property);
    }

    public static Message propertyValueFormatError(String value, String property) {
        return make("PropertyValueFormatError", value, property);
    }

    public static Message propertyValueNotInList(String value, String property) {
        return make("PropertyValueNotInList", value, property);
    }

    public static Message propertyValueOutOfRange(String value, String property) {
        return make("PropertyValueOutOfRange", value, property);
    }

    public static Message propertyValueError(String property) {
        return make("PropertyValueError", property);
    }

    public static Message propertyNotUpdated(String property) {
        return make("PropertyNotUpdated", property);
    }

    public static Message propertyValueConflict(String property, String other) {
        return make("PropertyValueConflict", property, other);
    }

    public static Message propertyValueIncorrect(String property, String value) {
        return make("PropertyValueIncorrect", property, value);
    }

    public static Message actionNotSupported(String action) {
        return make("ActionNotSupported", action);
    }

    public static Message actionParameterMissing(String action, String parameter) {
        return make("ActionParameterMissing", action, parameter);
    }

    public static Message actionParameterUnknown(String action, String parameter) {
        return make("ActionParameterUnknown", action, parameter);
    }

    public static Message actionParameterDuplicate(String action, String parameter) {
        return make("ActionParameterDuplicate", action, parameter);
    }

    public static Message actionParameterValueTypeError(String value, String parameter, String action) {
        return make("ActionParameterValueTypeError", value, parameter, action);
    }

    public static Message actionParameterValueFormatError(String value, String parameter, String action) {
        return make("ActionParameterValueFormatError", value, parameter, action);
    }

    public static Message actionParameterValueNotInList(String value, String parameter, String action) {
        return make("ActionParameterValueNotInList", value, parameter, action);
    }

    public static Message actionParameterValueOutOfRange(String value, String parameter, String action) {
        return make("ActionParameterValueOutOfRange", value, parameter, action);
    }

    public static Message actionParameterValueError(String parameter, String action) {
        return make("ActionParameterValueError", parameter, action);
    }

    public static Message actionParameterNotSupported(String parameter, String action) {
        return make("ActionParameterNotSupported", parameter, action);
    }

    public static Message actionParameterValueConflict(String parameter, String value) {
        return make("ActionParameterValueConflict", parameter, value);
    }

    public static Message arraySizeTooLong(String property, long limit) {
        return make("ArraySizeTooLong", property, limit);
    }

    public static Message stringValueTooLong(String value, long limit) {
        return make("StringValueTooLong", value, limit);
    }

    public static Message queryParameterUnsupported(String parameter) {
        return make("QueryParameterUnsupported", parameter);
    }

    public static Message queryParameterValueError(String parameter) {
        return make("QueryParameterValueError", parameter);
    }

    public static Message queryParameterValueTypeError(String value, String parameter) {
        return make("QueryParameterValueTypeError", value, parameter);
    }

    public static Message queryParameterValueFormatError(String value, String parameter) {
        return make("QueryParameterValueFormatError", value, parameter);
    }

    public static Message queryParameterOutOfRange(String value, String parameter, String range) {
        return make("QueryParameterOutOfRange", value, parameter, range);
    }

    public static Message queryCombinationInvalid() {
        return make("QueryCombinationInvalid");
    }

    public static Message queryNotSupported() {
        return make("QueryNotSupported");
    }

    public static Message queryNotSupportedOnResource() {
        return make("QueryNotSupportedOnResource");
    }

    public static Message queryNotSupportedOnOperation() {
        return make("QueryNotSupportedOnOperation");
    }

    public static Message resourceNotFound(String type, String id) {
        return make("ResourceNotFound", type, id);
    }

    public static Message resourceMissingAtURI(String uri) {
        return make("ResourceMissingAtURI", uri);
    }

    public static Message resourceAtUriUnauthorized(String uri, String error) {
        return make("ResourceAtUriUnauthorized", uri, error);
    }

    public static Message resourceAtUriInUnknownFormat(String uri) {
        return make("ResourceAtUriInUnknownFormat", uri);
    }

    public static Message resourceAlreadyExists(String type, String property, String value) {
        return make("ResourceAlreadyExists", type, property, value);
    }

    public static Message resourceCannotBeDeleted() {
        return make("ResourceCannotBeDeleted");
    }

    public static Message resourceInUse() {
        return make("ResourceInUse");
    }

    public static Message resourceInStandby() {
        return make("ResourceInStandby");
    }

    public static Message resourceExhaustion(String resource) {
        return make("ResourceExhaustion", resource);
    }

    public static Message createLimitReachedForResource() {
        return make("CreateLimitReachedForResource");
    }

    public static Message couldNotEstablishConnection(String uri) {
        return make("CouldNotEstablishConnection", uri);
    }

    public static Message sourceDoesNotSupportProtocol(String uri, String protocol) {
        return make("SourceDoesNotSupportProtocol", uri, protocol);
    }

    public static Message accessDenied(String uri) {
        return make("AccessDenied", uri);
    }

    public static Message payloadTooLarge() {
        return make("PayloadTooLarge");
    }

    public static Message insufficientStorage() {
        return make("InsufficientStorage");
    }

    public static Message missingOrMalformedPart() {
        return make("MissingOrMalformedPart");
    }

    public static Message serviceDisabled(String uri) {
        return make("ServiceDisabled", uri);
    }

    public static Message serviceTemporarilyUnavailable(String seconds) {
        return make("ServiceTemporarilyUnavailable", seconds);
    }

    public static Message serviceShuttingDown() {
        return make("ServiceShuttingDown");
    }

    public static Message resetRequired(String uri, String resetType) {
        return make("ResetRequired", uri, resetType);
    }

    public static Message preconditionFailed() {
        return make("PreconditionFailed");
    }

    public static Message preconditionRequired() {
        return make("PreconditionRequired");
    }

    public static Message headerInvalid(String name) {
        return make("HeaderInvalid", name);
    }

    public static Message headerMissing(String name) {
        return make("HeaderMissing", name);
    }

    public static Message operationNotAllowed() {
        return make("OperationNotAllowed");
    }

    public static Message operationTimeout() {
        return make("OperationTimeout");
    }

    public static Message operationFailed() {
        return make("OperationFailed");
    }

    public static Message internalError() {
        return make("InternalError");
    }

    public static Message insufficientPrivilege() {
        return make("InsufficientPrivilege");
    }

    public static Message noValidSession() {
        return make("NoValidSession");
    }

    public static Message accessUnauthorized() {
        return make("AccessUnauthorized");
    }

    public static Message accessForbidden() {
        return make("AccessForbidden");
    }

    public static Message sessionLimitExceeded() {
        return make("SessionLimitExceeded");
    }

    public static Message sessionTerminated() {
        return make("SessionTerminated");
    }

    public static Message eventSubscriptionLimitExceeded() {
        return make("EventSubscriptionLimitExceeded");
    }

    public static Message passwordChangeRequired(String uri) {
        return make("PasswordChangeRequired", uri);
    }

    public static Message passwordIncorrectLength() {
        return make("PasswordIncorrectLength");
    }

    public static Message passwordComplexityNotMet() {
        return make("PasswordComplexityNotMet");
    }

    public static Message restrictedRole(String role) {
        return make("RestrictedRole", role);
    }

    public static Message invalidURI(String uri) {
        return make("InvalidURI", uri);
    }

    public static Message propertyModified() {
        return make("PropertyModified");
    }

    public static Message accountRemoved() {
        return make("AccountRemoved");
    }

    private static Message make(String key, Object... args) {
        return MessageCatalogue.standard().create(PREFIX, key, args);
    }
}
