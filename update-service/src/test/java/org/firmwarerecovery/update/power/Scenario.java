package org.firmwarerecovery.update.power;

import java.util.function.Consumer;
import org.firmwarerecovery.update.sim.SimMemory;

/**
 * What a node goes through while the power is cut.
 *
 * @param name for reports
 * @param disk what it finds when it starts, all of it durable
 * @param memory its records of Tasks and recoveries
 * @param truth what is so
 * @param script what happens in its first life
 * @param fault makes the disk of the first life worse than a disk may be
 */
record Scenario(
        String name,
        FaultyDisk disk,
        SimMemory memory,
        Truth truth,
        PowerNode.Script script,
        Consumer<FaultyDisk> fault) {
    /** The same on a disk that is worse. */
    Scenario on(String why, Consumer<FaultyDisk> worse) {
        return new Scenario(name + ", " + why, disk, memory, truth, script, fault.andThen(worse));
    }
}
