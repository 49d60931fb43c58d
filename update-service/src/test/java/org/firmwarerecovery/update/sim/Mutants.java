package org.firmwarerecovery.update.sim;

import java.util.List;

/** Named ways to get it wrong. */
final class Mutants {
    private Mutants() {}

    static List<Mutant> all() {
        return List.of();
    }

    static Mutant of(String name) {
        return all().stream()
                .filter(mutant -> mutant.name().equals(name))
                .findFirst()
                .orElse(Mutant.NONE);
    }
}
