/**
 * Who is calling: accounts, sessions, fleet peers and image tickets. Answers with a {@link
 * org.firmwarerecovery.service.auth.Principal}; what that principal may do is decided elsewhere.
 *
 * <p>Import rule: the JDK, Jackson (stored accounts), redfish-model, and of update-service only fleet trust and whole files.
 * Nothing here knows HTTP.
 */
@NullMarked
package org.firmwarerecovery.service.auth;

import org.jspecify.annotations.NullMarked;
