package org.firmwarerecovery.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which way dependencies run, and what may exist only once. */
final class ModuleRules {
    private ModuleRules() {}

    /** Direction between modules, and from the edges to the core inside a module. */
    static List<ArchRule> directions() {
        return List.of(
                below(
                        "redfish-model is the lowest module",
                        List.of("org.firmwarerecovery.machine..", "org.firmwarerecovery.redfish.."),
                        "org.firmwarerecovery.discovery..",
                        "org.firmwarerecovery.update..",
                        "org.firmwarerecovery.service.."),
                below(
                        "discovery knows peers, not what is asked of them",
                        List.of("org.firmwarerecovery.discovery.."),
                        "org.firmwarerecovery.update..",
                        "org.firmwarerecovery.service.."),
                below(
                        "nobody imports the service",
                        List.of("org.firmwarerecovery.update.."),
                        "org.firmwarerecovery.service.."),
                below(
                        "an edge may know its core; a core never knows an edge",
                        List.of("org.firmwarerecovery.discovery.core.."),
                        "org.firmwarerecovery.discovery.io.."),
                noClasses()
                        .that(CoreRules.CORE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.firmwarerecovery.update.io..", "org.firmwarerecovery.discovery.io..")
                        .because("an edge may know its core; a core never knows an edge"));
    }

    /** {@code lower} depends on none of {@code uppers}. */
    static ArchRule below(String why, List<String> lower, String... uppers) {
        return noClasses()
                .that()
                .resideInAnyPackage(lower.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(uppers)
                .because(why);
    }

    /** Packages below {@code root} form no cycle, over module borders too. */
    static ArchRule noPackageCycles(String root) {
        return slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("two packages in a cycle are one package that is hard to read");
    }

    /** Only edges and the service talk to the log. */
    static ArchRule onlyEdgesLog() {
        return classes()
                .that(dependOn("org.slf4j"))
                .should()
                .resideInAnyPackage("org.firmwarerecovery..io..", "org.firmwarerecovery.service..")
                .allowEmptyShould(true)
                .because("a line in the log is an effect");
    }

    /** At most one class judges certificate chains. */
    static ArchRule oneTrustManager() {
        return classes()
                .that(assignableTo("javax.net.ssl.TrustManager"))
                .should(beAtMostOne())
                .allowEmptyShould(true)
                .because("a second judge of certificates is where a trust-all hides");
    }

    private static DescribedPredicate<JavaClass> dependOn(String root) {
        return DescribedPredicate.describe(
                "depend on " + root,
                type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith(root)));
    }

    private static ArchCondition<JavaClass> beAtMostOne() {
        return new ArchCondition<>("be at most one") {
            private final List<JavaClass> seen = new ArrayList<>();

            @Override
            public void init(Collection<JavaClass> all) {
                seen.clear();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                seen.add(type);
            }

            @Override
            public void finish(ConditionEvents events) {
                if (seen.size() > 1) {
                    seen.forEach(type -> events.add(
                            SimpleConditionEvent.violated(type, type.getName() + " is one of " + seen.size())));
                }
            }
        };
    }
}
