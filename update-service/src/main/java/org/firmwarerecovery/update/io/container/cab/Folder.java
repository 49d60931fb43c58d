package org.firmwarerecovery.update.io.container.cab;

/**
 * One folder of a cabinet (CFFOLDER): a chain of blocks.
 *
 * @param offset of the first block
 * @param end where the cabinet ends
 * @param blocks their number
 * @param compression method and its parameters as they lie in the file
 * @param blockReserve bytes that are reserved in the header of each block
 */
record Folder(long offset, long end, int blocks, int compression, int blockReserve) {
    private static final int METHOD = 0x0F;
    private static final int STORED = 0;
    private static final int MSZIP = 1;
    private static final int QUANTUM = 2;
    private static final int LZX = 3;

    /** True where its bytes can be had: Quantum and LZX are shown and not unpacked. */
    boolean isReadable() {
        return isStored() || (compression & METHOD) == MSZIP;
    }

    boolean isStored() {
        return (compression & METHOD) == STORED;
    }

    String methodName() {
        return switch (compression & METHOD) {
            case STORED -> "stored";
            case MSZIP -> "mszip";
            case QUANTUM -> "quantum";
            case LZX -> "lzx";
            default -> "unknown";
        };
    }
}
