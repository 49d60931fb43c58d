package org.firmwarerecovery.service.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.resource.Access;
import org.firmwarerecovery.service.resource.Answer;
import org.firmwarerecovery.service.resource.IncomingRequest;
import org.firmwarerecovery.service.resource.ResourceDispatch;
import org.glassfish.jersey.process.Inflector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;

/**
 * Hands what the gate does not answer itself (plain reads) to Jersey as one resource: which declaration answers was decided at the gate, and a second
 * table of a hundred routes would cost every start time and memory. Jersey keeps the filters, entities and errors of JAX-RS.
 */
final class JerseyBridge {
    // Jersey derives HEAD from GET; OPTIONS is answered at the gate.
    private static final List<String> METHODS = List.of("GET", "POST", "PATCH", "DELETE");

    private final ResourceDispatch dispatch;
    private final StrangersBodies strangers;

    JerseyBridge(ResourceDispatch dispatch, StrangersBodies strangers) {
        this.dispatch = dispatch;
        this.strangers = strangers;
    }

    /** The Jersey application. */
    ResourceConfig application() {
        ResourceConfig config = new ResourceConfig();
        config.property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        config.property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        // Our own bodies, not the container's pages.
        config.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        // Half of the known clients break on an absolute Location.
        config.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        config.register(new Problems());
        config.registerResources(everything());
        return config;
    }

    private Resource everything() {
        Resource.Builder builder = Resource.builder("/{path: .*}");
        for (String method : METHODS) {
            builder.addMethod(method).handledBy(new Inflector<ContainerRequestContext, Response>() {
                @Override
                public Response apply(ContainerRequestContext context) {
                    return respond(context);
                }
            });
        }
        return builder.build();
    }

    private Response respond(ContainerRequestContext context) {
        if (!(context.getProperty(Gate.ADMITTED) instanceof Gate.Admitted admitted)) {
            throw new IllegalStateException("a request that did not come through the gate");
        }
        try (StrangersBodies.Place place = strangers.of(admitted.call().principal())) {
            IncomingRequest request = new IncomingRequest(
                    admitted.call(),
                    admitted.query(),
                    name -> Optional.ofNullable(context.getHeaderString(name)),
                    () -> PacedBody.ofJson(context.getEntityStream(), System::nanoTime, place));
            return response(dispatch.serve(admitted.match(), request));
        } catch (RedfishException e) {
            if (Access.isRefusal(e)) {
                // Of other refusals with the same status the audit log knows nothing.
                context.setProperty(Gate.REFUSED, true);
            }
            throw e;
        }
    }

    private static Response response(Answer answer) {
        Response.ResponseBuilder builder = Response.status(answer.status());
        answer.headers().forEach(builder::header);
        if (answer.body().length > 0) {
            builder.type(MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8")).entity(answer.body());
        } else if (answer.status() != 204 && answer.status() != 304) {
            builder.header("Content-Length", "0");
        }
        return builder.build();
    }

    /** Everything thrown below Jersey, and Jersey's own refusals. */
    private static final class Problems implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable problem) {
            return response(ErrorAnswers.of(problem, "", ""));
        }
    }
}
