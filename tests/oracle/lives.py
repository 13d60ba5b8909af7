"""What the strangers that live on a sandbox share."""
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from harness import BINARY, LONGEST, NEUTRAL, Sandbox

__all__ = ["BINARY", "FUNCTIONS", "LONGEST", "NEUTRAL", "Sandbox", "keep_voucher", "same", "vouch"]

FUNCTIONS = HERE / "functions.yaml"


def same(expected, actual, what):
    assert expected == actual, f"{what}: expected {expected}, got {actual}"


def vouch(sandbox, client, services):
    """Keeps which operations of these services the client has called and understood; returns how many calls it made."""
    exchanges = [each for each in sandbox.exchanges() if each["operation"].split(" ")[0] in services]
    keep_voucher(client, {each["operation"] for each in exchanges if each["response"]["status"] < 400})
    return len(exchanges)


def keep_voucher(client, operations):
    """fidelity/check.py holds docs/fidelity.md to these files."""
    folder = pathlib.Path(os.environ.get("PATCHCORD_BUILD", HERE.parent.parent / "build" / "dev")) / "vouchers"
    folder.mkdir(exist_ok=True)
    (folder / f"{client}.json").write_text(json.dumps(sorted(operations), indent=1))
