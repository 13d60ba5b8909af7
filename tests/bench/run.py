"""Our engine beside the real ones, in one run: how long a round of each shape takes, and what a unit costs as sizes grow.

usage: run.py <build folder> [--seconds S] [--java CLASSPATH] [--check]

The Java side needs the classes that tests/oracle/velocity/run.sh builds; without them only our times are shown. Each
side has one core; Java warms up for two seconds of each shape. --check: exit 1 if a shape is slower than in Java, the
typical action less than twice as fast, or a cost per unit grows more than 3 times while the size grows 16 times.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

from shapes import LINEAR, SHAPES

SIZES = [1, 2, 4, 8, 16]


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
    ours = times([options.engine, str(options.seconds)], SHAPES.values(), core)
    java = ["java", "-XX:+UseSerialGC", "-Xmx1g", "-cp", options.java, "Bench", str(options.seconds)]
    theirs = times(java, SHAPES.values(), core) if options.java else [None] * len(ours)
    slow = []
    print(f"{'one round of':30} {'ours':>12} {'Java':>12} {'ratio':>7}")
    for name, mine, other in zip(SHAPES, ours, theirs):
        ratio = other / mine if other else None
        print(f"{name:30} {readable(mine):>12} {readable(other) if other else '-':>12} {f'{ratio:.1f}' if ratio else '-':>7}")
        if ratio and ratio < (2 if name == "typical action" else 1):
            slow.append(name)
    return slow


def linearity(options, core):
    names = [(name, size) for name in LINEAR for size in SIZES]
    shapes = [LINEAR[name][2](LINEAR[name][1] * size) for name, size in names]
    numbers = iter(times([options.engine, str(options.seconds / 5)], shapes, core))
    growing = []
    print(f"\n{'nanoseconds for one unit':30} {'unit':>10} {'first size':>10} " + " ".join(f"{size:>7}×" for size in SIZES))
    for name, (unit, first, _) in LINEAR.items():
        costs = [next(numbers) / (first * size) for size in SIZES]
        print(f"{name:30} {unit:>10} {first:>10} " + " ".join(f"{cost:8.1f}" for cost in costs))
        if costs[-1] > 3 * costs[0]:
            growing.append(name)
    return growing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each shape and side")
    parser.add_argument("--java", help="class path; default: what the oracle has built")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    options.engine = str(options.build / "bench" / "engine_bench")
    oracle = pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "dev" / "oracle" / "java"
    if options.java is None and (oracle / "classes" / "Bench.class").exists():
        options.java = f"{oracle / 'classes'}:{oracle / 'dependency'}/*"
    core = min(os.sched_getaffinity(0))
    slow = compare(options, core)
    growing = linearity(options, core)
    for name in slow:
        print(f"too slow: {name}")
    for name in growing:
        print(f"not linear: {name}")
    return 1 if options.check and (slow or growing) else 0


if __name__ == "__main__":
    sys.exit(main())
