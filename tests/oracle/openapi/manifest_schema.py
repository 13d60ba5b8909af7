"""Our schema for editors, judged by a validator that others wrote: it is a schema, our manifests keep to it, and
manifests with a mistake do not.

usage: manifest_schema.py (PATCHCORD_BINARY names the program)
"""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent


def manifests():
    """Ours: the examples, and what the documents show as whole manifests or as parts of one."""
    for path in sorted((ROOT / "examples").rglob("patchcord.yaml")):
        yield str(path.relative_to(ROOT)), yaml.safe_load(path.read_text())
    for block in re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "manifest.md").read_text(), re.M | re.S):
        document = yaml.safe_load(block) if not re.search(r"^role:.*\n(?:.*\n)*role:", block, re.M) else None
        if isinstance(document, dict) and "integrations" in document:
            yield "docs/manifest.md", {"deployment": "example"} | document


def broken(manifest):
    """The same with one mistake each."""
    action = ("integrations", 0, "actions", 0)
    for path, value in [
        (("deployment",), "Not Allowed"),
        (("genesys", "regoin"), "us-east-1"),
        (("aws", "account"), 123456789012),
        (("integrations",), []),
        ((*action, "timeout"), "90s"),
        ((*action, "timeout"), 15),
        ((*action, "input"), {"a": "strng"}),
        ((*action, "output"), {"a": [{"b": "string"}, {"c": "string"}]}),
        ((*action, "secure"), "yes"),
        ((*action, "tests"), [{"inputs": {}}]),
        ((*action, "response"), {"defaults": {"a": []}}),
        (("environments", "prod", "values"), {"alias": 7}),
    ]:
        changed = copy.deepcopy(manifest)
        place = changed
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        yield path, changed


def main():
    text = subprocess.run([os.environ["PATCHCORD_BINARY"], "schema"], capture_output=True, check=True).stdout
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    wrong = []
    count = 0
    for name, manifest in manifests():
        count += 1
        wrong += [f"{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(manifest)]
    example = yaml.safe_load((ROOT / "examples" / "orders" / "patchcord.yaml").read_text())
    for path, changed in broken(example):
        count += 1
        if validator.is_valid(changed):
            wrong.append(f"a mistake at {path} is not seen")
    print(*wrong, f"{count} manifests, {len(wrong)} disagreements", sep="\n")
    return 1 if wrong or count < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
