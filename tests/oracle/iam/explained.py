"""Where the two engines differ, and why; docs/fidelity.md says the same in words."""


def statements(question):
    for document in [*question["identity"], question["boundary"], question["session"], question["other"]]:
        yield from document["Statement"] if document else []


def another_partition(question):
    """A principal of another partition than the caller's: iam-simulate compares accounts alone."""
    partition = question["principal"].split(":")[1]
    return any(
        name.startswith("arn:") and name.split(":")[1] != partition
        for statement in statements(question)
        for name in listed(statement.get("Principal", {}))
    )


def listed(principal):
    names = principal.get("AWS", []) if isinstance(principal, dict) else [principal]
    return names if isinstance(names, list) else [names]


def root_user(question):
    """iam-simulate asks for identity policies of the root user of an account, who has and needs none."""
    return question["principal"].endswith(":root")


def several_values(question):
    """A key that can have several values, compared without ForAllValues or ForAnyValue. IAM's documentation forbids
    it; iam-simulate takes such a condition as not met, ours compares if the request has one value only."""
    several = {key.lower() for key in question["several"]}
    return any(
        ":" not in operator and operator != "Null" and any(key.lower() in several for key in keys)
        for statement in statements(question)
        for operator, keys in statement.get("Condition", {}).items()
    )


def account_wildcard(question):
    """Lambda does not match a wildcard in the account of a function's ARN; iam-simulate has no rule of its own for it.
    Source: Lambda Developer Guide, Resources and conditions for Lambda actions."""
    return any(
        resource.startswith("arn:") and resource.split(":")[2] == "lambda" and "*" in resource.split(":")[4]
        for statement in statements(question)
        for name in ("Resource", "NotResource")
        for resource in listed({"AWS": statement.get(name, [])})
    )


def grant_beyond_limits(question):
    """What a resource grants to everyone ("*") or to one session by its ARN, while the session's boundary or session
    policy does not allow it. IAM's documentation lets a grant to a session's ARN through, and does not name "*"; ours
    lets neither through, iam-simulate both."""
    limited = question["boundary"] or question["session"]
    return bool(limited and ":assumed-role/" in question["principal"]) and any(
        statement["Effect"] == "Allow" and {"*", question["principal"]} & set(listed(statement.get("Principal", {})))
        for statement in (question["other"] or {"Statement": []})["Statement"]
    )


REASONS = {
    "another partition": another_partition,
    "the root user": root_user,
    "several values without a quantifier": several_values,
    "a wildcard in the account of a function": account_wildcard,
    "a grant beyond the limits of a session": grant_beyond_limits,
}
MAYBE = "a Deny that is not known, where nothing allows"


def reason(question, our, decision):
    """The name of the explanation that covers a disagreement, or None; `decision` is what the other engine says."""
    for name, covers in REASONS.items():
        if covers(question):
            return name
    # Denied either way: ours calls it implicit, because whether a NotPrincipal covers the caller is not documented.
    denied = our["decision"] == "implicit deny" and decision == "explicit deny"
    return MAYBE if denied and our["unknowns"] else None
