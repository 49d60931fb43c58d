/**
 * What every HTTP client of this node shares: bounds on time, rate and size, so that no server can hold a thread or fill the
 * heap. Import rule: {@code update.io.work}, Apache HttpClient and the JDK.
 */
@NullMarked
package org.firmwarerecovery.update.io.web;

import org.jspecify.annotations.NullMarked;
