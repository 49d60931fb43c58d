package org.firmwarerecovery.update.power;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Chooses among all that a power cut may leave. */
final class Survivors {
    private Survivors() {}

    /**
     * States of the parts at risk: every combination where there are at most {@code all} of them, else {@code some} of them, first
     * nothing and everything, then each part alone and each part missing, in turns, then by chance.
     *
     * @param risks how many states each part may be left in
     */
    static List<int[]> of(int[] risks, int all, int some, long seed) {
        long combinations = 1;
        for (int risk : risks) {
            combinations = Math.min(Long.MAX_VALUE / 1024, combinations * risk);
        }
        List<int[]> chosen = new ArrayList<>();
        if (combinations <= all) {
            for (long number = 0; number < combinations; number++) {
                chosen.add(combination(risks, number));
            }
            return chosen;
        }
        Random random = new Random(seed);
        chosen.add(new int[risks.length]);
        chosen.add(last(risks));
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < risks.length; i++) {
            if (risks[i] > 1) {
                open.add(i);
            }
        }
        Collections.shuffle(open, random);
        for (int i = 0; chosen.size() < some; i++) {
            int[] states;
            if (i < 2 * open.size() && random.nextBoolean()) {
                int part = open.get(i / 2);
                states = i % 2 == 0 ? new int[risks.length] : last(risks);
                states[part] = i % 2 == 0 ? risks[part] - 1 : 0;
            } else {
                states = new int[risks.length];
                for (int part : open) {
                    states[part] = random.nextInt(risks[part]);
                }
            }
            chosen.add(states);
        }
        return chosen;
    }

    private static int[] combination(int[] risks, long number) {
        int[] states = new int[risks.length];
        long left = number;
        for (int i = 0; i < risks.length; i++) {
            states[i] = (int) (left % risks[i]);
            left /= risks[i];
        }
        return states;
    }

    private static int[] last(int[] risks) {
        int[] states = new int[risks.length];
        for (int i = 0; i < risks.length; i++) {
            states[i] = risks[i] - 1;
        }
        return states;
    }
}
