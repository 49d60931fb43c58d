package org.firmwarerecovery.update.io.container.pldm;

import java.time.Month;
import java.time.Year;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PackageReleaseDateTime, a timestamp104. Metadata: real packages carry zeros and nonsense, and nothing is decided by it.
 *
 * @param rawHex the 13 bytes
 * @param utcOffsetMinutes signed
 * @param utcTimeResolution resolution of UTC offset and time, as it stands
 */
record ReleaseTime(
        String rawHex,
        int utcOffsetMinutes,
        int microsecond,
        int second,
        int minute,
        int hour,
        int day,
        int month,
        int year,
        int utcTimeResolution) {
    private static final int BYTES = 13;
    private static final int MINUTES_OF_DAY = 24 * 60;

    static ReleaseTime read(HeaderFields header) throws MalformedPackageException {
        byte[] raw = header.bytes("PackageReleaseDateTime", BYTES);
        HeaderFields in = HeaderFields.of(raw);
        return new ReleaseTime(
                HexFormat.of().formatHex(raw),
                (short) in.u16("UTC offset"),
                in.u24("microsecond"),
                in.u8("second"),
                in.u8("minute"),
                in.u8("hour"),
                in.u8("day"),
                in.u8("month"),
                in.u16("year"),
                in.u8("resolution"));
    }

    /** True where nothing was filled in. */
    boolean isAbsent() {
        return rawHex.equals("0".repeat(2 * BYTES));
    }

    /** True for a moment that exists, a leap second included. */
    boolean isTime() {
        return Math.abs(utcOffsetMinutes) < MINUTES_OF_DAY
                && microsecond < 1_000_000
                && second <= 60
                && minute < 60
                && hour < 24
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).length(Year.isLeap(year));
    }

    /** The fields as they stand. */
    Map<String, Object> parse() {
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put("utcOffsetMinutes", utcOffsetMinutes);
        parse.put("microsecond", microsecond);
        parse.put("second", second);
        parse.put("minute", minute);
        parse.put("hour", hour);
        parse.put("day", day);
        parse.put("month", month);
        parse.put("year", year);
        parse.put("utcTimeResolution", utcTimeResolution);
        return parse;
    }
}
