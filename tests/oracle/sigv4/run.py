"""Compares our SigV4 signer with Debian's botocore on seeded random requests.

usage: run.py <build folder> [seed]; prints `cases n, disagreements m`, exit 1 if they disagree
"""
import base64
import datetime
import json
import pathlib
import random
import subprocess
import sys
import types
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials

CASES = 1000
UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
ODD = " !\"#$%&'()*+,/:;<=>?@[]^`{|}é€😀"
NEVER_SIGNED = set(botocore.auth.SIGNED_HEADERS_BLACKLIST) | {"authorization"}


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, longest=12, alphabet=UNRESERVED + ODD):
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(0, longest)))

    def encoded(self, text):
        """The text as some client may write it: encoded, now and then with lower-case digits."""
        out = urllib.parse.quote(text, safe="-._~")
        return out if self.random.random() < 0.8 else out.lower() if text == text.lower() else out

    def path(self):
        segments = [
            self.random.choice([".", "..", "", urllib.parse.quote(self.text(), safe="-._~"), self.text(8, UNRESERVED)])
            for _ in range(self.random.randint(0, 5))
        ]
        return "/" + "/".join(segments)

    def headers(self):
        pairs = []
        for _ in range(self.random.randint(0, 4)):
            name = self.random.choice(["X-Amz-Meta", "x-amz-meta", "X-Amz-Log-Type", "Content-Type", "X-Amz-A", "X-Amz-A-B"])
            value = self.text(10, UNRESERVED + "  \t\"'=,;")
            pairs.append((name, value))
        return pairs

    def request(self):
        pick = self.random.choice
        return {
            "method": pick(["GET", "POST", "PUT", "DELETE", "HEAD"]),
            "host": pick(["iam.amazonaws.com", "lambda.eu-central-1.amazonaws.com", "127.0.0.1:4566", "localhost:80"]),
            "path": self.path(),
            "params": [(self.text(6) or "k", self.text()) for _ in range(self.random.randint(0, 5))],
            "headers": self.headers(),
            "body": self.random.randbytes(self.random.choice([0, 1, 100, 5000])),
            "access_key": "AKID" + self.text(8, UNRESERVED[:62]),
            "secret": self.text(40, UNRESERVED + "+/=") or "s",
            "token": self.random.choice([None, None, self.text(100, UNRESERVED + "+/=") or "t"]),
            "region": pick(["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1"]),
            "service": pick(["iam", "sts", "lambda", "access-analyzer"]),
            "time": datetime.datetime(2000, 1, 1) + datetime.timedelta(seconds=self.random.randint(0, 2**31)),
        }


def botocore_says(case):
    """What botocore makes of it, and the headers that it signs, in their order."""
    scheme = "http" if case["host"].startswith(("127.", "localhost")) else "https"
    request = botocore.awsrequest.AWSRequest(
        method=case["method"], url=f"{scheme}://{case['host']}{case['path']}", data=case["body"], params=case["params"]
    )
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    request.headers["Host"] = case["host"]
    frozen = types.SimpleNamespace(datetime=types.SimpleNamespace(utcnow=lambda: case["time"]))
    credentials = botocore.credentials.Credentials(case["access_key"], case["secret"], case["token"])
    signer = botocore.auth.SigV4Auth(credentials, case["service"], case["region"])
    botocore.auth.datetime, original = frozen, botocore.auth.datetime
    try:
        signer.add_auth(request)
        canonical = signer.canonical_request(without_authorization(request))
    finally:
        botocore.auth.datetime = original
    said = {
        "authorization": request.headers["Authorization"],
        "canonical_request": canonical,
        "string_to_sign": signer.string_to_sign(request, canonical),
    }
    headers = [[name, value] for name, value in request.headers.items() if name.lower() not in NEVER_SIGNED]
    return said, headers


def without_authorization(request):
    """The canonical request is the one of before the signature was added."""
    copy = botocore.awsrequest.AWSRequest(
        method=request.method, url=request.url, data=request.data, params=request.params
    )
    copy.context = dict(request.context)
    for name, value in request.headers.items():
        if name.lower() != "authorization":
            copy.headers.add_header(name, value)
    return copy


def wire_form(case, headers, generator):
    """The same request as our filter reads it. The query is written in any order and spelling: signing must not care."""
    pairs = [f"{generator.encoded(key)}={generator.encoded(value)}" for key, value in case["params"]]
    generator.random.shuffle(pairs)
    return {
        "method": case["method"],
        "path": case["path"],
        "query": "&".join(pairs),
        "headers": headers,
        "body": base64.b64encode(case["body"]).decode(),
        "access_key": case["access_key"],
        "secret": case["secret"],
        "region": case["region"],
        "service": case["service"],
        "timestamp": case["time"].strftime("%Y%m%dT%H%M%SZ"),
    }


def main():
    build = pathlib.Path(sys.argv[1])
    generator = Generator(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    cases = [generator.request() for _ in range(CASES)]
    expected = [botocore_says(case) for case in cases]
    lines = [json.dumps(wire_form(case, headers, generator)) for case, (_, headers) in zip(cases, expected)]
    filter_program = build / "tests" / "oracle" / "sigv4" / "sigv4_filter"
    output = subprocess.run([filter_program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in output.stdout.splitlines()]
    disagreements = CASES - len(answers)
    for line, answer, (said, _) in zip(lines, answers, expected):
        if answer != said:
            disagreements += 1
            print(line, json.dumps(said, indent=1), json.dumps(answer, indent=1), sep="\n")
    print(f"cases {CASES}, disagreements {disagreements}")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
