package org.firmwarerecovery.conformance.needs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

class NeedsConditionTest {
    @TempDir
    Path folder;

    @Test
    void a_program_on_the_path_enables_the_suite() throws IOException {
        program("curl");
        assertFalse(judge(onDesk(), Optional.empty(), "curl").isDisabled());
    }

    @Test
    void everything_missing_is_named_when_a_suite_is_skipped() {
        ConditionEvaluationResult result = judge(onDesk(), Optional.empty(), "curl", Needs.ROOT, Needs.SHARED);
        assertTrue(result.isDisabled());
        assertEquals(
                "curl is not on the PATH, the process does not run as root, there is no folder at shared.dir=null",
                result.getReason().orElseThrow());
    }

    @Test
    void a_file_that_cannot_run_is_no_program() throws IOException {
        Files.createFile(folder.resolve("curl"));
        assertTrue(judge(onDesk(), Optional.empty(), "curl").isDisabled());
    }

    @Test
    void the_same_lack_fails_the_suite_in_ci() {
        assertThrows(NeedsCondition.UnmetNeedException.class, () -> judge(inCi(), Optional.empty(), "curl"));
    }

    @Test
    void a_ci_suite_is_skipped_on_a_desk_with_its_reason_even_when_its_tools_are_there() throws IOException {
        program("curl");
        ConditionEvaluationResult result = judge(onDesk(), Optional.of("drives curl"), "curl");
        assertEquals("drives curl; runs with CI=true", result.getReason().orElseThrow());
    }

    @Test
    void a_ci_suite_runs_in_ci() throws IOException {
        program("curl");
        assertFalse(judge(inCi(), Optional.of("drives curl"), "curl").isDisabled());
    }

    @Test
    void root_and_the_shared_folder_are_met_by_what_they_say() {
        Surroundings rich = new Surroundings(true, true, List.of(), folder);
        assertFalse(judge(rich, Optional.empty(), Needs.ROOT, Needs.SHARED).isDisabled());
    }

    @Test
    void modules_and_collections_that_are_not_there_are_named() {
        ConditionEvaluationResult result =
                judge(onDesk(), Optional.empty(), Needs.PYTHON + "no_such_module", Needs.ANSIBLE + "nobody.nothing");
        assertEquals(
                Surroundings.python() + " cannot import no_such_module, Ansible has no collection nobody.nothing",
                result.getReason().orElseThrow());
    }

    private static ConditionEvaluationResult judge(
            Surroundings surroundings, Optional<String> ciOnlyBecause, String... needs) {
        return new NeedsCondition(surroundings).judge(ciOnlyBecause, List.of(needs));
    }

    private Surroundings onDesk() {
        return new Surroundings(false, false, List.of(folder), null);
    }

    private Surroundings inCi() {
        return new Surroundings(true, false, List.of(folder), null);
    }

    private void program(String name) throws IOException {
        Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
