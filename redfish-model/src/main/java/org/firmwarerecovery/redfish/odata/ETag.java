package org.firmwarerecovery.redfish.odata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A strong entity tag (RFC 9110, clause 8.8.3); header and {@code @odata.etag} carry the same quoted text.
 *
 * <p>A tag depends on the state of the resource alone, never on who asks. If-Match is compared weakly and generously,
 * because real clients strip the quotes or add {@code W/}; what cannot be read as a tag matches nothing, so that the answer
 * is 412 and not 400 (Protocol Validator REQ_HEADERS_IF_MATCH appends text after the closing quote).
 *
 * @param opaque the text between the quotes: visible ASCII without quotes
 */
public record ETag(String opaque) {
    /** Hexadecimal digits of a tag made by {@link #ofContent(byte[])}: 96 bits. */
    public static final int DIGITS = 24;

    /** Refuses text that could not stand between quotes in a header. */
    public ETag {
        if (opaque.isEmpty() || !isOpaque(opaque)) {
            throw new IllegalArgumentException("not an opaque tag: " + opaque);
        }
    }

    /** The tag of the canonical bytes of a document without its volatile members. */
    public static ETag ofContent(byte[] canonical) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
            return new ETag(HexFormat.of().formatHex(hash).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** The tag of a canonical text, hashed as UTF-8. */
    public static ETag ofContent(String canonical) {
        return ofContent(canonical.getBytes(StandardCharsets.UTF_8));
    }

    /** The quoted form, for the {@code ETag} header and {@code @odata.etag}. */
    public String quoted() {
        return '"' + opaque + '"';
    }

    /**
     * True when a request with this {@code If-Match} value may change the resource.
     *
     * @param header value of the header: {@code *}, or a comma-separated list of tags, quoted, weak or bare
     */
    public boolean satisfiesIfMatch(String header) {
        return isListed(header);
    }

    /**
     * True when a GET with this {@code If-None-Match} value is answered by 304.
     *
     * @param header value of the header, same forms as {@link #satisfiesIfMatch(String)}
     */
    public boolean satisfiesIfNoneMatch(String header) {
        return !isListed(header);
    }

    private boolean isListed(String header) {
        for (String part : header.split(",", -1)) {
            String tag = part.strip();
            if (tag.equals("*") || opaque.equals(opaqueOf(tag))) {
                return true;
            }
        }
        return false;
    }

    private static String opaqueOf(String tag) {
        String bare = tag.startsWith("W/") ? tag.substring(2) : tag;
        if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return bare;
    }

    private static boolean isOpaque(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == ',') {
                return false;
            }
        }
        return true;
    }
}
