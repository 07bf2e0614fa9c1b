/** Pages with tables and charts as one file: no script, no network, light and dark. Not exported to users. */
@NullMarked
package dev.ingot.quality.html;

import org.jspecify.annotations.NullMarked;
