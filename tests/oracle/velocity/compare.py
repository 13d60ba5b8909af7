"""Runs the same cases through the real engines and through ours, and shows where they disagree.

Disagreements that stay are in explained.json, each with its reason (docs/fidelity-templates.md); any other one is
made as small as it gets and printed, and the exit code is 1.
"""

import argparse
import collections
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import threading

from cases import CASES, OLD_CASES
from methods import CLASSES, LISTINGS, methods
from paths import DOCUMENTS, Paths
from realistic import REALISTIC
from regexes import Regexes
from templates import CONTEXT, Templates

MOST_SHRUNK = 20  # disagreements that are made smaller
RULES = json.loads((pathlib.Path(__file__).parent / "explained.json").read_text(encoding="utf-8"))


def generate(count, seed, old=False):
    """`count` cases, a third of them paths; without paths, and in the form that 1.7 has, if `old`."""
    numbers = random.Random(seed)
    for number in range(count):
        if number % 3 == 2 and not old:
            yield {"kind": "path", "path": Paths(numbers).path(), "document": numbers.choice(DOCUMENTS)}
        else:
            template = Templates(numbers, number, old).template()
            case = {"kind": "render", "mode": numbers.choice(["lenient", "strict"]), "template": template, "context": CONTEXT}
            yield case | {"dialect": "1.7"} if old else case


def calls(count, seed, listings):
    """`count` calls of methods; `listings` has the signatures of each class."""
    numbers = random.Random(seed)
    for _ in range(count):
        mode = numbers.choice(["lenient", "strict"])
        yield {"kind": "render", "mode": mode, "template": methods(listings, numbers), "context": CONTEXT}


def regexes(count, seed):
    numbers = random.Random(seed)
    return (Regexes(numbers).case() for _ in range(count))


class Engine:
    """A filter: a case a line in, an answer a line out."""

    def __init__(self, command):
        self.command = command
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def answer(self, lines):
        """The answers to lines, in order. They are written by a thread, so that neither pipe can fill."""
        writer = threading.Thread(target=self.write, args=(lines,))
        writer.start()
        answers = [self.process.stdout.readline() for _ in lines]
        writer.join()
        if not answers[-1]:
            sys.exit(f"{self.command[0]} ended: {self.process.stderr.read()[-2000:].decode(errors='replace')}")
        return [json.loads(answer) for answer in answers]

    def write(self, lines):
        self.process.stdin.write("".join(lines).encode())
        self.process.stdin.flush()


class Engines:
    def __init__(self, ours, oracle, dialect):
        jars = oracle.split(":")
        self.java = ["java", "-XX:+UseSerialGC", "-cp", ":".join(jars), "Oracle", dialect]
        self.real = Engine(self.java)
        self.ours = Engine([ours])

    def answers(self, cases):
        """Both sides' answers; the real engine works while ours does."""
        lines = [json.dumps(case) + "\n" for case in cases]
        real = []
        worker = threading.Thread(target=lambda: real.extend(self.real.answer(lines)))
        worker.start()
        ours = self.ours.answer(lines)
        worker.join()
        return zip(real, ours)

    def agree_alone(self, case, ours):
        """Whether the real engine, asked nothing else before, says the same as ours."""
        return same(case, Engine(self.java).answer([json.dumps(case) + "\n"])[0], ours)


def signatures(engines):
    """Of each class: names and types of parameters, as the real engine has them."""
    found = {}
    for name, (real, _) in zip(CLASSES, engines.answers(LISTINGS)):
        parts = [signature.rstrip(")").split("(") for signature in real["ok"]]
        found[name] = [(method, types.split(",") if types else []) for method, types in parts]
    return found


def normal(answer):
    kind, value = next(iter(answer.items()))
    if kind == "error":
        value = (value or "").split("\nWas expecting")[0].strip().replace("*unset*", "T")
    return kind, value


def shortest(text):
    """JDK 17 prints a few doubles with a digit too many."""
    return re.sub(r"\d+\.\d+(E-?\d+)?", lambda number: repr(float(number.group())), text)


def same(case, real, ours):
    real_kind, real_value = normal(real)
    our_kind, our_value = normal(ours)
    if case["kind"] == "path" and real_kind in ("error", "crash"):
        return our_kind == "error"  # the engine's words are for programmers; ours say what is wrong with the path
    if case.get("dialect") == "1.7" and real_kind in ("error", "crash"):
        return our_kind == "error"  # the switch has the old behaviour, but the texts of errors are 2.3's
    if real_kind != our_kind:
        return False
    return json.dumps(real_value) == json.dumps(our_value) or shortest(str(real_value)) == shortest(str(our_value))


def text_of(case):
    if "p" in case.get("context", {}):  # see regexes.py
        return "\n".join([case["template"], *case["context"].values()])
    return case.get("template") or case.get("path") or case.get("class")


def explained(case, real, ours):
    """The reason why they may disagree, or None."""
    (real_kind, real_value), (our_kind, our_value) = normal(real), normal(ours)
    for rule in RULES:
        if rule.get("dialect", case.get("dialect")) != case.get("dialect"):
            continue
        facts = {"real": real_kind, "ours": our_kind, "real_text": str(real_value), "our_text": str(our_value), "case": text_of(case)}
        if all(re.search(rule[name], fact) for name, fact in facts.items() if name in rule):
            return rule["reason"]
    return None


def disagrees(case, real, ours):
    return not same(case, real, ours) and explained(case, real, ours) is None


def pieces(text):
    return re.findall(r"[A-Za-z_0-9]+|\s+|[^A-Za-z_0-9\s]", text)


def shrink(engines, case, kinds):
    """A smaller case that disagrees in the same way: pieces of its text are left out, longer runs first."""
    name = "template" if "template" in case else "path"
    parts = pieces(case[name])
    length = max(1, len(parts) // 2)
    while length >= 1:
        attempts = [parts[:at] + parts[at + length:] for at in range(0, len(parts), max(1, length // 2))]
        cases = [case | {name: "".join(attempt)} for attempt in attempts if attempt]
        found = None
        for smaller, answers in zip(cases, engines.answers(cases) if cases else []):
            if disagrees(smaller, *answers) and kinds == [normal(answer)[0] for answer in answers]:
                found = smaller
                break
        if found:
            case, parts = found, pieces(found[name])
            length = min(length, max(1, len(parts) // 2))
        else:
            length //= 2
    return case


def show(case, real, ours):
    print(f"--- {case.get('mode', case['kind'])}: {json.dumps(text_of(case), ensure_ascii=False)}")
    if case["kind"] == "path":
        print(f"    document {json.dumps(case['document'])}")
    print(f"    real {json.dumps(real, ensure_ascii=False)[:700]}")
    print(f"    ours {json.dumps(ours, ensure_ascii=False)[:700]}")


def compare(engines, cases, shown):
    """The number of cases and of unexplained disagreements; prints the latter."""
    count, found, reasons = 0, 0, collections.Counter()
    cases = iter(cases)
    while batch := list(itertools.islice(cases, 5000)):
        count += len(batch)
        for case, (real, ours) in zip(batch, list(engines.answers(batch))):
            if same(case, real, ours):
                continue
            reason = explained(case, real, ours)
            if not reason and engines.agree_alone(case, ours):
                reason = "the engine says otherwise when it was asked nothing before"
            if reason:
                reasons[reason] += 1
                continue
            found += 1
            if found <= MOST_SHRUNK and case["kind"] != "methods":
                small = shrink(engines, case, [normal(real)[0], normal(ours)[0]])
                small_real, small_ours = next(iter(engines.answers([small])))
                if not engines.agree_alone(small, small_ours):
                    case, real, ours = small, small_real, small_ours
            if found <= shown:
                show(case, real, ours)
    for reason, number in sorted(reasons.items()):
        print(f"explained: {number} × {reason}")
    return count, found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--old-cases", type=int, default=10_000, help="for the switch to Velocity 1.7")
    parser.add_argument("--calls", type=int, default=20_000, help="of the methods that values have")
    parser.add_argument("--regexes", type=int, default=10_000, help="calls with regular expressions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="disagreements to print")
    parser.add_argument("--extra", type=pathlib.Path, help="more cases, one JSON object a line")
    parser.add_argument("--engine", required=True)
    parser.add_argument("--oracle", required=True, help="class path of the oracle")
    parser.add_argument("--old-oracle", required=True, help="the same with the jars of Velocity 1.7")
    options = parser.parse_args()
    extra = [json.loads(line) for line in options.extra.read_text().splitlines()] if options.extra else []
    engines = Engines(options.engine, options.oracle, "2.3")
    called = calls(options.calls, options.seed, signatures(engines))
    new = itertools.chain(LISTINGS, CASES, REALISTIC, extra, generate(options.cases, options.seed), called, regexes(options.regexes, options.seed))
    count, found = compare(engines, new, options.show)
    old_count = old_found = 0
    if options.old_cases:
        old = itertools.chain(OLD_CASES, generate(options.old_cases, options.seed, old=True))
        old_count, old_found = compare(Engines(options.engine, options.old_oracle, "1.7"), old, options.show)
    print(f"cases {count} and {old_count} of Velocity 1.7, disagreements {found + old_found}")
    return 1 if found + old_found else 0


if __name__ == "__main__":
    sys.exit(main())
