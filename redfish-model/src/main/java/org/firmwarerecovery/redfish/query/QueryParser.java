package org.firmwarerecovery.redfish.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query of a request line. {@code excerpt} is taken and changes nothing: of a resource whose schema marks no property for
 * it the whole is the excerpt (DSP0266, query parameters), and no schema of ours does.
 */
public final class QueryParser {
    private static final Pattern EXPAND = Pattern.compile("([*.~])(?:\\(\\$levels=(-?[0-9]{1,9})\\))?");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_@.#-]{1,128}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final List<String> SUPPORTED =
            List.of("only", "excerpt", "$filter", "$skip", "$top", "$expand", "$select");

    private boolean only;
    private Optional<Query.Filtering> filter = Optional.empty();
    private OptionalInt skip = OptionalInt.empty();
    private OptionalInt top = OptionalInt.empty();
    private Optional<Expand> expand = Optional.empty();
    private Optional<Select> select = Optional.empty();

    private QueryParser() {}

    private record Parameter(String name, @Nullable String value) {}

    /**
     * Reads a query.
     *
     * @param method method of the request; supported parameters are refused on all but GET and HEAD
     * @param raw the part after the question mark, still percent-encoded; null when there is none
     */
    public static QueryResult<Query> parse(String method, @Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return new QueryResult.Done<>(Query.NONE);
        }
        List<Parameter> parameters = split(raw);
        for (Parameter parameter : parameters) {
            if (parameter.name().startsWith("$") && !SUPPORTED.contains(parameter.name())) {
                return refuse(501, BaseMessages.queryParameterUnsupported(parameter.name()));
            }
        }
        List<Parameter> known = parameters.stream()
                .filter(parameter -> SUPPORTED.contains(parameter.name()))
                .toList();
        if (known.isEmpty()) {
            return new QueryResult.Done<>(Query.NONE);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return refuse(400, BaseMessages.queryNotSupportedOnOperation());
        }
        long names = known.stream().map(Parameter::name).distinct().count();
        boolean onlyIsThere =
                known.stream().anyMatch(parameter -> parameter.name().equals("only"));
        if (names != known.size() || onlyIsThere && names > 1) {
            return refuse(400, BaseMessages.queryCombinationInvalid());
        }
        QueryParser parser = new QueryParser();
        for (Parameter parameter : known) {
            Optional<Message> problem = parser.read(parameter);
            if (problem.isPresent()) {
                return refuse(400, problem.get());
            }
        }
        return new QueryResult.Done<>(
                new Query(parser.only, parser.filter, parser.skip, parser.top, parser.expand, parser.select));
    }

    private Optional<Message> read(Parameter parameter) {
        String name = parameter.name();
        String value = parameter.value();
        if (name.equals("only") || name.equals("excerpt")) {
            only |= name.equals("only");
            return value == null ? Optional.empty() : Optional.of(BaseMessages.queryParameterValueError(name));
        }
        if (value == null) {
            return Optional.of(BaseMessages.queryParameterValueError(name));
        }
        return switch (name) {
            case "$skip" -> readCount(name, value);
            case "$top" -> readCount(name, value);
            case "$filter" -> readFilter(value);
            case "$expand" -> readExpand(value);
            default -> readSelect(value);
        };
    }

    private Optional<Message> readCount(String name, String value) {
        if (!INTEGER.matcher(value).matches()) {
            return Optional.of(BaseMessages.queryParameterValueTypeError(value, name));
        }
        int count = Integer.parseInt(value);
        if (count < 0) {
            return Optional.of(BaseMessages.queryParameterOutOfRange(value, name, "0-999999999"));
        }
        if (name.equals("$skip")) {
            skip = OptionalInt.of(count);
        } else {
            top = OptionalInt.of(count);
        }
        return Optional.empty();
    }

    private Optional<Message> readFilter(String value) {
        QueryResult<Filter> result = FilterParser.parse(value);
        if (result instanceof QueryResult.Done<Filter> done) {
            filter = Optional.of(new Query.Filtering(done.value(), value));
            return Optional.empty();
        }
        return Optional.of(((QueryResult.Refused<Filter>) result).message());
    }

    private Optional<Message> readExpand(String value) {
        Matcher matcher = EXPAND.matcher(value);
        if (!matcher.matches()) {
            return Optional.of(BaseMessages.queryParameterValueFormatError(value, "$expand"));
        }
        int levels = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        if (levels < 1 || levels > Expand.LEVELS_MAX) {
            return Optional.of(BaseMessages.queryParameterOutOfRange(
                    Integer.toString(levels), "$levels", "1-" + Expand.LEVELS_MAX));
        }
        for (Expand.Scope scope : Expand.Scope.values()) {
            if (scope.sign().equals(matcher.group(1))) {
                expand = Optional.of(new Expand(scope, levels));
            }
        }
        return Optional.empty();
    }

    private Optional<Message> readSelect(String value) {
        List<List<String>> paths = new ArrayList<>();
        for (String text : value.split(",", -1)) {
            List<String> path = List.of(text.strip().split("/", -1));
            boolean all = path.equals(List.of("*"));
            if (!all && !path.stream().allMatch(name -> PROPERTY.matcher(name).matches())) {
                return Optional.of(BaseMessages.queryParameterValueFormatError(value, "$select"));
            }
            if (path.size() > Select.DEPTH_MAX || paths.size() >= Select.PATHS_MAX) {
                return Optional.of(BaseMessages.queryParameterValueError("$select"));
            }
            paths.add(path);
        }
        // With * everything is selected, whatever stands beside it.
        select = paths.contains(List.of("*")) ? Optional.empty() : Optional.of(Select.of(paths));
        return Optional.empty();
    }

    private static List<Parameter> split(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String written = equals < 0 ? "" : part.substring(equals + 1);
            // Form encoders write a space as a plus; a filter is the one value with spaces in it.
            String plain = name.equals("$filter") ? written.replace('+', ' ') : written;
            String value = equals < 0 ? null : decode(plain);
            parameters.add(new Parameter(name, value));
        }
        return parameters;
    }

    /** Percent-decodes as UTF-8; what is not an escape is kept, so that a bad one shows in the message about the value. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        int i = 0;
        while (i < in.length) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            out[length++] = low >= 0 ? (byte) (high * 16 + low) : in[i];
            i += low >= 0 ? 3 : 1;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static QueryResult<Query> refuse(int status, Message message) {
        return new QueryResult.Refused<>(status, message);
    }
}
