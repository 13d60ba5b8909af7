#!/bin/sh
# Compares our Velocity and JSONPath with the real engines: run.sh [--cases N] [--seed N] [--show N]
# Exit code 0 when they agree, 1 when not. Needs Java 17, Maven, and for the first run Maven Central.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
build=${PATCHCORD_BUILD:-$root/build/dev}
ninja -C "$build" velocity_engine_filter >/dev/null
java=$build/oracle/java
if [ ! -d "$java/dependency" ] || [ "$here/pom.xml" -nt "$java/dependency" ] ||
  [ "$here/src/main/java/Oracle.java" -nt "$java/classes/Oracle.class" ]; then
  mvn -q -B -f "$here/pom.xml" "-Doracle.build=$java" compile dependency:copy-dependencies "-DoutputDirectory=$java/dependency" >&2
  touch "$java/dependency"
fi
exec python3 -B "$here/compare.py" --engine "$build/oracle/velocity/velocity_engine_filter" \
  --oracle "$java/classes:$java/dependency/*" "$@"
