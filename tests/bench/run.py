#!/usr/bin/env python3
"""Our engine beside the real ones, in one run: how long a round of each shape takes, and how time grows with size.

usage: run.py <build folder> [--seconds S] [--java CLASSPATH] [--check] [--docs]

The Java side needs the classes that tests/oracle/velocity/run.sh builds; without them only our times are shown. Each
side has one core; Java warms up for two seconds of each shape. --check: exit 1 if a shape is slower than in Java, the
typical action less than TYPICAL times as fast, or a cost per unit grows more than 3 times while the size grows 16
times. All figures go to build/bench/engine.json; --docs also writes docs/linearity.svg and prints the table of docs/performance.md.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

from plot import svg
from shapes import LINEAR, PLOT, SHAPES

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TYPICAL = 4.5  # times the rate of Java: 5, without the noise of a busy machine
SIZES = [1, 2, 4, 8, 16]
PLOT_BYTES = [2**power for power in range(12, 23, 2)]  # 4 KiB to 4 MiB


def times(command, shapes, core):
    lines = "".join(json.dumps(shape) + "\n" for shape in shapes)
    done = subprocess.run(["taskset", "-c", str(core), *command], input=lines, capture_output=True, text=True, check=False)
    numbers = [float(line) for line in done.stdout.split()]
    if done.returncode != 0 or len(numbers) != len(shapes):
        sys.exit(f"{command[0]} ended with {done.returncode} after {len(numbers)} shapes: {done.stderr[-2000:]}")
    return numbers


def readable(nanoseconds):
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:,.1f} {unit}"
    return f"{nanoseconds:,.0f} ns"


def compare(options, core):
    """Rows of shape, our nanoseconds, Java's (or None)."""
    ours = times([options.engine, str(options.seconds)], SHAPES.values(), core)
    java = ["java", "-XX:+UseSerialGC", "-Xmx1g", "-cp", options.java, "Bench", str(options.seconds)]
    theirs = times(java, SHAPES.values(), core) if options.java else [None] * len(ours)
    rows = list(zip(SHAPES, ours, theirs))
    print(f"{'one round of':30} {'ours':>12} {'Java':>12} {'ratio':>7}")
    for name, mine, other in rows:
        print(f"{name:30} {readable(mine):>12} {readable(other) if other else '-':>12} {f'{other / mine:.1f}' if other else '-':>7}")
    return rows


def too_slow(rows):
    return [name for name, mine, other in rows if other and other / mine < (TYPICAL if name == "typical action" else 1)]


def linearity(options, core):
    """name → cost of a unit at each of the SIZES."""
    shapes = [shape(first * size) for _, first, shape in LINEAR.values() for size in SIZES]
    numbers = iter(times([options.engine, str(options.seconds / 5)], shapes, core))
    print(f"\n{'nanoseconds for one unit':30} {'unit':>10} {'first size':>10} " + " ".join(f"{size:>7}×" for size in SIZES))
    found = {}
    for name, (unit, first, _) in LINEAR.items():
        found[name] = [next(numbers) / (first * size) for size in SIZES]
        print(f"{name:30} {unit:>10} {first:>10} " + " ".join(f"{cost:8.1f}" for cost in found[name]))
    return found


def growth(options, core):
    """name → (bytes of template or reply, nanoseconds)"""
    shapes = [shape(size) for shape in PLOT.values() for size in PLOT_BYTES]
    numbers = iter(times([options.engine, str(options.seconds / 5)], shapes, core))
    return {name: [(size, next(numbers)) for size in PLOT_BYTES] for name in PLOT}


def document(rows):
    print("\n| one round of | patchcord | Java | ratio |\n| --- | ---: | ---: | ---: |")
    for name, mine, other in rows:
        print(f"| {name} | {readable(mine)} | {readable(other)} | {other / mine:.1f} |" if other else f"| {name} | {readable(mine)} | | |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each shape and side")
    parser.add_argument("--java", help="class path; default: what the oracle has built")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    options.engine = str(options.build.resolve() / "bench" / "engine_bench")
    oracle = ROOT / "build" / "dev" / "oracle" / "java"
    if options.java is None and (oracle / "classes" / "Bench.class").exists():
        options.java = f"{oracle / 'classes'}:{oracle / 'dependency'}/*"
    core = min(os.sched_getaffinity(0))
    rows = compare(options, core)
    units = linearity(options, core)
    sizes = growth(options, core)
    output = ROOT / "build" / "bench" / "engine.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps({"format": 1, "shapes": rows, "units": units, "sizes": sizes}, indent=1) + "\n")
    if options.docs:
        (ROOT / "docs" / "linearity.svg").write_text(svg("One core's time, by bytes of template or reply", sizes))
        document(rows)
    slow = too_slow(rows)
    growing = [name for name, costs in units.items() if costs[-1] > 3 * costs[0]]
    growing += [name for name, points in sizes.items() if points[-1][1] / points[-1][0] > 3 * points[0][1] / points[0][0]]
    for name in slow:
        print(f"too slow: {name}")
    for name in growing:
        print(f"not linear: {name}")
    return 1 if options.check and (slow or growing) else 0


if __name__ == "__main__":
    sys.exit(main())
