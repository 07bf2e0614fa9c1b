/**
 * What reports are made of: tables for terminals, and pages with tables and charts as one file, without script and network,
 * light and dark. Not exported to users.
 */
@NullMarked
package dev.ingot.report;

import org.jspecify.annotations.NullMarked;
