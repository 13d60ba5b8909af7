"""Judges recorded exchanges by specs/genesys-openapi.yaml, with openapi-core as the validator.

usage: validate.py <specification> <folder of recordings>

A recording is a file of JSON lines, as GET /_sandbox/exchanges gives them (exchange.py reads one). Every request must
be declared: path, method, parameters, body; a query parameter or a property that the specification does not name is a
disagreement. Every answer must be declared too: status, content type, body. An answer that a fault spoiled on purpose
is not judged; its request is.

Before that, seeded exchanges (seeded.py) prove that each kind of disagreement is seen at all.
Ends with `exchanges n, disagreements m`; exit 1 if m is not 0 or n is 0.
"""
import pathlib
import sys
from urllib.parse import parse_qsl

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

import seeded
from exchange import Exchange, read_recordings


class Request:
    """An exchange's request in the shape that openapi-core reads."""

    def __init__(self, exchange, host_url):
        self.host_url = host_url
        self.path = exchange.path
        self.method = exchange.method.lower()
        self.body = exchange.request_body.encode() or None
        self.content_type = exchange.request_headers.get("content-type", "").lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(exchange.query, keep_blank_values=True)),
            header=Headers(exchange.request_headers),
        )


class Response:
    def __init__(self, exchange):
        self.status_code = exchange.status
        self.headers = Headers(exchange.response_headers)
        self.content_type = exchange.response_headers.get("content-type", "").lower()
        self.data = exchange.response_body.encode() or None


class Judge:
    def __init__(self, specification):
        # What is read from the service may grow; what we send may not. So only requests are strict about properties.
        self.specification = specification
        self.requests = OpenAPI.from_dict(specification, config=Config(additional_properties_default_policy="forbid"))
        self.answers = OpenAPI.from_dict(specification)

    def disagreements(self, exchange):
        """What is wrong with one exchange, as sentences."""
        request = Request(exchange, self.host_url(exchange))
        operation = self.operation(exchange)
        if operation is None:
            return [f"no such operation: {exchange.method} {exchange.path}"]
        found = [f"query parameter '{name}' is not declared" for name in self.undeclared_query(operation, exchange)]
        if exchange.request_body and "requestBody" not in operation:
            found.append("the request has a body, and none is declared")
        found += self.problems("request", self.requests.validate_request, request)
        if exchange.fault is None:
            found += self.problems("answer", self.answers.validate_response, request, Response(exchange))
            found += self.undeclared_content(operation, exchange)
        return found

    @staticmethod
    def problems(side, validate, *arguments):
        try:
            validate(*arguments)
        except OpenAPIError as error:
            cause = error.__cause__
            details = [
                f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in getattr(cause, "schema_errors", [])
            ]
            return [f"{side}: {text}" for text in details or [f"{error}: {cause}" if cause else str(error)]]
        return []

    def operation(self, exchange):
        """The declared operation, with the parameters of its path; a literal segment wins over a template."""
        segments = exchange.path.split("/")
        candidates = []
        for template, item in self.specification["paths"].items():
            pattern = template.split("/")
            fits = len(pattern) == len(segments) and all(
                p == s or (p.startswith("{") and s) for p, s in zip(pattern, segments)
            )
            if fits and exchange.method.lower() in item:
                candidates.append((template.count("{"), template))
        if not candidates:
            return None
        item = self.specification["paths"][min(candidates)[1]]
        own = item[exchange.method.lower()]
        return {**own, "parameters": item.get("parameters", []) + own.get("parameters", [])}

    def undeclared_query(self, operation, exchange):
        declared = {p["name"] for p in map(self.resolve, operation["parameters"]) if p["in"] == "query"}
        return sorted({name for name, _ in parse_qsl(exchange.query, keep_blank_values=True)} - declared)

    def undeclared_content(self, operation, exchange):
        answer = operation["responses"].get(str(exchange.status))
        if answer is not None and exchange.response_body and "content" not in self.resolve(answer):
            return [f"the answer {exchange.status} has a body, and none is declared"]
        return []

    def resolve(self, node):
        while "$ref" in node:
            target = self.specification
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    @staticmethod
    def host_url(exchange):
        host = "login" if exchange.path.startswith("/oauth/") else "api"
        return f"https://{host}.mypurecloud.com"


def self_test(judge):
    """The names of seeded exchanges that were judged wrongly."""
    wrong = []
    for name, exchange, sentence in seeded.exchanges():
        found = judge.disagreements(exchange)
        if (sentence is None and found) or (sentence and not any(sentence in text for text in found)):
            wrong.append(f"{name}: expected {sentence or 'no disagreement'}, found {found}")
    return wrong


def main():
    specification = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())
    judge = Judge(specification)
    wrong = self_test(judge)
    if wrong:
        print("the validator does not see what it must see:", *wrong, sep="\n  ")
        return 1

    count, disagreements, judged = 0, 0, {}
    for source, exchange in read_recordings(pathlib.Path(sys.argv[2])):
        count += 1
        key = exchange.shape()
        if key not in judged:
            judged[key] = judge.disagreements(exchange)
            for text in judged[key]:
                print(f"{source}: {exchange.method} {exchange.path} -> {exchange.status}: {text}")
        disagreements += len(judged[key])
    print(f"exchanges {count}, disagreements {disagreements} ({len(judged)} different ones)")
    return 1 if disagreements or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
