package org.firmwarerecovery.conformance.needs;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Judges {@link Needs} and {@link CiOnly} before a class or a method runs. */
final class NeedsCondition implements ExecutionCondition {
    private final Surroundings surroundings;

    /** Called by JUnit. */
    NeedsCondition() {
        this(Surroundings.here());
    }

    NeedsCondition(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<AnnotatedElement> element = context.getElement();
        return judge(
                AnnotationSupport.findAnnotation(element, CiOnly.class).map(CiOnly::value),
                AnnotationSupport.findAnnotation(element, Needs.class)
                        .map(needs -> List.of(needs.value()))
                        .orElse(List.of()));
    }

    /**
     * Enabled or skipped.
     *
     * @throws UnmetNeedException where {@code CI=true} and something is missing: JUnit reports it as a failure of the suite
     */
    ConditionEvaluationResult judge(Optional<String> ciOnlyBecause, List<String> needs) {
        if (ciOnlyBecause.isPresent() && !surroundings.ci()) {
            return ConditionEvaluationResult.disabled(ciOnlyBecause.get() + "; runs with CI=true");
        }
        List<String> missing = surroundings.missing(needs);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("everything needed is here");
        }
        String reason = String.join(", ", missing);
        if (surroundings.ci()) {
            throw new UnmetNeedException(reason + "; with CI=true that is a failure, not a reason to skip");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    /** A suite that has to run cannot. */
    static final class UnmetNeedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnmetNeedException(String reason) {
            super(reason);
        }
    }
}
