#!/bin/sh
# Loads and links classes ahead of time, those of a conversion and those of commands that only look at files:
# archive.sh COMMAND-LINE-DIRECTORY MODEL
#
# The archives (JEP 514) are for the JDK that the launcher finds here; another one ignores them. Without them everything
# works, only later.
set -eu

build=$(cd "$(dirname "$0")" && pwd)
lib=$(cd "$1/lib" && pwd)
model=$(cd "$2" && pwd)
output=$lib/../../ingot-archive
rm -rf "$lib/ingot.aot" "$lib/ingot-light.aot" "$output"
cd "$lib" # so that no path in the option can have a space

# The classes of picocli are older than what an archive takes. The JDK says where it is.
jdk=$(INGOT_JAVA_OPTS=-XshowSettings:properties ../bin/ingot --version 2>&1 | sed -n 's/^ *java.home = //p')
for jar in picocli-*.jar; do
    "$jdk/bin/java" "$build/StackMaps.java" "$jar" || echo "$jar: taken as it is" >&2
done

# Runs a command and keeps what it has loaded: train ARCHIVE ARGUMENT...
train() {
    archive=$1
    shift
    if ! INGOT_JAVA_OPTS="-XX:AOTCacheOutput=$archive -Xlog:aot=off -Xlog:cds=off" \
        ../bin/ingot "$@" >"$output.log" 2>&1; then
        echo "no archive of loaded classes: see $output.log" >&2
        rm -f "$archive"
    fi
}

train ingot.aot convert --model "$model" --output "$output/models/trained"
../bin/ingot cache register "$output/models/trained" --name trained --cache "$output" >/dev/null 2>&1 || true
train ingot-light.aot cache ls --cache "$output"
rm -rf "$output"
