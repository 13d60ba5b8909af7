"""Questions to both policy engines: a table with known answers, and seeded ones without.

A question is what policy_filter.cc reads, with two members for the other side: `account`, whose the resource is, and
`several`, the keys of the context that have several values by nature.
"""
import random

OURS, OTHER = "111122223333", "765628985471"
ROLE = f"arn:aws:iam::{OURS}:role/GenesysCloud-orders"
FUNCTION = f"arn:aws:lambda:us-east-1:{OURS}:function:order-status"
ALLOWED, EXPLICIT, IMPLICIT = "allowed", "explicit deny", "implicit deny"
SEVERAL = ["aws:TagKeys"]


def document(*statements, version="2012-10-17"):
    return {"Version": version, "Statement": list(statements)}


def statement(effect="Allow", **elements):
    return {"Effect": effect, **elements}


def user(account, name="ann"):
    return f"arn:aws:iam::{account}:user/{name}"


def session(account, role="GenesysCloud-orders", name="s"):
    return f"arn:aws:sts::{account}:assumed-role/{role}/{name}"


def root(account):
    return f"arn:aws:iam::{account}:root"


def question(principal, action="sts:AssumeRole", resource=ROLE, **parts):
    values = {"aws:PrincipalArn": [role_of(principal)], "aws:PrincipalAccount": [principal.split(":")[4]]}
    return {
        "principal": principal,
        "action": action,
        "resource": resource,
        "account": resource.split(":")[4],
        "context": values | parts.pop("context", {}),
        "several": SEVERAL,
        "identity": [],
        "boundary": None,
        "session": None,
        "other": None,
        **parts,
    }


def role_of(principal):
    """What aws:PrincipalArn says: of a session, the role's ARN."""
    if ":assumed-role/" not in principal:
        return principal
    account, role = principal.split(":")[4], principal.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"


ASSUME = document(statement(Action="sts:AssumeRole", Resource="*"))
INVOKE = document(statement(Action="lambda:InvokeFunction", Resource=FUNCTION))
NOTHING = document(statement("Deny", Action="s3:*", Resource="*"))
CLOSED = document(statement("Deny", Action="*", Resource="*"))
ID = "5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"


def trusts(principal, operator="StringEquals", value=ID, key="sts:ExternalId", **change):
    one = statement(Principal={"AWS": principal}, Action="sts:AssumeRole", **change)
    if operator:
        one["Condition"] = {operator: {key: value}}
    return document(one)


def with_id(value=ID):
    return {"sts:ExternalId": [value]}


def grants(principal, **change):
    return document(
        statement(Principal=principal, Action="lambda:InvokeFunction", Resource=FUNCTION) | change
    )


def trust_table():
    """(what, question, decision): who may assume the role."""
    genesys = session(OTHER, "genesys", "x")
    allow = {"identity": [ASSUME]}
    yield "the right id", question(genesys, context=with_id(), other=trusts(root(OTHER)), **allow), ALLOWED
    yield "the account as digits", question(genesys, context=with_id(), other=trusts(OTHER), **allow), ALLOWED
    yield "no id", question(genesys, other=trusts(root(OTHER)), **allow), IMPLICIT
    yield "another id", question(genesys, context=with_id("x" + ID), other=trusts(root(OTHER)), **allow), IMPLICIT
    yield "the id in capitals", question(
        genesys, context=with_id(ID.upper()), other=trusts(root(OTHER)), **allow
    ), IMPLICIT
    yield "capitals do not matter", question(
        genesys, context=with_id(ID.upper()), other=trusts(root(OTHER), "StringEqualsIgnoreCase"), **allow
    ), ALLOWED
    yield "a pattern", question(
        genesys, context=with_id(), other=trusts(root(OTHER), "StringLike", "5f8a*"), **allow
    ), ALLOWED
    yield "StringEquals knows no pattern", question(
        genesys, context=with_id(), other=trusts(root(OTHER), value="5f8a*"), **allow
    ), IMPLICIT
    yield "one of several ids", question(
        genesys, context=with_id(), other=trusts(root(OTHER), value=["x", ID]), **allow
    ), ALLOWED
    for operator in ("StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals", "StringNotLike"):
        yield f"{operator} without id", question(genesys, other=trusts(root(OTHER), operator), **allow), ALLOWED
    yield "ForAnyValue without id", question(
        genesys, other=trusts(root(OTHER), "ForAnyValue:StringEquals"), **allow
    ), IMPLICIT
    for value, decision in (("true", ALLOWED), ("false", IMPLICIT)):
        yield f"Null {value} without id", question(genesys, other=trusts(root(OTHER), "Null", value), **allow), decision
    yield "the caller's account does not allow it", question(genesys, context=with_id(), other=trusts(root(OTHER))), IMPLICIT
    for operator in ("StringEqualsIfExists", "ForAllValues:StringEquals"):
        there = trusts(root(OTHER), operator)
        there["Statement"][0]["Condition"]["Null"] = {"sts:ExternalId": "false"}
        for what, context, decision in (
            ("the right id", with_id(), ALLOWED), ("no id", {}, IMPLICIT), ("another id", with_id("x"), IMPLICIT)
        ):  # fmt: skip
            yield f"{operator} and Null false, {what}", question(genesys, context=context, other=there, **allow), decision
    yield "another account", question(session("999988887777", "x"), context=with_id(), other=trusts(root(OTHER)), **allow), IMPLICIT
    yield "everyone", question(user("999988887777"), other=trusts("*", None), **allow), ALLOWED
    yield "another partition", question(
        genesys, context=with_id(), other=trusts(f"arn:aws-cn:iam::{OTHER}:root"), **allow
    ), IMPLICIT
    yield "the key's name has no case", question(
        genesys, context=with_id(), other=trusts(root(OTHER), key="STS:externalid"), **allow
    ), ALLOWED
    denied = document(*trusts(root(OTHER))["Statement"], statement("Deny", Principal="*", Action="sts:*"))
    yield "a Deny wins", question(genesys, context=with_id(), other=denied, **allow), EXPLICIT
    yield "the same account, named", question(user(OURS), other=trusts(user(OURS), None)), ALLOWED
    yield "the same account, by its root", question(user(OURS), other=trusts(root(OURS), None)), IMPLICIT
    yield "the same account, by its root, and allowed", question(user(OURS), other=trusts(root(OURS), None), **allow), ALLOWED
    yield "the same account, not trusted", question(user(OURS), other=trusts(root(OTHER), None), **allow), IMPLICIT
    yield "the same account, named, and denied by its own policy", question(
        user(OURS), other=trusts(user(OURS), None), identity=[CLOSED]
    ), EXPLICIT
    yield "a role names its sessions", question(
        session(OURS, "caller"), other=trusts(f"arn:aws:iam::{OURS}:role/caller", None)
    ), ALLOWED
    yield "another role", question(session(OURS, "caller"), other=trusts(f"arn:aws:iam::{OURS}:role/other", None)), IMPLICIT
    yield "an assumed session", question(session(OURS, "caller"), other=trusts(session(OURS, "caller"), None)), ALLOWED
    yield "the root user", question(root(OTHER), other=trusts(root(OTHER), None)), ALLOWED
    yield "NotAction", question(
        genesys, other=document(statement(Principal={"AWS": OTHER}, NotAction="sts:TagSession")), **allow
    ), ALLOWED
    yield "an action has no case", question(
        genesys, other=document(statement(Principal={"AWS": OTHER}, Action="STS:assumerole")), **allow
    ), ALLOWED


def invoke_table():
    """The same for an invocation by a session of the role."""
    here = session(OURS)

    def ask(principal=here, resource=FUNCTION, **parts):
        return question(principal, "lambda:InvokeFunction", resource, **parts)

    yield "its own function", ask(identity=[INVOKE]), ALLOWED
    yield "no policy", ask(), IMPLICIT
    yield "another function", ask(resource=FUNCTION + "-2", identity=[INVOKE]), IMPLICIT
    yield "an alias is another resource", ask(resource=FUNCTION + ":live", identity=[INVOKE]), IMPLICIT
    every = document(statement(Action="lambda:InvokeFunction", Resource=FUNCTION + ":*"))
    yield "every alias", ask(resource=FUNCTION + ":live", identity=[every]), ALLOWED
    yield "every alias, but not the function itself", ask(identity=[every]), IMPLICIT
    yield "a wildcard", ask(identity=[document(statement(Action="lambda:Invoke*", Resource="*"))]), ALLOWED
    yield "a resource has case", ask(
        identity=[document(statement(Action="lambda:*", Resource=FUNCTION.replace("order", "Order")))]
    ), IMPLICIT
    yield "NotResource", ask(identity=[document(statement(Action="lambda:*", NotResource=FUNCTION + "-2"))]), ALLOWED
    yield "a Deny wins", ask(identity=[INVOKE, CLOSED]), EXPLICIT
    yield "a boundary that has it", ask(identity=[INVOKE], boundary=INVOKE), ALLOWED
    yield "a boundary that has not", ask(identity=[INVOKE], boundary=every), IMPLICIT
    yield "a boundary alone grants nothing", ask(boundary=INVOKE), IMPLICIT
    yield "a boundary that denies", ask(identity=[INVOKE], boundary=CLOSED), EXPLICIT
    yield "a session policy that has it", ask(identity=[INVOKE], session=INVOKE), ALLOWED
    yield "a session policy that has not", ask(identity=[INVOKE], session=every), IMPLICIT
    yield "a session policy that denies", ask(identity=[INVOKE], session=CLOSED), EXPLICIT
    yield "the function grants it to the role", ask(other=grants({"AWS": role_of(here)})), ALLOWED
    yield "the function grants it to the account", ask(other=grants({"AWS": OURS})), IMPLICIT
    yield "the function denies it", ask(identity=[INVOKE], other=grants("*", Effect="Deny")), EXPLICIT
    there = session(OTHER)
    yield "another account, by both", ask(there, identity=[INVOKE], other=grants({"AWS": OTHER})), ALLOWED
    yield "another account, by its own policy", ask(there, identity=[INVOKE]), IMPLICIT
    yield "another account, by the function", ask(there, other=grants({"AWS": OTHER})), IMPLICIT
    for operator, decision in (("ArnLike", EXPLICIT), ("ArnEquals", EXPLICIT), ("ArnNotLike", ALLOWED)):
        caller = {operator: {"aws:PrincipalArn": f"arn:aws:*::{OURS}:*"}}
        fence = document(statement("Deny", Action="lambda:*", Resource="*", Condition=caller))
        yield f"{operator} of every service", ask(identity=[INVOKE, fence]), decision
    one_service = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:s*::{OURS}:*"}}
    fence = document(statement("Deny", Action="lambda:*", Resource="*", Condition=one_service))
    yield "ArnLike of other services", ask(identity=[INVOKE, fence]), ALLOWED
    yield "one character of a pattern", ask(
        context={"aws:PrincipalTag/team": ["café"]},
        identity=[document(statement(Action="lambda:*", Resource="*", Condition={"StringLike": {"aws:PrincipalTag/team": "caf?"}}))],
    ), ALLOWED  # fmt: skip
    yield "letters without case", ask(
        context={"aws:PrincipalTag/team": ["café"]},
        identity=[document(
            statement(Action="lambda:*", Resource="*", Condition={"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "CAFÉ"}})
        )],
    ), ALLOWED  # fmt: skip
    yield "a variable", ask(
        user(OURS), context={"aws:username": ["status"]},
        identity=[document(statement(Action="lambda:*", Resource=FUNCTION[:-6] + "${aws:username}"))],
    ), ALLOWED  # fmt: skip


def table():
    yield from trust_table()
    yield from invoke_table()


class Generator:
    """Pairs of documents and requests that a person might write, right ones and wrong ones alike."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.names = [user(OURS), user(OTHER), user(OURS, "bob"), session(OURS), session(OTHER), session(OURS, "caller"),
                      session(OTHER, "genesys", "t")]  # fmt: skip

    def often(self, share):
        return self.random.random() < share

    def some(self, pool, most=3):
        chosen = self.random.sample(pool, self.random.randint(1, min(most, len(pool))))
        return chosen[0] if len(chosen) == 1 and self.often(0.5) else chosen

    def principal(self):
        if self.often(0.08):
            return self.pick(["*", {"AWS": "*"}])
        if self.often(0.05):
            return {"Service": "lambda.amazonaws.com"}
        roles = [role_of(name) for name in self.names]
        return {"AWS": self.some([OURS, OTHER, root(OURS), root(OTHER), "999988887777", *self.names, *roles])}

    def conditions(self):
        """Operators that fit their keys; both present and absent keys."""
        one_of = [
            (["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
              "StringNotEqualsIgnoreCase"], "sts:ExternalId",
             [ID, ID.upper(), "5f8a*", "?f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b", "*", "x"]),
            (["StringEquals", "StringNotEquals", "StringLike"], "aws:PrincipalAccount", [OURS, OTHER, "7656*"]),
            (["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], "aws:PrincipalArn",
             [role_of(session(OURS)), f"arn:aws:iam::{OTHER}:role/*", "arn:aws:iam::*:user/*", "arn:*:iam::*:*", f"arn:aws:*::{OURS}:*",
              "arn:aws:i?m::*:role/*", "arn:aws:s*::*:*"]),
            (["StringLike", "StringEquals"], "aws:PrincipalArn", ["arn:aws:iam::*:role/*", user(OURS)]),
            (["Bool"], "aws:SecureTransport", ["true", "false"]),
            (["Bool"], "aws:MultiFactorAuthPresent", ["true", "false"]),
            (["IpAddress", "NotIpAddress"], "aws:SourceIp", ["203.0.113.0/24", "10.0.0.0/8", "203.0.113.7"]),
            (["DateLessThan", "DateGreaterThan", "DateLessThanEquals", "DateGreaterThanEquals"], "aws:CurrentTime",
             ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "2026-11-22T12:00:00Z"]),
            (["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals"], "aws:MultiFactorAuthAge", ["300", "3600"]),
            (["Null"], self.pick(["sts:ExternalId", "aws:SourceIp", "aws:MultiFactorAuthPresent"]), ["true", "false"]),
            (["ForAnyValue:StringEquals", "ForAllValues:StringEquals", "ForAllValues:StringNotEquals",
              "ForAnyValue:StringNotEquals", "ForAllValues:StringLike"], "aws:TagKeys", ["team", "cost", "te*"]),
            (["StringEquals", "StringNotEquals"], "aws:PrincipalTag/team", ["orders", "${aws:PrincipalAccount}"]),
            (["StringEquals", "StringNotEquals", "StringLike"], "aws:PrincipalTag/team",
             ["${aws:PrincipalTag/cost}", "${aws:PrincipalTag/cost, 'orders'}", "${*}"]),
            (["StringEquals", "StringNotLike"], "aws:TagKeys", ["team", "te*"]),
        ]  # fmt: skip
        out = {}
        for _ in range(self.pick([0, 0, 0, 1, 1, 2, 3])):
            operators, key, values = self.pick(one_of)
            operator = self.pick(operators)
            if operator != "Null" and ":" not in operator and self.often(0.2):
                operator += "IfExists"
            key = key.lower() if self.often(0.1) else key
            out.setdefault(operator, {})[key] = self.some(values, 2)
        return {"Condition": out} if out else {}

    def context(self, invoke):
        """What such a request has; an external id belongs to AssumeRole alone."""
        out = {}
        for key, values, share in (
            ("sts:ExternalId", [ID, ID, ID.upper(), "x"], 0.8),
            ("aws:SecureTransport", ["true", "false"], 0.9),
            ("aws:MultiFactorAuthPresent", ["true", "false"], 0.4),
            ("aws:MultiFactorAuthAge", ["60", "300", "7200"], 0.4),
            ("aws:SourceIp", ["203.0.113.7", "198.51.100.1"], 0.6),
            ("aws:CurrentTime", ["2026-11-22T12:00:00Z"], 1.0),
            ("aws:PrincipalTag/team", ["orders", OURS], 0.3),
        ):
            if self.often(share) and not (invoke and key == "sts:ExternalId"):
                out[key] = [self.pick(values)]
        if self.often(0.5):
            out["aws:TagKeys"] = self.random.sample(["team", "cost", "x"], self.random.randint(1, 3))
        return out

    def effect(self):
        return "Deny" if self.often(0.15) else "Allow"

    def actions(self, own):
        name = "NotAction" if self.often(0.07) else "Action"
        service, _, verb = own.partition(":")
        pool = [own, own, own, "*", service + ":*", own.upper(), f"{service}:{verb[:6]}*", "s3:GetObject", "iam:*"]
        return {name: self.some(pool, 2)}

    def trust_statement(self):
        effect = self.effect()
        # NotPrincipal is of use in a Deny only.
        name = "NotPrincipal" if effect == "Deny" and self.often(0.2) else "Principal"
        return statement(effect, **{name: self.principal()}, **self.actions("sts:AssumeRole"), **self.conditions())

    def identity_statement(self, action, resources):
        name = "NotResource" if self.often(0.07) else "Resource"
        return statement(self.effect(), **self.actions(action), **{name: self.some(resources)}, **self.conditions())

    def documents(self, make, most):
        return [document(*(make() for _ in range(self.pick([1, 1, 2])))) for _ in range(self.random.randint(0, most))]

    def question(self):
        invoke = self.often(0.5)
        action = "lambda:InvokeFunction" if invoke else "sts:AssumeRole"
        functions = [FUNCTION, FUNCTION + ":live", FUNCTION + ":*", FUNCTION[:-3] + "*", "*", FUNCTION + "?",
                     "arn:aws:lambda:*:" + OURS + ":function:order-status", FUNCTION.replace("order-status", "cancel"),
                     FUNCTION.replace("status", "${aws:PrincipalTag/team}"), FUNCTION.replace(OURS, "*"),
                     "arn:aws:lambda:us-east-1:" + OURS + ":*"]  # fmt: skip
        roles = [ROLE, ROLE, "*", f"arn:aws:iam::{OURS}:role/*", f"arn:aws:iam::*:role/GenesysCloud-*", ROLE + "-2"]
        resources = functions if invoke else roles

        def identity():
            return self.identity_statement(action, resources)

        def own():
            return statement(
                self.effect(), Principal=self.principal(), **self.actions(action), Resource=self.some(functions),
                **self.conditions(),
            )  # fmt: skip

        principal = self.pick(self.names)
        out = question(
            principal,
            action,
            self.pick(functions[:2]) if invoke else ROLE,
            context=self.context(invoke),
            identity=self.documents(identity, 2),
        )
        if self.often(0.25):
            out["boundary"] = document(identity())
        if ":assumed-role/" in principal and self.often(0.25):
            out["session"] = document(identity(), identity())
        if not invoke:
            out["other"] = document(*(self.trust_statement() for _ in range(self.pick([1, 1, 2, 3]))))
        elif self.often(0.5):
            out["other"] = document(*(own() for _ in range(self.pick([1, 2]))))
        return out
