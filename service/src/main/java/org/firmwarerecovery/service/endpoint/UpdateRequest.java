package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.resource.SimpleUpdateBody;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;

/** Checks the parameters of SimpleUpdate and of a push, at once and in words, before a task exists. */
final class UpdateRequest {
    private static final String ACTION = "SimpleUpdate";
    private static final List<String> PROTOCOLS =
            List.of("CIFS", "FTP", "SFTP", "HTTP", "HTTPS", "SCP", "TFTP", "OEM", "NFS");

    private static final SecretMark MARK = SecretMark.random();

    private final NodeContext context;

    UpdateRequest(NodeContext context) {
        this.context = context;
    }

    /** The components an operator names; none means: whatever the image is for. */
    List<ComponentId> targets(SimpleUpdateBody body) {
        List<ComponentId> components = new ArrayList<>();
        for (String target : body.targets().orElse(List.of())) {
            String path = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
            if (path.equals(ImagePaths.FIRMWARE)) {
                // The collection: whatever the image is for.
                continue;
            }
            ComponentId found = context.state().components().keySet().stream()
                    .filter(component -> path.equals(ImagePaths.component(component)))
                    .findFirst()
                    .orElseThrow(() -> new RedfishException(
                            400, BaseMessages.actionParameterValueNotInList(target, "Targets", ACTION)));
            components.add(found);
        }
        List<ComponentId> distinct = components.stream().distinct().toList();
        if (distinct.size() > 1) {
            // One image updates one component; doing only the first would be a lie.
            throw new RedfishException(400, BaseMessages.actionParameterNotSupported("Targets", ACTION));
        }
        return distinct;
    }

    /** What else the operator asks for; what this service does not do is refused rather than ignored. */
    Job.Options options(SimpleUpdateBody body) {
        if (body.stage().orElse(false)) {
            throw new RedfishException(400, BaseMessages.actionParameterNotSupported("Stage", ACTION));
        }
        boolean named = !body.targets().orElse(List.of()).isEmpty();
        if (!named && !body.excludeTargets().orElse(List.of()).isEmpty()) {
            // An image says itself what it is for, so there is nothing to leave out.
            throw new RedfishException(400, BaseMessages.actionParameterNotSupported("ExcludeTargets", ACTION));
        }
        String when = body.operationApplyTime().orElse(ApplyTime.IMMEDIATE.label());
        ApplyTime apply = ApplyTimes.of(when)
                .orElseThrow(() -> new RedfishException(
                        400, BaseMessages.actionParameterValueNotInList(when, ApplyTimes.PARAMETER, ACTION)));
        return new Job.Options(
                body.forceUpdate().orElse(false), body.localImage().orElse(false), apply);
    }

    /** Where the image is pulled from. The scheme in the URI wins, since sushy always says HTTP. */
    IngestSource.Remote source(SimpleUpdateBody body) {
        String text = body.imageURI()
                .toOptional()
                .filter(uri -> !uri.isBlank())
                .orElseThrow(() -> new RedfishException(400, BaseMessages.actionParameterMissing(ACTION, "ImageURI")));
        String protocol = body.transferProtocol().orElse("HTTP");
        if (!PROTOCOLS.contains(protocol)) {
            throw new RedfishException(
                    400, BaseMessages.actionParameterValueNotInList(protocol, "TransferProtocol", ACTION));
        }
        boolean absolute = text.matches("[A-Za-z][A-Za-z0-9+.-]*://.*");
        URI uri = parse(absolute ? text : protocol.toLowerCase(Locale.ROOT) + "://" + text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!context.facts().schemes().contains(scheme)) {
            throw new RedfishException(
                    400,
                    absolute
                            ? BaseMessages.actionParameterValueFormatError(withoutQuery(plain(uri)), "ImageURI", ACTION)
                                    .because("This service pulls by "
                                            + context.facts().schemes() + ".")
                            : BaseMessages.actionParameterValueNotInList(protocol, "TransferProtocol", ACTION));
        }
        Optional<String[]> inUri = Optional.ofNullable(uri.getUserInfo()).map(info -> info.split(":", 2));
        return new IngestSource.Remote(
                plain(uri),
                body.username()
                        .toOptional()
                        .or(() -> inUri.map(parts -> parts[0]))
                        .orElse(null),
                body.password()
                        .toOptional()
                        .or(() -> inUri.filter(parts -> parts.length > 1).map(parts -> parts[1]))
                        .orElse(null));
    }

    /** The request as the Task shows it and as a repetition is recognised; no credentials, and no query, which may be one. */
    static String text(IngestSource.Remote source, List<ComponentId> targets, Job.Options options) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ImageURI", withoutQuery(source.uri()));
        if (!targets.isEmpty()) {
            ArrayNode array = json.putArray("Targets");
            targets.forEach(target -> array.add(ImagePaths.component(target)));
        }
        if (options.force()) {
            json.put("ForceUpdate", true);
        }
        if (options.keepImage()) {
            json.put("LocalImage", true);
        }
        if (options.apply() != ApplyTime.IMMEDIATE) {
            json.put(ApplyTimes.PARAMETER, options.apply().label());
        }
        return RedfishMapper.text(json);
    }

    /** The query becomes a mark that tells two of them apart and is worthless to anybody else. */
    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query) + "?withheld=" + MARK.of(uri.substring(query));
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below; the text may hold credentials, so it is not repeated.
            throw new RedfishException(400, BaseMessages.actionParameterValueFormatError("", "ImageURI", ACTION));
        }
        throw new RedfishException(400, BaseMessages.actionParameterValueFormatError("", "ImageURI", ACTION));
    }

    /** The URI without credentials and fragment. */
    private static String plain(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port + path + query;
    }
}
