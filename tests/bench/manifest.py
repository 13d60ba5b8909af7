#!/usr/bin/env python3
"""What create, plan and destroy of a deployment cost, by its size, against the sandbox; side by side in one run.

    tests/bench/manifest.py BUILD-FOLDER [--sizes 1,10,100,1000]   writes build/bench/manifest.json

Wall time, calls, peak memory and CPU time are those of the program alone, as the kernel counts them.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
IN_FLIGHT = 4  # requests at a time
PLAN_SECONDS = 2.5  # aim: a plan of 1,000 actions without changes, at 100 ms
MEMORY_MB = 100  # aim
SLACK = 1.2  # aim: what may be lost to anything but waiting


class Bench:
    def __init__(self, binary, sandbox, folder):
        self.binary, self.sandbox, self.folder = binary, sandbox, folder
        self.rows = []

    def run(self, *arguments):
        """Runs the program; its document, and what it cost."""
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self.sandbox.env, "PATCHCORD_WAIT_LISTING_MS": "0"}
        output, errors = self.folder / "stdout", self.folder / "stderr"
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os.chdir(self.folder)
            for number, path, flags in ((0, os.devnull, os.O_RDONLY), (1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
                                        (2, errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):  # fmt: skip
                os.dup2(os.open(path, flags, 0o600), number)
            os.execve(self.binary, [str(self.binary), *arguments, "--json"], environment)
        _, status, usage = os.wait4(child, 0)
        seconds = time.monotonic() - began
        if status != 0:
            sys.exit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}:\n{errors.read_text()[-2000:]}")
        document = json.loads(output.read_text())
        return document, {
            "seconds": round(seconds, 3),
            "cpuSeconds": round(usage.ru_utime + usage.ru_stime, 3),
            "peakMB": round(usage.ru_maxrss / 1024, 1),
            "genesysCalls": document["used"]["genesys"],
            "awsCalls": document["used"]["aws"],
        }

    def measure(self, what, count, setting, *arguments, repeat=1):
        results = [self.run(*arguments) for _ in range(repeat)]
        costs = sorted((cost for _, cost in results), key=lambda cost: cost["seconds"])
        row = {"what": what, "actions": count, **setting, **costs[len(costs) // 2], "steps": len(results[-1][0]["steps"])}
        self.rows.append(row)
        print(f"{what:<18}{count:>6} {setting['latencyMs']:>6} ms  {'limit' if setting['rateLimit'] else '-':<6}"
              f"{row['seconds']:>9.2f} s {row['cpuSeconds']:>8.2f} s {row['peakMB']:>7.1f} MB"
              f"{row['genesysCalls']:>8}{row['awsCalls']:>6}  {self.judge(row)}", flush=True)  # fmt: skip

    def judge(self, row):
        row["missed"] = []
        if row["peakMB"] > MEMORY_MB:
            row["missed"].append(f"{MEMORY_MB} MB")
        aim = self.aim(row)
        if aim is not None:
            row["aimSeconds"] = round(aim, 2)
            if row["seconds"] > aim:
                row["missed"].append(f"{aim:.2f} s")
        return "misses " + ", ".join(row["missed"]) if row["missed"] else ""

    def aim(self, row):
        latency = row["latencyMs"] / 1000
        if row["rateLimit"]:
            # A window begins with the first call: so many whole windows have to pass.
            windows = (row["genesysCalls"] - 1) // row["rateLimit"]
            return max(windows * row["rateWindowSeconds"], self.serial(row) * latency) * SLACK + 1 if windows else None
        if not latency:
            return None
        if row["what"] == "plan" and row["actions"] == 1000:
            return PLAN_SECONDS
        if row["what"] == "create":
            return SLACK * (self.serial(row) + row["actions"] / IN_FLIGHT) * latency
        return None

    # Calls that wait for each other: everything but the creates of actions, both clouds side by side.
    def serial(self, row):
        return row["genesysCalls"] - row["actions"] + row["awsCalls"]

    def creation(self, count, setting, manifest):
        self.sandbox.reset()
        self.sandbox.knobs(record=False, **setting)
        shutil.rmtree(self.folder / ".patchcord", ignore_errors=True)
        (self.folder / "patchcord.yaml").write_text(json.dumps(manifest))
        self.measure("create", count, setting, "apply", "--yes")

    def life(self, count, setting, manifest):
        self.creation(count, setting, manifest)
        self.measure("plan", count, setting, "plan", repeat=1 if setting["latencyMs"] else 3)
        shutil.rmtree(self.folder / ".patchcord")
        self.measure("plan, no record", count, setting, "plan")
        self.measure("destroy", count, setting, "destroy", "--yes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--sizes", default="1,10,100,1000", type=lambda text: [int(each) for each in text.split(",")])
    arguments = parser.parse_args()
    # The release puts the program at the top of its folder.
    places = [arguments.build / "patchcord", arguments.build / "apps" / "patchcord"]
    binary = next((place.resolve() for place in places if place.is_file()), None)
    if binary is None:
        parser.error(f"there is no program in {arguments.build}: {' and '.join(map(str, places))} are missing")
    os.environ["PATCHCORD_BINARY"] = str(binary)
    from harness import Sandbox
    from manifests import many

    settings = [{"latencyMs": latency, "rateLimit": 0, "rateWindowSeconds": 60} for latency in (0, 100)]
    limited = {"latencyMs": 100, "rateLimit": 300, "rateWindowSeconds": 60}  # as at Genesys Cloud
    folder = pathlib.Path(tempfile.mkdtemp(prefix="patchcord bench "))
    print(f"{'run':<18}{'actions':>6} {'latency':>8}  {'rate':<6}{'wall':>9}   {'CPU':>8}   {'peak':>7}   {'Genesys':>8}{'AWS':>6}")
    try:
        with Sandbox() as sandbox:
            bench = Bench(binary, sandbox, folder)
            for setting in settings:
                for count in arguments.sizes:
                    bench.life(count, setting, many(count))
            # Fewer calls than a window allows meet no limit.
            for count in (count for count in arguments.sizes if count > limited["rateLimit"]):
                bench.creation(count, limited, many(count))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    grow(bench.rows)
    output = ROOT / "build" / "bench" / "manifest.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps({"format": 1, "runs": bench.rows}, indent=1) + "\n")
    missed = sum(bool(row["missed"]) for row in bench.rows)
    print(f"{missed} of {len(bench.rows)} runs miss an aim; all figures: {output}")


def grow(rows):
    """CPU time for each action: linear cost is the same at every size."""
    for what in dict.fromkeys(row["what"] for row in rows):
        of = [row for row in rows if row["what"] == what and row["actions"] >= 100 and not row["latencyMs"] and not row["rateLimit"]]
        cost = ", ".join(f"{row['actions']}: {1000 * row['cpuSeconds'] / row['actions']:.2f} ms" for row in of)
        if cost:
            print(f"CPU time for each action, {what}: {cost}")


if __name__ == "__main__":
    main()
