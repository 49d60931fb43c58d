package org.firmwarerecovery.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.architecture.fixture.Impure;
import org.firmwarerecovery.architecture.fixture.Pure;
import org.firmwarerecovery.architecture.fixture.left.Left;
import org.firmwarerecovery.architecture.fixture.right.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves on small offenders that the rules of {@code ArchitectureTest} bite, and that they leave pure code alone. */
class ArchitectureRulesTest {
    private static final String FIXTURE = "org.firmwarerecovery.architecture.fixture";

    @ParameterizedTest
    @MethodSource("offenders")
    void each_kind_of_impurity_breaks_a_rule(Class<?> offender) {
        JavaClasses one = new ClassFileImporter().importClasses(offender);
        long broken = coreRules().stream()
                .filter(rule -> rule.evaluate(one).hasViolation())
                .count();
        assertTrue(broken > 0, offender.getSimpleName());
    }

    @Test
    void every_core_rule_has_an_offender() {
        JavaClasses all = new ClassFileImporter().importClasses(offenders().toArray(Class<?>[]::new));
        for (ArchRule rule : coreRules()) {
            assertTrue(rule.evaluate(all).hasViolation(), rule.getDescription());
        }
    }

    @Test
    void pure_code_breaks_no_rule() {
        JavaClasses pure = new ClassFileImporter().importClasses(Pure.class);
        for (ArchRule rule : coreRules()) {
            assertEquals(List.of(), rule.evaluate(pure).getFailureReport().getDetails(), rule.getDescription());
        }
    }

    @Test
    void a_cycle_of_packages_is_found() {
        JavaClasses cycle = new ClassFileImporter().importClasses(Left.class, Right.class);
        assertTrue(ModuleRules.noPackageCycles(FIXTURE).evaluate(cycle).hasViolation());
        JavaClasses half = new ClassFileImporter().importClasses(Left.class);
        assertFalse(ModuleRules.noPackageCycles(FIXTURE).evaluate(half).hasViolation());
    }

    @Test
    void a_dependency_upwards_is_found() {
        JavaClasses left = new ClassFileImporter().importClasses(Left.class);
        assertTrue(ModuleRules.below("left is low", List.of(FIXTURE + ".left"), FIXTURE + ".right")
                .evaluate(left)
                .hasViolation());
    }

    @Test
    void a_logger_outside_the_edges_is_found() {
        JavaClasses logs = new ClassFileImporter().importClasses(Impure.class.getDeclaredClasses());
        assertTrue(ModuleRules.onlyEdgesLog().evaluate(logs).hasViolation());
    }

    @Test
    void a_second_trust_manager_is_found() {
        JavaClasses one = new ClassFileImporter().importClasses(Left.class);
        assertFalse(ModuleRules.oneTrustManager().evaluate(one).hasViolation());
        JavaClasses two = new ClassFileImporter().importClasses(Left.class, Right.class);
        assertTrue(ModuleRules.oneTrustManager().evaluate(two).hasViolation());
    }

    static Stream<Class<?>> offenders() {
        return Arrays.stream(Impure.class.getDeclaredClasses());
    }

    private static List<ArchRule> coreRules() {
        return CoreRules.over(DescribedPredicate.describe("fixtures", ArchitectureRulesTest::isFixture));
    }

    private static boolean isFixture(JavaClass type) {
        return type.getPackageName().startsWith(FIXTURE);
    }
}
