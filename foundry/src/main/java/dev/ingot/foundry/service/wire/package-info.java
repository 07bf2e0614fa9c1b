/**
 * HTTP/1.1 on sockets: reads each connection on a virtual thread, and answers on platform threads. Reads requests
 * strictly, notices clients that go away while their answer is being made, and keeps to its limits of sizes, times and
 * connections. Knows nothing of paths and models.
 */
@NullMarked
package dev.ingot.foundry.service.wire;

import org.jspecify.annotations.NullMarked;
