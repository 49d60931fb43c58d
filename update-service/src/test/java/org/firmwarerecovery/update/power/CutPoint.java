package org.firmwarerecovery.update.power;

import org.firmwarerecovery.update.sim.SimMemory;

/**
 * A moment in which the power may go: just before an operation.
 *
 * @param number of the operation in its life, from 0
 * @param phase what the node was doing
 * @param operation kind and path
 * @param disk with everything that is at risk
 * @param memory records of Tasks and recoveries as they were written down
 * @param truth what is so
 */
record CutPoint(int number, String phase, String operation, FaultyDisk disk, SimMemory memory, Truth truth) {
    @Override
    public String toString() {
        return "cut " + number + " in " + phase + " before " + operation;
    }
}
