package org.firmwarerecovery.conformance.suite;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one {@link Service} to cases: the one that the system properties name, else the first node of the shared pair. What
 * keeps it from being asked is an error once; all other classes are skipped then.
 */
final class ServiceUnderTest implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(ServiceUnderTest.class);

    /** What the attempt to reach the service led to. */
    private static final class Attempt implements AutoCloseable {
        private final @Nullable Service service;
        private final @Nullable String failure;
        private boolean told;

        private Attempt(@Nullable Service service, @Nullable String failure) {
            this.service = service;
            this.failure = failure;
        }

        private Service orFail() {
            Service reached = service;
            if (reached != null) {
                return reached;
            }
            told = true;
            // Of this kind, JUnit shows the message and nothing around it.
            throw new ParameterResolutionException(Objects.requireNonNull(failure));
        }

        @Override
        public void close() {
            if (service != null) {
                service.close();
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return attempted(context).told
                ? ConditionEvaluationResult.disabled("not tried: the service could not be asked")
                : ConditionEvaluationResult.enabled("the service can be asked");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        service(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Service.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return service(context);
    }

    /** The service; asked for the first time, it is looked for. */
    static Service service(ExtensionContext context) {
        return attempted(context).orFail();
    }

    private static Attempt attempted(ExtensionContext context) {
        return context.getRoot()
                .getStore(PLACE)
                .getOrComputeIfAbsent(Attempt.class, ignored -> attempt(context), Attempt.class);
    }

    /** What the service says of itself. */
    static List<String> portrait(ExtensionContext context) {
        try {
            return service(context).portrait();
        } catch (Exception unreadable) {
            return List.of("the service does not say what it is: " + unreadable.getMessage());
        }
    }

    private static Attempt attempt(ExtensionContext context) {
        try {
            CaseReport.forget();
            Optional<Destination> named =
                    Destination.named(System::getProperty, System.getenv(Destination.PASSWORD_VARIABLE));
            // The reports of the build list all properties.
            System.clearProperty(Destination.PASSWORD);
            return new Attempt(
                    named.isPresent() ? Service.at(named.get()) : Service.ours(SharedLab.pair(context)), null);
        } catch (Destination.UnusableException | IOException e) {
            return new Attempt(null, e.getMessage());
        }
    }
}
