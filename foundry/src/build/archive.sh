#!/bin/sh
# Loads and links the classes of a conversion ahead of time: archive.sh COMMAND-LINE-DIRECTORY MODEL
#
# The archive (JEP 514) is for the JDK that the launcher finds here; another one ignores it. Without it everything works,
# only a second later.
set -eu

lib=$(cd "$1/lib" && pwd)
model=$(cd "$2" && pwd)
output=$lib/../../ingot-archive
rm -rf "$lib/ingot.aot" "$output"
cd "$lib" # so that no path in the option can have a space
if ! INGOT_JAVA_OPTS='-XX:AOTCacheOutput=ingot.aot -Xlog:aot=off -Xlog:cds=off' \
    ../bin/ingot convert --model "$model" --output "$output" >"$output.log" 2>&1; then
    echo "no archive of loaded classes: see $output.log" >&2
    rm -f ingot.aot
fi
rm -rf "$output"
