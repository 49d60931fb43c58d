/**
 * Query parameters of a GET, worked on the finished JSON tree in one place (DSP0266, clause on query parameters): {@code
 * only}, {@code $expand}, {@code $select}, {@code $top} and {@code $skip}.
 *
 * <p>The order is that of the specification: {@code $skip}, {@code $top}, {@code $expand}, {@code $select}; {@code only}
 * stands alone. A parameter that begins with {@code $} and is not supported is answered by 501, a supported one with a bad
 * value by 400, and any other unknown one is ignored.
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify, Jackson's tree and {@code redfish.message}. Other resources are read
 * through {@code MemberLoader} only, which checks the caller's privileges for each.
 */
@NullMarked
package org.firmwarerecovery.redfish.query;

import org.jspecify.annotations.NullMarked;
