package org.firmwarerecovery.update.io.container.pldm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Type and length of a version string or title, and then its characters: in records the two stand apart. Text that does not
 * decode, or holds what a terminal would obey instead of show, is refused.
 */
final class TextField {
    private static final int TYPE_UNKNOWN = 0;
    private static final int TYPE_ASCII = 1;

    private final String name;
    private final int typeAt;
    private final int type;
    private final int length;
    private byte[] bytes = new byte[0];
    private String text = "";

    private TextField(String name, int typeAt, int type, int length) {
        this.name = name;
        this.typeAt = typeAt;
        this.type = type;
        this.length = length;
    }

    /** Reads type and length of the string {@code name}. */
    static TextField readLength(HeaderFields in, String name) throws MalformedPackageException {
        int at = in.offset();
        return new TextField(name, at, in.u8(name + "Type"), in.u8(name + "Length"));
    }

    /** Reads a whole string whose characters follow its length. */
    static TextField read(HeaderFields in, String name) throws MalformedPackageException {
        TextField field = readLength(in, name);
        field.demandText();
        field.readText(in);
        return field;
    }

    /** Demands a type that says how to decode, and at least one character. */
    void demandText() throws MalformedPackageException {
        if (type != TYPE_UNKNOWN && length == 0) {
            throw new MalformedPackageException(
                    "string-length", name + "Length at offset " + (typeAt + 1) + " is 0, and there has to be a text");
        }
        if (type == TYPE_UNKNOWN) {
            throw unknownType();
        }
        charset();
    }

    /** Demands a type that says how to decode where there is a character. */
    void allowNoText() throws MalformedPackageException {
        if (length > 0 && type == TYPE_UNKNOWN) {
            throw unknownType();
        }
        if (type != TYPE_UNKNOWN) {
            charset();
        }
    }

    /** Reads the characters. */
    void readText(HeaderFields in) throws MalformedPackageException {
        int at = in.offset();
        bytes = in.bytes(name, length);
        if (length > 0) {
            text = decode(at);
        }
    }

    int type() {
        return type;
    }

    int length() {
        return length;
    }

    /** Offset of the type. */
    int offset() {
        return typeAt;
    }

    String text() {
        return text;
    }

    /** True where the text says less than its bytes: another reader may decode them otherwise. */
    boolean isEncoded() {
        return type != TYPE_ASCII;
    }

    String bytesHex() {
        return HexFormat.of().formatHex(bytes);
    }

    private String decode(int at) throws MalformedPackageException {
        String decoded;
        try {
            decoded = charset()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedPackageException(
                    "string-encoding", name + " at offset " + at + " is not valid " + charset());
        }
        if (decoded.isEmpty()) {
            throw new MalformedPackageException(
                    "string-encoding", name + " at offset " + at + " holds a byte order mark and no text");
        }
        OptionalInt control =
                decoded.codePoints().filter(TextField::isUnprintable).findFirst();
        if (control.isPresent()) {
            throw new MalformedPackageException(
                    "string-encoding",
                    name + " at offset " + at + " holds the control character "
                            + String.format(Locale.ROOT, "U+%04X", control.getAsInt()));
        }
        return decoded;
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private Charset charset() throws MalformedPackageException {
        return switch (type) {
            case TYPE_ASCII -> StandardCharsets.US_ASCII;
            case 2 -> StandardCharsets.UTF_8;
            case 3 -> StandardCharsets.UTF_16;
            case 4 -> StandardCharsets.UTF_16LE;
            case 5 -> StandardCharsets.UTF_16BE;
            default -> throw unknownType();
        };
    }

    private MalformedPackageException unknownType() {
        return new MalformedPackageException(
                "string-type", name + "Type at offset " + typeAt + " is " + type + ", which says no encoding");
    }
}
