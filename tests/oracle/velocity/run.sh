#!/bin/sh
# Compares our Velocity and JSONPath with the real engines: run.sh [--cases N] [--old-cases N] [--seed N] [--show N]
# Exit code 0 when they agree, 1 when not. Needs Java 17, Maven, and for the first run Maven Central.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
build=${PATCHCORD_BUILD:-$root/build/dev}
ninja -C "$build" velocity_engine_filter >/dev/null
java=$build/oracle/java
"$here/build.sh" "$java"
# Velocity 1.7 with everything else that the program needs.
old=$java/classes
for jar in "$java"/1.7/*.jar "$java"/dependency/*.jar; do
  case $jar in *velocity-engine-core*) ;; *) old=$old:$jar ;; esac
done
exec python3 -B "$here/compare.py" --engine "$build/oracle/velocity/velocity_engine_filter" \
  --oracle "$java/classes:$java/dependency/*" --old-oracle "$old" "$@"
