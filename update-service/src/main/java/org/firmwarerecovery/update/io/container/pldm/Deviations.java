package org.firmwarerecovery.update.io.container.pldm;

import java.util.ArrayList;
import java.util.List;

/** What one package does outside the letter of the format and is still understood: the first few, and how many more. */
final class Deviations {
    /** Most that are told; a hostile header holds thousands. */
    static final int TOLD_MAX = 4;

    private final List<String> told = new ArrayList<>();
    private int count;

    /** Notes one. */
    void add(String rule, String sentence) {
        count++;
        if (told.size() < TOLD_MAX) {
            told.add(rule + ": " + sentence);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** All of them as one sentence. */
    String text() {
        String text = String.join("; ", told);
        return count > told.size() ? text + "; and " + (count - told.size()) + " more" : text;
    }
}
