package org.firmwarerecovery.service.http;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.resource.Answer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;

/**
 * Plain HTTP: sends everybody to HTTPS and serves nothing. 308 keeps method and body; credentials that came in the clear
 * are not even looked at.
 */
final class RedirectGate extends HttpHandler {
    private final HttpLimits limits;
    private final IntSupplier httpsPort;

    RedirectGate(HttpLimits limits, IntSupplier httpsPort) {
        this.limits = limits;
        this.httpsPort = httpsPort;
    }

    /** The thread that read the request answers it. */
    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return Gate.SAME_THREAD;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        Gate.setCommonHeaders(response);
        response.setHeader("Connection", "close");
        request.getRequest().getProcessingState().setKeepAlive(false);
        try {
            RequestHead.require(request);
        } catch (RedfishException refusal) {
            GrizzlyExchange.write(Answer.of(refusal), request, response);
            return;
        }
        String raw = request.getRequestURI();
        String query = request.getQueryString();
        String target = query == null ? raw : raw + "?" + query;
        if (target.length() > limits.uriLengthMax()) {
            GrizzlyExchange.write(Answer.of(new RedfishException(414, BaseMessages.invalidURI(""))), request, response);
            return;
        }
        response.setStatus(308);
        response.setHeader("Location", "https://" + host(request) + ":" + httpsPort.getAsInt() + target);
        response.setContentLength(0);
    }

    @Override
    protected boolean sendAcknowledgment(Request request, Response response) {
        return true;
    }

    private static String host(Request request) {
        String name = request.getServerName();
        return name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
    }
}
