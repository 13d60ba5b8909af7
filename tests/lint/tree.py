"""What a compiler does not see: file sizes, mocks, things left for now, links between our documents.

usage: tree.py <root>; prints each finding, exit 1 if there is one.
"""
import pathlib
import re
import subprocess
import sys

LONGEST = 400  # lines of a source file that nobody has to talk about
TOO_LONG = 450  # beyond this it is refused
OUR_CODE = re.compile(r"^(patchcord|apps|tests|examples)/.*\.(h|cc)$")


def files(root):
    """Tracked files and those about to be; a source archive without git is looked at as it is."""
    listing = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True
    )
    if listing.returncode == 0:
        names = [name for name in listing.stdout.decode().split("\0") if name]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if "build" not in path.parts]
    return sorted(name for name in names if (root / name).is_file())


def code_findings(name, text):
    lines = text.count("\n")
    if lines > TOO_LONG:
        yield f"{name}: {lines} lines; a file is one concept, at most {LONGEST} lines"
    elif lines > LONGEST:
        print(f"note: {name} has {lines} lines (the house rule is {LONGEST})")
    for number, line in enumerate(text.splitlines(), 1):
        if "MOCK_METHOD" in line:
            yield f"{name}:{number}: fakes with behaviour, not mocks"
        if "TODO(now)" in line:
            yield f"{name}:{number}: TODO(now) is left"


def anchor(heading):
    """The anchor that forges make of a heading: lower case, no punctuation, blanks become hyphens."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(text):
    prose = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.M | re.S)
    return {anchor(match) for match in re.findall(r"^#{1,6} +(.*?)#*$", prose, flags=re.M)}


def link_findings(root, name, text):
    prose = re.sub(r"^(```|~~~).*?^\1|`[^`\n]*`", "", text, flags=re.M | re.S)
    for target in re.findall(r"\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        destination = (root / name).parent / path if path else root / name
        if not destination.exists():
            yield f"{name}: link to {target}, which does not exist"
        elif fragment and destination.suffix == ".md" and fragment not in anchors(destination.read_text()):
            yield f"{name}: link to {target}; there is no such heading"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    names = files(root)
    findings = []
    for name in names:
        if OUR_CODE.match(name):
            findings += code_findings(name, (root / name).read_text())
        if name.endswith(".md"):
            findings += link_findings(root, name, (root / name).read_text())
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(names)} files, {len(findings)} findings")
    return 1 if findings or not any(OUR_CODE.match(name) for name in names) else 0


if __name__ == "__main__":
    sys.exit(main())
