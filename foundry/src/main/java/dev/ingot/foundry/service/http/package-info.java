/** What a path of the service sees of HTTP: a call, its answer, and how it fails. */
@NullMarked
package dev.ingot.foundry.service.http;

import org.jspecify.annotations.NullMarked;
