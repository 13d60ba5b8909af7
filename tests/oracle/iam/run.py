"""Compares our policy engine with iam-simulate: a table with known answers, and seeded questions.

usage: run.py <build folder> <folder with node_modules> [number of questions] [seed]

Ends with one line of figures; exit 1 if a table's answer is wrong or a disagreement is not explained (explained.py).
What ours calls undetermined is counted by itself, and is no agreement.
"""
import collections
import json
import pathlib
import subprocess
import sys

import cases
import explained

DECISIONS = {"Allowed": cases.ALLOWED, "ExplicitlyDenied": cases.EXPLICIT, "ImplicitlyDenied": cases.IMPLICIT}
MOST_UNDETERMINED = 0.02  # of the questions; more would be an engine that does not answer


def ask(command, questions):
    text = "".join(json.dumps(each) + "\n" for each in questions)
    done = subprocess.run([str(part) for part in command], input=text, stdout=subprocess.PIPE, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(questions), f"{command[0]} answered {len(answers)} of {len(questions)} questions"
    return answers


def check_table(ours, theirs, expected):
    """Lines about what is not as the documentation says, theirs included: a wrong table would be worth nothing."""
    for (what, question, decision), our, their in zip(expected, ours, theirs):
        if our["decision"] != decision:
            yield f"{what}: expected {decision}, ours says {our['decision']}: {our['reason']}\n{json.dumps(question)}"
        said = DECISIONS.get(their.get("decision"))
        if said != decision and explained.reason(question, our, said) is None:
            yield f"{what}: expected {decision}, iam-simulate says {their}\n{json.dumps(question)}"


def main():
    build, packages = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve() / "node_modules"
    count, seed = ([int(text) for text in sys.argv[3:]] + [4000, 1][len(sys.argv) - 3 :])[:2]
    generator = cases.Generator(seed)
    expected = list(cases.table())
    questions = [question for _, question, _ in expected] + [generator.question() for _ in range(count)]
    ours = ask([build / "tests" / "oracle" / "iam" / "policy_filter"], questions)
    simulate = pathlib.Path(__file__).with_name("simulate.mjs")
    theirs = ask(["node", simulate, packages], questions)

    wrong = list(check_table(ours, theirs, expected))
    figures = collections.Counter()
    for question, our, their in list(zip(questions, ours, theirs))[len(expected) :]:
        decision = DECISIONS.get(their.get("decision"))
        if decision is None:
            wrong.append(f"iam-simulate refuses {json.dumps(question)}: {their}")
        elif our["decision"] == "undetermined":
            figures["undetermined"] += 1
        elif our["decision"] == decision:
            figures["agree"] += 1
            figures[decision] += 1
        elif why := explained.reason(question, our, decision):
            figures["explained"] += 1
            figures[why] += 1
        else:
            wrong.append(f"ours: {our}\niam-simulate: {their}\n{json.dumps(question)}")
    for text in wrong[:20]:
        print(text, end="\n\n")
    for why in [*explained.REASONS, explained.MAYBE]:
        print(f"explained: {why}: {figures[why]}")
    if figures["undetermined"] > count * MOST_UNDETERMINED:
        wrong.append("too many undetermined")
        print(f"{figures['undetermined']} of {count} are undetermined, more than {MOST_UNDETERMINED:.0%}")
    print(
        f"table {len(expected)}; questions {count}, agree {figures['agree']} (allowed {figures[cases.ALLOWED]}, explicit "
        f"deny {figures[cases.EXPLICIT]}, implicit deny {figures[cases.IMPLICIT]}), undetermined "
        f"{figures['undetermined']}, explained {figures['explained']}, disagreements {len(wrong)}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
