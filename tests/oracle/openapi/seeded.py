"""Exchanges whose verdict is known: good ones, and each with one thing made wrong."""
import copy
import dataclasses
import json

from exchange import Exchange

ID = "5f0c2a8e-7d1b-4b0e-9a53-0c9f6a1e2b3d"
AUTHORIZED = {"authorization": "Bearer REDACTED"}
JSON = {"content-type": "application/json"}


def exchange(method, path, *, query="", body=None, status=200, answer=None):
    return Exchange(
        method=method,
        path=path,
        query=query,
        request_headers=AUTHORIZED | (JSON if body is not None else {}),
        request_body="" if body is None else json.dumps(body),
        status=status,
        response_headers=JSON if answer is not None else {},
        response_body="" if answer is None else json.dumps(answer),
    )


TOKEN = Exchange(
    method="POST",
    path="/oauth/token",
    request_headers={"authorization": "Basic REDACTED", "content-type": "application/x-www-form-urlencoded"},
    request_body="grant_type=client_credentials",
    response_headers=JSON,
    response_body=json.dumps({"access_token": "REDACTED", "token_type": "bearer", "expires_in": 86400}),
)
ORGANIZATION = exchange("GET", "/api/v2/organizations/me", answer={"id": ID, "version": 1, "name": "Example"})
LISTING = exchange(
    "GET",
    "/api/v2/integrations",
    query="pageSize=100&pageNumber=1&expand=config.current&integrationType=aws-lambda-data-actions",
    answer={"entities": [], "pageSize": 100, "pageNumber": 1, "total": 0, "pageCount": 0},
)
CREATE = exchange(
    "POST",
    "/api/v2/integrations",
    body={"name": "Orders", "integrationType": {"id": "aws-lambda-data-actions"}},
    answer={"id": ID, "name": "Orders", "intendedState": "DISABLED"},
)
CONFIG = exchange(
    "PUT",
    f"/api/v2/integrations/{ID}/config/current",
    body={
        "name": "Orders",
        "version": 1,
        "properties": {"any": 1},
        "advanced": {},
        "notes": "",
        "credentials": {"AmazonWebServicesARN": {"id": ID}},
    },
    answer={"name": "Orders", "version": 2, "properties": {}, "advanced": {}, "notes": "", "credentials": {}},
)
DELETE = exchange("DELETE", f"/api/v2/integrations/credentials/{ID}", status=204)
TEST = exchange(
    "POST",
    "/api/v2/integrations/actions/custom_-_1/test",
    body={"anything": [1, None]},
    answer={"operations": [{"step": 1, "name": "x", "success": True, "result": None}], "success": True},
)
GOOD = {"token": TOKEN, "organization": ORGANIZATION, "listing": LISTING, "create": CREATE, "config": CONFIG,
        "delete": DELETE, "test": TEST}  # fmt: skip


def with_body(base, **changes):
    return dataclasses.replace(base, request_body=json.dumps(json.loads(base.request_body) | changes))


def without(base, name):
    body = json.loads(base.request_body)
    del body[name]
    return dataclasses.replace(base, request_body=json.dumps(body))


def with_answer(base, **changes):
    return dataclasses.replace(base, response_body=json.dumps(json.loads(base.response_body) | changes))


def nested(base, path, value):
    body = json.loads(base.request_body)
    node = body
    for name in path[:-1]:
        node = node[name]
    node[path[-1]] = value
    return dataclasses.replace(base, request_body=json.dumps(body))


def exchanges():
    """(name, exchange, a part of the sentence that must be found, or None where all is well)."""
    for name, good in GOOD.items():
        yield name, copy.deepcopy(good), None
    spoiled = dataclasses.replace(
        ORGANIZATION, status=502, response_headers={}, response_body="<html>", fault="html_502"
    )
    yield "a spoiled answer", spoiled, None

    change = dataclasses.replace
    yield "undeclared path", change(ORGANIZATION, path="/api/v2/flows/dataactions"), "no such operation"
    yield "undeclared method", change(ORGANIZATION, method="PUT"), "no such operation"
    yield "undeclared query", change(LISTING, query="pageSize=1&name=Orders"), "'name' is not declared"
    yield "query of a wrong type", change(LISTING, query="pageSize=many"), "request: "
    yield "query outside its list", change(LISTING, query="reportedState=SLEEPING"), "request: "
    yield "undeclared property", with_body(CREATE, notes="x"), "'notes'"
    yield "undeclared inner property", nested(CREATE, ["integrationType", "kind"], "x"), "'kind'"
    yield "undeclared deep property", nested(CONFIG, ["credentials", "AmazonWebServicesARN", "name"], "x"), "'name'"
    yield "missing property", without(CREATE, "integrationType"), "'integrationType' is a required property"
    yield "property of a wrong type", with_body(CREATE, name=7), "is not of type"
    yield "number as text", with_body(CONFIG, version="1"), "is not of type"
    yield "number below its minimum", with_body(CONFIG, version=0), "minimum"
    yield "missing body", change(CREATE, request_body=""), "request: "
    yield "body that is no JSON", change(CREATE, request_body="{"), "request: "
    yield "body where none is declared", change(
        ORGANIZATION, request_body="{}", request_headers=AUTHORIZED | JSON
    ), "none is declared"
    yield "wrong content type", change(CREATE, request_headers=AUTHORIZED | {"content-type": "text/plain"}), "request: "
    yield "no token", change(ORGANIZATION, request_headers={}), "request: "
    yield "wrong grant", change(TOKEN, request_body="grant_type=password"), "request: "
    yield "undeclared status", change(CREATE, status=201), "answer: "
    yield "answer without its id", change(
        CREATE, response_body=json.dumps({"intendedState": "DISABLED"})
    ), "'id' is a required"
    yield "answer of a wrong type", with_answer(CREATE, name=[]), "is not of type"
    yield "answer outside its list", with_answer(CREATE, intendedState="ON"), "is not one of"
    yield "answer that is no UUID", with_answer(ORGANIZATION, id="me"), "is not a 'uuid'"
    yield "answer of another type", change(CREATE, response_headers={"content-type": "text/html"}), "answer: "
    yield "body after 204", change(DELETE, response_body="{}", response_headers=JSON), "none is declared"
    yield "listing of strings", with_answer(LISTING, entities=["x"]), "is not of type"
