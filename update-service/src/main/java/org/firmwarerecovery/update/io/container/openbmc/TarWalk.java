package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.tar.TarBlock;
import org.firmwarerecovery.update.io.tar.TarExtension;

/**
 * Goes once through the archive inside a tarball and hashes what is in it. Refused at the first sight of it: names that no
 * tarball has, anything but regular files, names given twice, name overrides, wrong header checksums, and sizes and counts
 * over the limits. Memory is bounded by {@link #ENTRIES_MAX} small files. One thread.
 */
final class TarWalk {
    /** Most headers of an archive. */
    static final int ENTRIES_MAX = 64;
    /** Largest MANIFEST. */
    static final int MANIFEST_BYTES_MAX = 64 * 1024;
    /** Largest key or signature. */
    static final int PROOF_BYTES_MAX = 16 * 1024;
    /** Largest part, and largest archive. */
    static final long ARCHIVE_BYTES_MAX = 1024L * 1024 * 1024;
    /** Zeros that may follow the end of the archive; tar fills up to 10 KiB, others to a tape block. */
    static final int TRAILING_ZEROS_MAX = 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream stream;
    private final List<String> algorithms;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Map<String, Member> members = new LinkedHashMap<>();
    private long at;
    private int headers;
    private String ownName = "";

    private TarWalk(InputStream stream, List<String> algorithms) {
        this.stream = stream;
        this.algorithms = algorithms;
    }

    /**
     * The members of the archive in their order, by name.
     *
     * @param algorithms digests to make of each
     * @throws TarballRefusedException where it is no archive that may be used
     * @throws IOException of the medium
     */
    static Map<String, Member> through(InputStream stream, List<String> algorithms) throws IOException {
        TarWalk walk = new TarWalk(stream, algorithms);
        walk.run();
        return walk.members;
    }

    private void run() throws IOException {
        for (TarBlock header = header(); !header.isEnd(); header = header()) {
            if (header.isExtension()) {
                checkExtension(header);
                header = header();
                if (header.isExtension()) {
                    throw TarballRefusedException.unsafe("an extension header follows another one");
                }
            }
            String name = name(header);
            Member member = member(name, header.size());
            if (members.put(name, member) != null) {
                throw TarballRefusedException.unsafe("it holds " + name + " twice");
            }
        }
        end();
    }

    private TarBlock header() throws IOException {
        byte[] bytes = stream.readNBytes(TarBlock.BYTES);
        at += bytes.length;
        if (bytes.length < TarBlock.BYTES) {
            throw TarballRefusedException.wrong("it ends before the end of the archive");
        }
        TarBlock header = new TarBlock(bytes);
        if (header.isEnd()) {
            return header;
        }
        headers++;
        if (headers > ENTRIES_MAX) {
            throw TarballRefusedException.unsafe("it has more than " + ENTRIES_MAX + " entries");
        }
        if (!header.hasMagic()) {
            throw TarballRefusedException.wrong("no tar header where one must stand");
        }
        if (!header.isReadable()) {
            throw TarballRefusedException.unsafe("a tar header has a number that is none");
        }
        if (header.size() > ARCHIVE_BYTES_MAX - at) {
            throw TarballRefusedException.unsafe(
                    "an entry claims " + header.size() + " bytes; all together may have " + ARCHIVE_BYTES_MAX);
        }
        if (!header.isChecksumRight()) {
            throw TarballRefusedException.wrong("the checksum of a tar header is wrong");
        }
        return header;
    }

    private void checkExtension(TarBlock header) throws IOException {
        if (header.size() > TarExtension.BYTES_MAX) {
            throw TarballRefusedException.unsafe("an extension header exceeds " + TarExtension.BYTES_MAX + " bytes");
        }
        Optional<TarExtension.Fault> fault = TarExtension.fault(content((int) header.size()));
        if (fault.isPresent()) {
            throw fault.get().override()
                    ? TarballRefusedException.unsafe(fault.get().detail())
                    : TarballRefusedException.wrong(fault.get().detail());
        }
    }

    /** The name, where a tarball may have it. */
    private String name(TarBlock header) throws TarballRefusedException {
        String name = header.name();
        if (header.isOverride() || header.isExtension()) {
            throw TarballRefusedException.unsafe("a header overrides a name");
        }
        if (!header.isRegularFile()) {
            throw TarballRefusedException.unsafe("entry " + TarExtension.printable(name) + " is not a regular file");
        }
        if (MemberNames.isKnown(name) || !MemberNames.folder(name).isEmpty()) {
            return name;
        }
        String own = MemberNames.signed(name);
        if (!MemberNames.isPlain(name) || own.isEmpty() || !ownName.isEmpty() && !ownName.equals(own)) {
            throw TarballRefusedException.unsafe("unexpected entry " + TarExtension.printable(name));
        }
        ownName = own;
        return name;
    }

    private Member member(String name, long size) throws IOException {
        long offset = at;
        if (MemberNames.isProof(name)) {
            int bytesMax = name.equals(MemberNames.MANIFEST) ? MANIFEST_BYTES_MAX : PROOF_BYTES_MAX;
            if (size > bytesMax) {
                throw TarballRefusedException.unsafe(
                        name + " has " + size + " bytes; at most " + bytesMax + " are allowed");
            }
            byte[] content = content((int) size);
            List<MessageDigest> digests = digests();
            digests.forEach(digest -> digest.update(content));
            return new Member(name, size, offset, hexadecimal(digests), Bytes.of(content));
        }
        List<MessageDigest> digests = digests();
        for (long left = size; left > 0; ) {
            int count = stream.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
            if (count == 0) {
                throw cut(name);
            }
            for (MessageDigest digest : digests) {
                digest.update(buffer, 0, count);
            }
            left -= count;
            at += count;
        }
        padding(size, name);
        return new Member(name, size, offset, hexadecimal(digests), Bytes.of(new byte[0]));
    }

    private byte[] content(int size) throws IOException {
        byte[] content = stream.readNBytes(size);
        at += content.length;
        if (content.length < size) {
            throw cut("an entry");
        }
        padding(size, "an entry");
        return content;
    }

    private void padding(long size, String name) throws IOException {
        int padding = TarBlock.padding(size);
        if (stream.readNBytes(padding).length < padding) {
            throw cut(name);
        }
        at += padding;
    }

    private static TarballRefusedException cut(String name) {
        return TarballRefusedException.wrong("it is cut off within " + name);
    }

    /** Only zeros follow the block that ends an archive. */
    private void end() throws IOException {
        long zeros = 0;
        for (int count = stream.readNBytes(buffer, 0, buffer.length);
                count > 0;
                count = stream.readNBytes(buffer, 0, buffer.length)) {
            zeros += count;
            if (zeros > TRAILING_ZEROS_MAX || !TarBlock.isZero(buffer, count)) {
                throw TarballRefusedException.wrong("something follows the end of the archive");
            }
        }
    }

    private List<MessageDigest> digests() {
        List<MessageDigest> digests = new ArrayList<>();
        try {
            for (String algorithm : algorithms) {
                digests.add(MessageDigest.getInstance(algorithm));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
        return digests;
    }

    private static Map<String, String> hexadecimal(List<MessageDigest> digests) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (MessageDigest digest : digests) {
            texts.put(digest.getAlgorithm(), HexFormat.of().formatHex(digest.digest()));
        }
        return texts;
    }
}
