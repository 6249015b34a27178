/** The command line: a verb per room, progress for a person, files and JSON for programs. Knows every room; no room knows it. */
@NullMarked
package dev.earsight.cli;

import org.jspecify.annotations.NullMarked;
