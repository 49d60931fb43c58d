/** Where the program begins and where its parts are put together, by hand. Import rule: everything; nobody imports it. */
@NullMarked
package org.firmwarerecovery.service;

import org.jspecify.annotations.NullMarked;
