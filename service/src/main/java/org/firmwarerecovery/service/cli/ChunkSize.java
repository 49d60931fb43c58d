package org.firmwarerecovery.service.cli;

import org.firmwarerecovery.service.config.ByteSize;
import org.firmwarerecovery.update.manifest.ChunkList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A chunk size given on the command line.
 *
 * @param bytes a power of two from 64 KiB to 4 MiB
 */
record ChunkSize(int bytes) {
    /** Reads {@code 1MiB}. */
    static final class Converter implements ITypeConverter<ChunkSize> {
        @Override
        public ChunkSize convert(String text) {
            return ByteSize.parse(text)
                    .filter(size -> ChunkList.isChunkSize(size.bytes()))
                    .map(size -> new ChunkSize((int) size.bytes()))
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no chunk size: a power of two, 64KiB to 4MiB"));
        }
    }
}
