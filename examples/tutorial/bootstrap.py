"""A custom runtime for Lambda in plain Python: asks for events, calls the handler that _HANDLER names, answers."""
import importlib
import json
import os
import sys
import time
import traceback
import urllib.request
from types import SimpleNamespace

API = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the API is on this machine


def post(path, value):
    OPENER.open(urllib.request.Request(f"{API}/{path}", json.dumps(value).encode(), method="POST")).close()


def describe(error):
    return {
        "errorType": type(error).__name__,
        "errorMessage": str(error),
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def context_of(headers):
    deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
    return SimpleNamespace(
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        invoked_function_arn=headers["Lambda-Runtime-Invoked-Function-Arn"],
        aws_request_id=headers["Lambda-Runtime-Aws-Request-Id"],
        client_context=json.loads(headers["Lambda-Runtime-Client-Context"] or "null"),
        get_remaining_time_in_millis=lambda: max(0, deadline - int(time.time() * 1000)),
    )


def load_handler():
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    return getattr(importlib.import_module(module), name)


def main():
    try:
        handler = load_handler()
    except Exception as error:
        post("init/error", describe(error))
        raise
    while True:
        with OPENER.open(f"{API}/invocation/next") as response:
            event, context = json.load(response), context_of(response.headers)
        try:
            result = handler(event, context)
        except Exception as error:
            traceback.print_exc()
            post(f"invocation/{context.aws_request_id}/error", describe(error))
        else:
            post(f"invocation/{context.aws_request_id}/response", result)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
