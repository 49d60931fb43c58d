package org.firmwarerecovery.discovery.core;

/** Names of the SSDP headers this product reads or writes. Receivers ignore those they do not know. */
public final class HeaderNames {
    /** Group and port a multicast message is sent to. */
    public static final String HOST = "HOST";
    /** Always {@code "ssdp:discover"} in a search. */
    public static final String MAN = "MAN";
    /** Seconds within which a search wants its answers. */
    public static final String MX = "MX";
    /** Search target. */
    public static final String ST = "ST";
    /** Notification target. */
    public static final String NT = "NT";
    /** {@code ssdp:alive} or {@code ssdp:byebye}. */
    public static final String NTS = "NTS";
    /** {@code uuid:} + node uuid + {@code ::} + target. */
    public static final String USN = "USN";
    /** URI of the Redfish service root (DSP0266); never carries an IPv6 zone. */
    public static final String AL = "AL";
    /** The same URI under the name that UPnP browsers look for. */
    public static final String LOCATION = "LOCATION";
    /** {@code max-age=} seconds for which an announcement counts. */
    public static final String CACHE_CONTROL = "CACHE-CONTROL";
    /** Empty; UPnP Device Architecture wants it in answers. */
    public static final String EXT = "EXT";
    /** Product of the answering service. */
    public static final String SERVER = "SERVER";
    /** 16 octets in hexadecimal, fresh for every donor search and repeated in its answers. */
    public static final String NONCE = "NONCE.FIRMWARERECOVERY";
    /** What is searched, readable only with the fleet key: see {@link DonorTag#match}. */
    public static final String MATCH = "MATCH.FIRMWARERECOVERY";
    /** Proof that the sender has the fleet key: see {@link DonorTag}. */
    public static final String TAG = "TAG.FIRMWARERECOVERY";

    private HeaderNames() {}
}
