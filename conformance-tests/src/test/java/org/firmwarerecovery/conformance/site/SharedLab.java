package org.firmwarerecovery.conformance.site;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one {@link Lab}, or its {@link Pair} in good health, to tests; both end with the last suite. */
public final class SharedLab implements ParameterResolver {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(SharedLab.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Lab.class || type == Pair.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class ? lab(context) : pair(context);
    }

    /** The pair, in good health; for other extensions. */
    public static Pair pair(ExtensionContext context) {
        try {
            return lab(context).pair().settle();
        } catch (Exception | AssertionError e) {
            throw new ParameterResolutionException("the pair of nodes did not get ready: " + e.getMessage(), e);
        }
    }

    private static Lab lab(ExtensionContext context) {
        // The root's store is shared by all classes of a run and closes what it holds at the end of it.
        return context.getRoot().getStore(PLACE).getOrComputeIfAbsent(Lab.class, ignored -> open(), Lab.class);
    }

    private static Lab open() {
        try {
            return Lab.open();
        } catch (Exception | AssertionError e) {
            throw new ParameterResolutionException("the lab could not be set up: " + e.getMessage(), e);
        }
    }
}
