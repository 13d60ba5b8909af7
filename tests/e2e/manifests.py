"""What the tests of the manifest commands share: manifests, runs of them, and what must have come of it."""
import base64
import copy
import json
import math
import pathlib
import shutil
import urllib.parse
import urllib.request

from deployment import DeployCase, main, trust
from harness import ROOT, Sandbox

__all__ = [
    "ADVICE", "FUNCTION", "ROLE", "Budget", "ManifestCase", "Sandbox", "action", "main", "manifest", "many", "trust",
]  # fmt: skip

ORDERS = ROOT / "examples" / "orders"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:order-status:live"
OTHER_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:opening-hours:live"
CONTRACT = {"input": {"orderId": "string"}, "output": {"order": {"id": "string", "state": "string"}}}
ADVICE = {"input": {"orderId": "42"}, "safe": True}  # a test that apply may run
ROLE = "GenesysCloud-shop"


def action(name, **changes):
    return {"name": name, "function": FUNCTION, **copy.deepcopy(CONTRACT), **changes}


def manifest(*actions, integration="Shop", deployment="shop", **changes):
    """One integration; a member that is None is left out."""
    made = {
        "deployment": deployment,
        "genesys": {"region": "us-east-1"},
        "integrations": [{"name": integration, "actions": list(actions or [action("Get order")])}],
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def many(count, functions=100):
    """So many actions that invoke at most so many functions."""
    of = [f"arn:aws:lambda:us-east-1:123456789012:function:f{i}" for i in range(min(count, functions))]
    return manifest(*(action(f"Action {i:04}", function=of[i % len(of)]) for i in range(count)))


class Budget:
    """The calls of design: I integrations, R roles, N actions, T tests, C credentials, A visible actions."""

    # An organization has three built-in actions from the start.
    def __init__(self, integrations, roles, actions, tests=0, visible=3, credentials=1):
        self.i, self.r, self.n, self.t = integrations, roles, actions, tests
        self.c = max(1, math.ceil(credentials / 200))
        self.p = max(1, math.ceil(visible / 100))
        self.p1 = max(1, math.ceil((visible + actions) / 100))

    def nothing_to_do(self):
        return {"genesys": 3 + self.i + self.c + self.p1, "aws": 1 + 2 * self.r}

    def record_lost(self):
        return {"genesys": self.nothing_to_do()["genesys"] + 3 * self.n, "aws": 1 + 2 * self.r}

    def create(self):
        genesys = 5 + self.c + 6 * self.i + self.n + self.p + self.p1 + self.t
        return {"genesys": genesys, "aws": 1 + 7 * self.r}

    def destroy(self):
        return {"genesys": 3 + 5 * self.i + self.n + 2 * self.p1, "aws": 1 + 7 * self.r}


class ManifestCase(DeployCase):
    functions = ORDERS / "functions.yaml"

    def write(self, content=None, folder=".", name="patchcord.yaml"):
        """A manifest as text, or as a value: JSON is YAML."""
        path = self.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = manifest() if content is None else content
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
        return path

    def copy_orders(self):
        shutil.copytree(ORDERS, self.folder, dirs_exist_ok=True)

    def quick(self, env):
        # No lag in this sandbox unless a test asks for it: then it says how long to look.
        return {"PATCHCORD_WAIT_LISTING_MS": "0", **env}

    def command(self, *arguments, expect=0, **env):
        return self.patchcord(*arguments, expect=expect, **self.quick(env))

    def document(self, *arguments, expect=0, **env):
        """With --json: exactly one document, whatever happens."""
        run = self.command(*arguments, "--json", expect=expect, **env)
        document = run.json()
        self.assertEqual(1, document["format"])
        self.assertIsInstance(document["errors"], list)
        if expect != 4:  # a failed test is in the proof, not among the errors
            said = document["errors"] or [each for each in document["diagnostics"] if each["severity"] == "error"]
            self.assertEqual(expect in (0, 3), not said, document)
        return document

    def apply(self, *options, expect=0, **env):
        return self.document("apply", "--yes", *options, expect=expect, **env)

    def plan(self, *options, expect=0, **env):
        return self.document("plan", *options, expect=expect, **env)

    def destroy(self, *options, expect=0, **env):
        return self.document("destroy", "--yes", *options, expect=expect, **env)

    def operations(self, document):
        return [(step["operation"], step["address"]) for step in document["steps"]]

    def assert_plan_empty(self, *options, **env):
        self.assertEqual([], self.plan("--exit-code", *options, **env)["steps"])

    def forget(self, folder="."):
        shutil.rmtree(self.folder / folder / ".patchcord", ignore_errors=True)

    def ids(self):
        """Ids of actions by their names."""
        return {each["published"]["name"]: each["id"] for each in self.found()["actions"] if each["published"]}

    def sent(self):
        """Requests so far, as `used` counts them."""
        stats = self.sandbox.stats()
        count = lambda *services: sum(sum(stats.get(service, {}).values()) for service in services)
        return {"genesys": count("genesys", "login"), "aws": count("iam", "sts", "lambda")}

    def counted(self, run, *arguments, **more):
        """Runs it; the forecast, what it says it used, and what the sandbox saw are one number."""
        before = self.sent()
        document = run(*arguments, **more)
        used = {name: count - before[name] for name, count in self.sent().items()}
        self.assertEqual(used, document["used"])
        return document, used

    def assert_within(self, used, budget):
        for service, allowed in budget.items():
            self.assertLessEqual(used[service], allowed, f"{service}: {used} of {budget}")

    def assert_refused(self, *arguments, expect, says=(), **env):
        """The command ends with `expect`, changes nothing, and its error says all of `says`."""
        before = self.sandbox.writes()
        run = self.command(*arguments, expect=expect, **env)
        self.assertEqual(before, self.sandbox.writes(), "something was written")
        for text in says:
            self.assertIn(text, run.stderr)
        return run

    def genesys(self, method, path, body=None):
        """A request of somebody else's to the API."""
        grant = {"grant_type": "client_credentials"}
        pair = f"{self.sandbox.env['GENESYS_CLIENT_ID']}:{self.sandbox.env['GENESYS_CLIENT_SECRET']}"
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        request = urllib.request.Request(
            self.sandbox.url + "/oauth/token", urllib.parse.urlencode(grant).encode(), headers, method="POST"
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            token = json.load(answer)["access_token"]
        return self.sandbox.request(method, "/api/v2/integrations/actions/" + path, body, {"Authorization": f"Bearer {token}"})

    def delete_by_hand(self, action_id):
        self.genesys("DELETE", action_id)

    def edit_by_hand(self, action_id):
        version = self.genesys("GET", action_id)["version"]
        self.genesys("PATCH", action_id, {"category": "By hand", "version": version})

    def environment_of(self, second):
        """The organization of another sandbox; AWS stays this one's."""
        names = [name for name in second.env if name.startswith(("PATCHCORD_GENESYS_", "GENESYS_")) or name == "EXTERNAL_ID"]
        return {name: second.env[name] for name in names}

    def subfolder(self, name):
        return pathlib.Path(name) / "patchcord.yaml"
