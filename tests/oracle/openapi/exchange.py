"""One recorded request with its answer."""
import dataclasses
import json
import re

# Ids and times differ from run to run without making an exchange different.
VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
)
GENESYS = re.compile(r"^/(oauth/|api/v2/)")


@dataclasses.dataclass
class Exchange:
    method: str
    path: str
    query: str = ""
    request_headers: dict = dataclasses.field(default_factory=dict)  # names in lower case
    request_body: str = ""
    status: int = 200
    response_headers: dict = dataclasses.field(default_factory=dict)
    response_body: str = ""
    fault: str | None = None  # what a fault did to the answer

    def shape(self):
        return VARYING.sub("~", repr(dataclasses.astuple(self)))


def lower_names(headers):
    return {name.lower(): value for name, value in headers.items()}


def from_json(record):
    request, response = record["request"], record["response"]
    return Exchange(
        method=request["method"],
        path=request["path"],
        query=request["query"],
        request_headers=lower_names(request["headers"]),
        request_body=request["body"],
        status=response["status"],
        response_headers=lower_names(response["headers"]),
        response_body=response["body"],
        fault=record["fault"],
    )


def read_recordings(folder):
    """(file:line, exchange) of everything that went to Genesys; the AWS half is held by the AWS CLI instead."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            exchange = from_json(json.loads(line))
            if GENESYS.match(exchange.path):
                yield f"{path.name}:{number}", exchange
