"""Draws what a sandbox holds, for demo.sh. Reads the variables that the sandbox exports.

usage: chain.py count               the calls so far, as JSON
       chain.py picture             the chain, from the OAuth client to the function
       chain.py calls FIRST SECOND  two counts: the first run, and what the second added
"""
import json
import os
import sys
import urllib.request


def fetch(what):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{os.environ['PATCHCORD_GENESYS_API_URL']}/_sandbox/{what}") as answer:
        return json.load(answer)


def links(state):
    """(what it is, its name or id, more lines about it), from top to bottom."""
    genesys = state["genesys"]
    integration = next(each for each in genesys["integrations"] if each["type"] == "aws-lambda-data-actions")
    credential = next(each for each in genesys["credentials"] if each["id"] in integration["credentials"].values())
    action = next(each for each in genesys["actions"] if each["integrationId"] == integration["id"])
    role = next(each for each in state["aws"]["roles"] if each["arn"] == credential["fields"]["ARN"])
    organization = genesys["organization"]
    trust = f"trusts account {os.environ['GENESYS_AWS_ACCOUNT_ID']} with that organization's id"
    yield "OAuth client", os.environ["GENESYS_CLIENT_ID"], []
    yield "organization", organization["id"], [organization["name"]]
    yield "integration", integration["id"], [f"{integration['name']}, {integration['reportedState']}"]
    yield "credential", credential["id"], [f"holds {credential['fields']['ARN']}"]
    yield "IAM role", role["name"], [trust, f"its policy {', '.join(role['policies'])} allows this function:"]
    yield "function", action["published"]["requestUrlTemplate"], []
    yield "action", action["id"], [f"{action['published']['name']}, published: Architect can call it"]


def picture():
    drawn = list(links(fetch("state")))
    for number, (what, name, more) in enumerate(drawn):
        last = number == len(drawn) - 1
        print(f"  {what:<13} {name}")
        for line in more:
            print(f"  {' ' if last else '│':<13} {line}")
        if not last and not more:
            print("  │")


def flat(counts):
    return {
        (service, operation): count
        for service, operations in counts.items()
        if isinstance(operations, dict)
        for operation, count in operations.items()
    }


def calls(first, second):
    with open(first) as one, open(second) as two:
        before, after = flat(json.load(one)), flat(json.load(two))
    for key in sorted(after, key=lambda key: (key[0] != "login", key)):
        service, operation = key[0], key[1].replace("/api/v2/integrations", "…")
        rest = after[key] - before.get(key, 0)
        print(f"  {service:<8} {operation:<50} {before.get(key) or '·':>6} {rest or '·':>8}")
    print(f"  {'':<59} {sum(before.values()):>6} {sum(after.values()) - sum(before.values()):>8}")


def main():
    task, *arguments = sys.argv[1:]
    if task == "count":
        json.dump(fetch("stats"), sys.stdout)
    elif task == "picture":
        picture()
    else:
        calls(*arguments)


if __name__ == "__main__":
    main()
