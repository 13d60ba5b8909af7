"""Requests that Debian's botocore signed, and what a sandbox answers once they are old, borrowed or tampered with.

Codes, statuses and texts are those of the real services. Source: IAM User Guide, Troubleshoot Signature Version 4;
Common Errors of the IAM and Lambda API References.
"""
import dataclasses
import datetime
import json
import pathlib
import re
import sys
import types
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from aws_cli import AwsCli, trust
from lives import FUNCTIONS, Sandbox, same

ROLE = "GenesysCloud-signatures"
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# The JSON services have names of their own for the same refusals.
JSON_NAMES = {
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "IncompleteSignature": "IncompleteSignatureException",
    "MissingAuthenticationToken": "MissingAuthenticationTokenException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "ExpiredToken": "ExpiredTokenException",
}


@dataclasses.dataclass
class Signing:
    """How a request is signed; the defaults are right."""

    key: str
    secret: str
    token: str | None = None
    region: str = "us-east-1"
    service: str | None = None  # in the scope
    minutes: float = 0  # how far the client's clock is ahead


SERVICES = {
    "iam": ("POST", "/", b"Action=ListRoles&Version=2010-05-08"),
    "sts": ("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15"),
    "lambda": ("GET", "/2015-03-31/functions/order-status/configuration?Qualifier=live", b""),
}


def signed(url, service, how):
    method, path, body = SERVICES[service]
    request = botocore.awsrequest.AWSRequest(method=method, url=url + path, data=body)
    if body:
        request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    moment = datetime.datetime.utcnow() + datetime.timedelta(minutes=how.minutes)
    frozen = types.SimpleNamespace(datetime=types.SimpleNamespace(utcnow=lambda: moment))
    credentials = botocore.credentials.Credentials(how.key, how.secret, how.token)
    botocore.auth.datetime, original = frozen, botocore.auth.datetime
    try:
        botocore.auth.SigV4Auth(credentials, how.service or service, how.region).add_auth(request)
    finally:
        botocore.auth.datetime = original
    return types.SimpleNamespace(method=method, url=url + path, headers=dict(request.headers.items()), body=body)


def send(request):
    """(status, code, message); the code without what may follow it."""
    out = urllib.request.Request(
        request.url, request.body or None, {k: str(v) for k, v in request.headers.items()}, method=request.method
    )
    try:
        with direct.open(out, timeout=30) as answer:
            return answer.status, "", ""
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        if error.headers["Content-Type"].startswith("application/json"):
            body = json.loads(text)
            return error.code, error.headers["X-Amzn-ErrorType"].split(":")[0], body.get("message") or body["Message"]
        return error.code, re.search("<Code>(.*?)</Code>", text)[1], re.search("<Message>(.*?)</Message>", text)[1]


def replace_header(name, old, new):
    def change(request):
        assert old in request.headers[name], f"{old} is not in {name}"
        request.headers[name] = request.headers[name].replace(old, new)

    return change


def tamper_with_body_or_query(request):
    if request.body:
        request.body = request.body.replace(b"Action=", b"Extra=1&Action=")
    else:
        request.url = request.url.replace("live", "$LATEST")


def another_path(request):
    if "functions" in request.url:
        request.url = request.url.replace("order-status", "broken")
    else:
        request.url += "?DurationSeconds=900"  # query services have one path


def without(name):
    return lambda request: request.headers.pop(name)


def unsigned_header(request):
    request.headers["X-Amz-Invocation-Type"] = "Event"


def last_digit(request):
    digit = request.headers["Authorization"][-1]
    request.headers["Authorization"] = request.headers["Authorization"][:-1] + ("0" if digit != "0" else "1")


MISMATCH = "The request signature we calculated does not match the signature you provided."
INVALID_TOKEN = "The security token included in the request is invalid"
# name: (how it is signed otherwise, what happens to it on the way, code, start of the text, status)
CASES = {
    "untouched": ({}, None, "", "", 200),
    "four minutes behind": ({"minutes": -4}, None, "", "", 200),
    "four minutes ahead": ({"minutes": 4}, None, "", "", 200),
    "six minutes behind": ({"minutes": -6}, None, "SignatureDoesNotMatch", "Signature expired: ", 403),
    "six minutes ahead": ({"minutes": 6}, None, "SignatureDoesNotMatch", "Signature not yet current: ", 403),
    "a day behind": ({"minutes": -1440}, None, "SignatureDoesNotMatch", "Signature expired: ", 403),
    "another secret": ({"secret": "0" * 40}, None, "SignatureDoesNotMatch", MISMATCH, 403),
    "an unknown key": ({"key": "AKIAUNKNOWNUNKNOWN00"}, None, "InvalidClientTokenId", INVALID_TOKEN, 403),
    "a token that no key has": ({"token": "x" * 300}, None, "InvalidClientTokenId", INVALID_TOKEN, 403),
    "another service": ({"service": "s3"}, None, "SignatureDoesNotMatch",
                        "Credential should be scoped to correct service: ", 403),
    "a region that is none": ({"region": "mars-1"}, None, "SignatureDoesNotMatch",
                              "Credential should be scoped to a valid Region, not ", 403),
    "a changed body or query": ({}, tamper_with_body_or_query, "SignatureDoesNotMatch", MISMATCH, 403),
    "a changed path": ({}, another_path, "SignatureDoesNotMatch", MISMATCH, 403),
    "a changed signature": ({}, last_digit, "SignatureDoesNotMatch", MISMATCH, 403),
    "a changed date": ({}, lambda request: shift_date(request), "SignatureDoesNotMatch", MISMATCH, 403),
    "a date of another day": ({}, lambda request: shift_scope(request), "SignatureDoesNotMatch",
                              "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP", 403),
    "a header added on the way": ({}, unsigned_header, "SignatureDoesNotMatch", "", 403),
    "no Authorization": ({}, without("Authorization"), "MissingAuthenticationToken", "", 403),
    "no date": ({}, without("X-Amz-Date"), "IncompleteSignature", "Authorization header requires existence of", 400),
    "no signature": ({}, replace_header("Authorization", "Signature=", "Sign="), "IncompleteSignature",
                     "Authorization header requires 'Signature' parameter", 400),
    "no signed headers": ({}, replace_header("Authorization", "SignedHeaders=", "Headers="), "IncompleteSignature",
                          "Authorization header requires 'SignedHeaders' parameter", 400),
    "a short scope": ({}, replace_header("Authorization", "/aws4_request", ""), "IncompleteSignature",
                      "Credential must have exactly 5 slash-delimited elements", 400),
    "another algorithm": ({}, replace_header("Authorization", "AWS4-HMAC-SHA256", "AWS4-HMAC-MD5"),
                          "IncompleteSignature", "Unsupported AWS 'algorithm'", 400),
}  # fmt: skip


def shift_date(request):
    """One second later, within the same day: the signature is of another time."""
    date = request.headers["X-Amz-Date"]
    second = int(date[-3:-1])
    request.headers["X-Amz-Date"] = date[:-3] + f"{(second + 1) % 60:02d}Z"


def shift_scope(request):
    day = request.headers["X-Amz-Date"][:8]
    replace_header("Authorization", f"/{day}/", f"/{int(day) - 1}/")(request)


def expect(url, service, how, change, code, text, status, name):
    request = signed(url, service, how)
    if change:
        change(request)
    got = send(request)
    wanted = JSON_NAMES.get(code, code) if service == "lambda" else code
    same((status, wanted), got[:2], f"{service}: {name}")
    assert got[2].startswith(text), f"{service}: {name}: expected '{text}…', got '{got[2]}'"


def session_keys(sandbox):
    """Keys that AssumeRole gave out, for 900 seconds."""
    aws, env = AwsCli(sandbox), sandbox.env
    account = aws("sts", "get-caller-identity")["Account"]
    role = aws("iam", "create-role", "--role-name", ROLE, "--assume-role-policy-document",
               trust(account, env["EXTERNAL_ID"]))["Role"]["Arn"]  # fmt: skip
    allow = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    aws("iam", "put-role-policy", "--role-name", ROLE, "--policy-name", "all", "--policy-document", allow)
    given = aws("sts", "assume-role", "--role-arn", role, "--role-session-name", "signer", "--duration-seconds", "900",
                "--external-id", env["EXTERNAL_ID"])["Credentials"]  # fmt: skip
    return Signing(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def main():
    count = 0
    with Sandbox(FUNCTIONS) as sandbox:
        url, env = sandbox.env["AWS_ENDPOINT_URL"], sandbox.env
        operator = Signing(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"])
        session = session_keys(sandbox)
        for service in SERVICES:
            for how in (operator, session):
                for name, (changes, change, *expected) in CASES.items():
                    expect(url, service, dataclasses.replace(how, **changes), change, *expected, name)
                    count += 1
            borrowed = dataclasses.replace(session, token=None)
            expect(url, service, borrowed, None, "InvalidClientTokenId", INVALID_TOKEN, 403, "a session without token")
            count += 1
        sandbox.knobs(advanceSeconds=901)
        late = dataclasses.replace(session, minutes=901 / 60)
        for service in SERVICES:
            expect(url, service, late, None, "ExpiredToken", "The security token included in the request is expired",
                   403, "an expired session")  # fmt: skip
            count += 1
    print(f"cases {count}, disagreements 0")


if __name__ == "__main__":
    main()
