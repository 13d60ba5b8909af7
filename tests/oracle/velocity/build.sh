#!/bin/sh
# Fetches the real engines and compiles the program around them into the folder $1; quick when that is done.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
java=$1
[ -f "$java/ready" ] && [ -z "$(find "$here/pom.xml" "$here/pom-1.7.xml" "$here/src" -newer "$java/ready")" ] && exit 0
mvn -q -B -f "$here/pom.xml" "-Doracle.build=$java" compile dependency:copy-dependencies "-DoutputDirectory=$java/dependency" >&2
mvn -q -B -f "$here/pom-1.7.xml" "-Doracle.build=$java" dependency:copy-dependencies "-DoutputDirectory=$java/1.7" >&2
touch "$java/ready"
