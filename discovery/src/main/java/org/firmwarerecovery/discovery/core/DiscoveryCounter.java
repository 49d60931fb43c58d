package org.firmwarerecovery.discovery.core;

/** What the discovery machine counts; for metrics and for people who ask why nothing was found. */
public enum DiscoveryCounter {
    /** Datagrams that are no SSDP message. */
    MALFORMED,
    /** Datagrams this node sent itself. */
    OWN,
    /** Messages about services other than Redfish and donors. */
    OTHER_SERVICE,
    /** Messages without a usable USN or AL. */
    INCOMPLETE,
    /** Standard searches that were given an answer. */
    STANDARD_SEARCHES_ANSWERED,
    /** Tagged donor searches that were given an answer. */
    DONOR_SEARCHES_ANSWERED,
    /** Tagged donor searches for an image that is not donated here. */
    DONOR_SEARCHES_WITHOUT_MATCH,
    /** Donor messages that a node without fleet key cannot judge. */
    WITHOUT_FLEET_KEY,
    /** Searches with a missing or wrong tag. */
    BAD_SEARCH_TAGS,
    /** Answers to own searches with a wrong tag. */
    BAD_ANSWER_TAGS,
    /** Searches that were heard before, repeats and replays alike. */
    REPEATED_SEARCHES,
    /** Searches from outside the link's subnets. */
    OFF_LINK_SEARCHES,
    /** Searches not answered because a rate or queue limit was reached. */
    SEARCHES_OVER_LIMIT,
    /** Searches heard on a link that was lost before they could be answered. */
    LINK_LOST,
    /** Answers to no running search. */
    UNASKED_ANSWERS,
    /** Untagged peers reported. */
    HINTS,
    /** Untagged peers not reported because of the rate limit. */
    HINTS_OVER_LIMIT
}
