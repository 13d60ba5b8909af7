"""clang-tidy over every source of the product in a build's compile commands, as many at once as there are cores.
Tests are left to the compiler's warnings: with them it takes twice as long.

usage: tidy.py <build folder>

A file that was clean is not looked at again until it, a file of ours that it includes, or the rules change: the
digests are kept in <build folder>/tidy.json. Exit 1 if there is a finding.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TIDY = "clang-tidy-14"
FINDING = re.compile(r"^(?=\S+:\d+:\d+: (?:error|warning): )", re.M)
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def includes_of(path, known):
    """All files of ours that `path` includes, itself too."""
    if path not in known:
        known[path] = {path}
        for name in INCLUDE.findall(path.read_text()):
            if (ROOT / name).is_file():
                known[path] |= includes_of(ROOT / name, known)
    return known[path]


def digest(path, known, rules):
    contents = hashlib.sha256(rules)
    for file in sorted(includes_of(path, known)):
        contents.update(file.read_bytes())
    return contents.hexdigest()


def look(build, path):
    result = subprocess.run(
        [TIDY, "--quiet", "-p", build, path], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return (
        path,
        result.returncode == 0,
        result.stdout + (result.stderr if result.returncode and not result.stdout else ""),
    )


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = sorted({pathlib.Path(c["file"]) for c in commands if pathlib.Path(c["file"]).is_relative_to(ROOT)})
    product = [ROOT / "patchcord", ROOT / "apps"]
    paths = [p for p in paths if any(p.is_relative_to(each) for each in product) and not p.stem.endswith("_test")]

    memory = build / "tidy.json"
    clean = json.loads(memory.read_text()) if memory.exists() else {}
    rules = (ROOT / ".clang-tidy").read_bytes()
    known = {}
    digests = {path: digest(path, known, rules) for path in paths}
    names = {path: str(path.relative_to(ROOT)) for path in paths}
    # The largest first: no core is left with a long one at the end.
    waiting = sorted((p for p in paths if clean.get(names[p]) != digests[p]), key=lambda p: -p.stat().st_size)

    bad, seen = 0, set()  # what a header has is found again by each file that includes it
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, good, text in pool.map(lambda p: look(build, p), waiting):
            if good:
                clean[names[path]] = digests[path]
                memory.write_text(json.dumps(clean))  # what was seen is kept, whatever ends the run
            else:
                bad += 1
                findings = [finding for finding in FINDING.split(text) if finding.strip() and finding not in seen]
                seen.update(findings)
                print(*findings, sep="", end="", flush=True)
    print(f"clang-tidy: {len(waiting)} of {len(paths)} files looked at, {bad} with findings")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
