"""Runs the same cases through the real engines and through ours, and shows where they disagree."""

import argparse
import json
import random
import re
import subprocess
import sys

from cases import CASES
from paths import DOCUMENTS, Paths
from templates import CONTEXT, Templates


def generate(count, seed):
    numbers = random.Random(seed)
    made = []
    for number in range(count):
        if number % 3 == 2:
            made.append({"kind": "path", "path": Paths(numbers).path(), "document": numbers.choice(DOCUMENTS)})
        else:
            made.append({"kind": "render", "mode": numbers.choice(["lenient", "strict"]),
                         "template": Templates(numbers, number).template(), "context": CONTEXT})
    return made


def run(command, lines):
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", timeout=3000)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != lines.count("\n"):
        sys.exit(f"{command[0]} ended with {done.returncode} after {len(answers)} answers: {done.stderr[-2000:]}")
    return answers


def normal(answer):
    kind, value = next(iter(answer.items()))
    if kind == "error":
        value = (value or "").split("\nWas expecting")[0].strip().replace("*unset*", "T")
    return kind, value


def same(case, real, ours):
    real_kind, real_value = normal(real)
    our_kind, our_value = normal(ours)
    if case["kind"] == "path" and real_kind in ("error", "crash"):
        return our_kind == "error"  # the engine's words are for programmers; ours say what is wrong with the path
    return real_kind == our_kind and json.dumps(real_value) == json.dumps(our_value)


def shortest(text):
    return re.sub(r"\d+\.\d+(E-?\d+)?", lambda number: repr(float(number.group())), text)


# Disagreements that stay, each with its reason; README.md explains them.
def explained(case, real, ours):
    real_kind, real_value = normal(real)
    our_kind, our_value = normal(ours)
    if real_kind == "crash" or "object is not an instance of declaring class" in str(real_value):
        return "the engine itself breaks"
    if our_kind == "error":
        for words in ("which this program does not have", "may not hold itself", "A range may have at most", "A number grows too long",
                      "Nested deeper than", "$math.random"):
            if words in our_value:
                return "a limit of ours"
    if real_kind == our_kind == "error" and "NullPointerException" in real_value and "NullPointerException" in our_value:
        return "the words of a NullPointerException"
    if real_kind == our_kind == "ok" and shortest(str(real_value)) == shortest(str(our_value)):
        return "JDK 17 prints a few doubles with a digit too many"
    if real_kind == "error" and "java.lang.Class" in real_value:
        return "methods of java.lang.Class, which are not there for templates to use"
    if "append(" in case.get("path", ""):
        return "append() changes the document itself"
    if "#@" in case.get("template", "") and real_kind == our_kind == "ok":
        return "an unknown block macro prints itself without signs that were no references"
    return None


def show(case, real, ours):
    what = case.get("template", case.get("path"))
    print(f"--- {case.get('mode', case['kind'])}: {json.dumps(what, ensure_ascii=False)}")
    if case["kind"] == "path":
        print(f"    document {json.dumps(case['document'])}")
    print(f"    real {json.dumps(real, ensure_ascii=False)[:700]}")
    print(f"    ours {json.dumps(ours, ensure_ascii=False)[:700]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="disagreements to print")
    parser.add_argument("--engine", required=True)
    parser.add_argument("--oracle", required=True, help="class path of the oracle")
    options = parser.parse_args()
    cases = CASES + generate(options.cases, options.seed)
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    real = run(["java", "-cp", options.oracle, "Oracle"], lines)
    ours = run([options.engine], lines)
    disagreements = 0
    reasons = {}
    for case, theirs, mine in zip(cases, real, ours):
        if same(case, theirs, mine):
            continue
        reason = explained(case, theirs, mine)
        if reason:
            reasons[reason] = reasons.get(reason, 0) + 1
            continue
        disagreements += 1
        if disagreements <= options.show:
            show(case, theirs, mine)
    for reason, count in sorted(reasons.items()):
        print(f"explained: {count} × {reason}")
    print(f"cases {len(cases)}, disagreements {disagreements}")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
