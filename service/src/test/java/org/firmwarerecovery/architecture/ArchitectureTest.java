package org.firmwarerecovery.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.firmwarerecovery");

    @Test
    void the_core_is_pure() {
        assertKept(CoreRules.over(CoreRules.CORE));
    }

    @Test
    void modules_and_edges_depend_downwards() {
        assertKept(ModuleRules.directions());
    }

    @Test
    void packages_form_no_cycle() {
        assertKept(List.of(ModuleRules.noPackageCycles("org.firmwarerecovery")));
    }

    @Test
    void only_edges_and_the_service_log() {
        assertKept(List.of(ModuleRules.onlyEdgesLog()));
    }

    @Test
    void one_class_at_most_judges_certificates() {
        assertKept(List.of(ModuleRules.oneTrustManager()));
    }

    @Test
    void every_module_is_looked_at() {
        for (String root : List.of(
                "org.firmwarerecovery.machine",
                "org.firmwarerecovery.redfish",
                "org.firmwarerecovery.discovery.core",
                "org.firmwarerecovery.discovery.io",
                "org.firmwarerecovery.update.recovery",
                "org.firmwarerecovery.update.io",
                "org.firmwarerecovery.service")) {
            assertTrue(
                    MAIN.stream().anyMatch(type -> type.getPackageName().startsWith(root)), "no class below " + root);
        }
    }

    /** All broken rules at once: whoever tidies up wants the whole list. */
    private static void assertKept(List<ArchRule> rules) {
        List<String> broken = new ArrayList<>();
        for (ArchRule rule : rules) {
            if (rule.evaluate(MAIN).hasViolation()) {
                broken.add(rule.evaluate(MAIN).getFailureReport().toString());
            }
        }
        assertEquals("", String.join("\n", broken), broken.size() + " rules broken");
    }
}
