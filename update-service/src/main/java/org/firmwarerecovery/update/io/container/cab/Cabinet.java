package org.firmwarerecovery.update.io.container.cab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.Fields;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.RefusedException;
import org.firmwarerecovery.update.io.container.Verdict;

/** One cabinet while it is read: header, folders and members by their tables, then the blocks of each folder in order. */
final class Cabinet {
    /** Most folders. */
    static final int FOLDERS_MAX = 16;
    /** Most members. */
    static final int MEMBERS_MAX = 256;
    /** Longest name of a member, with its final zero. */
    static final int NAME_BYTES_MAX = 257;

    private static final int HEADER_BYTES = 36;
    private static final int RESERVE_BYTES = 4;
    private static final int FOLDER_BYTES = 8;
    private static final int MEMBER_BYTES = 16;
    private static final int VERSION = 0x0103;
    private static final int PART_OF_A_SET = 3;
    private static final int HAS_RESERVE = 4;
    private static final int UTF8_NAME = 0x80;

    private final ImageBytes image;
    private final Profile profile;
    private final Unpacking unpacking;
    private final List<Folder> folders = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    Cabinet(ImageBytes image, Profile profile) {
        this.image = image;
        this.profile = profile;
        this.unpacking = new Unpacking(image);
    }

    Inspection read() throws IOException, RefusedException {
        tables();
        for (int i = 0; i < folders.size(); i++) {
            if (folders.get(i).isReadable()) {
                unpack(i);
            }
        }
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put("magic", "MSCF");
        parse.put("members", shown());
        List<String> versions = new ArrayList<>();
        for (Member member : members) {
            if (member.isMetainfo() && folders.get(member.folder()).isReadable()) {
                Metainfo metainfo = Metainfo.read(member.bytes());
                metainfo.show(parse);
                versions.addAll(metainfo.versions());
            }
        }
        return new Inspection(
                ContainerKind.FWUPD_CAB,
                Verdict.RECOGNISE,
                "",
                parse,
                List.of(),
                new Inspection.Identity(versions, List.of()));
    }

    private void tables() throws IOException, RefusedException {
        Fields header = Fields.read(image, 0, HEADER_BYTES, image.size(), "the header of the cabinet");
        long end = header.u32(8);
        if (end > image.size()) {
            throw new RefusedException("truncated: the cabinet has " + end + " bytes, the file " + image.size());
        }
        if (end < image.size() && profile == Profile.STRICT) {
            throw new RefusedException(Verdict.REJECT_STRICT, (image.size() - end) + " bytes follow the cabinet");
        }
        if (header.u16(24) != VERSION) {
            throw new RefusedException("version " + header.u8(25) + "." + header.u8(24) + " instead of 1.3");
        }
        int flags = header.u16(30);
        if ((flags & PART_OF_A_SET) != 0) {
            throw new RefusedException("the cabinet is part of a set");
        }
        int folderCount = header.u16(26);
        int memberCount = header.u16(28);
        if (folderCount > FOLDERS_MAX || memberCount > MEMBERS_MAX) {
            throw new RefusedException(folderCount + " folders and " + memberCount + " files; at most " + FOLDERS_MAX
                    + " and " + MEMBERS_MAX + " are read");
        }
        long at = HEADER_BYTES;
        int folderReserve = 0;
        int blockReserve = 0;
        if ((flags & HAS_RESERVE) != 0) {
            Fields reserve = Fields.read(image, at, RESERVE_BYTES, end, "the reserve of the cabinet");
            folderReserve = reserve.u8(2);
            blockReserve = reserve.u8(3);
            at += RESERVE_BYTES + reserve.u16(0);
        }
        for (int i = 0; i < folderCount; i++) {
            Fields folder = Fields.read(image, at, FOLDER_BYTES, end, "the header of a folder");
            folders.add(new Folder(folder.u32(0), end, folder.u16(4), folder.u16(6), blockReserve));
            at += FOLDER_BYTES + folderReserve;
        }
        members(header.u32(16), memberCount, end);
    }

    private void members(long begin, int count, long end) throws IOException, RefusedException {
        long at = begin;
        for (int i = 0; i < count; i++) {
            Fields member = Fields.read(image, at, MEMBER_BYTES, end, "the header of a file");
            byte[] name = image.read(at + MEMBER_BYTES, (int) Math.min(NAME_BYTES_MAX, end - at - MEMBER_BYTES));
            int length = 0;
            while (length < name.length && name[length] != 0) {
                length++;
            }
            if (length == 0 || length == name.length) {
                throw new RefusedException("the name of file " + i + " is empty or does not end");
            }
            int folder = member.u16(8);
            if (folder >= folders.size()) {
                throw new RefusedException("file " + i + " lies in folder " + folder + " of " + folders.size());
            }
            boolean wide = (member.u16(14) & UTF8_NAME) != 0;
            String text = new String(name, 0, length, wide ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII);
            members.add(new Member(Fields.printable(text), folder, member.u32(4), member.u32(0)));
            at += MEMBER_BYTES + length + 1L;
        }
    }

    /** Unpacks a folder once; its members take what is theirs as it passes. */
    private void unpack(int folder) throws IOException, RefusedException {
        List<Member> inside = members.stream()
                .filter(member -> member.folder() == folder)
                .sorted(Comparator.comparingLong(Member::offset))
                .toList();
        for (int i = 1; i < inside.size(); i++) {
            if (inside.get(i).offset() < inside.get(i - 1).end()) {
                throw new RefusedException("two files of the cabinet share bytes");
            }
        }
        unpacking.run(folders.get(folder), (at, bytes, length) -> {
            for (Member member : inside) {
                member.take(at, bytes, length);
            }
        });
        for (Member member : inside) {
            if (!member.isWhole()) {
                throw new RefusedException("truncated: the folder ends within file " + member.name());
            }
        }
    }

    private List<Map<String, Object>> shown() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Member member : members) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", member.name());
            one.put("size", member.size());
            Folder folder = folders.get(member.folder());
            one.put("compression", folder.methodName());
            if (folder.isReadable()) {
                one.put("sha256", member.sha256());
            }
            all.add(one);
        }
        return all;
    }
}
