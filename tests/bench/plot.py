"""A small plot of time over size on logarithmic axes, as SVG: grey text and lines, so that it reads on light and dark pages."""
import math

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 34, 46
COLOURS = ["#4e79a7", "#f28e2b", "#e15759", "#59a14f", "#b07aa1", "#9c755f"]
GREY = "#808080"


def scale(values, low, high):
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return lambda value: low + (math.log10(value) - first) / (last - first) * (high - low), range(first, last + 1)


def bytes_text(power):
    return {0: "1 B", 1: "10 B", 2: "100 B", 3: "1 kB", 4: "10 kB", 5: "100 kB", 6: "1 MB", 7: "10 MB"}[power]


def time_text(power):
    return {1: "10 ns", 2: "100 ns", 3: "1 µs", 4: "10 µs", 5: "100 µs", 6: "1 ms", 7: "10 ms", 8: "100 ms", 9: "1 s", 10: "10 s"}[power]


def label(x, y, text, anchor="middle", colour=GREY):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def line(x1, y1, x2, y2, more):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{GREY}" {more}/>'


def grid(to_x, xs, to_y, ys):
    for power in xs:
        yield line(to_x(10**power), TOP, to_x(10**power), HEIGHT - BOTTOM, 'stroke-opacity="0.25"')
        yield label(to_x(10**power), HEIGHT - BOTTOM + 18, bytes_text(power))
    for power in ys:
        yield line(LEFT, to_y(10**power), WIDTH - RIGHT, to_y(10**power), 'stroke-opacity="0.25"')
        yield label(LEFT - 8, to_y(10**power) + 4, time_text(power), "end")


def svg(title, series):
    """`series`: name → [(bytes, nanoseconds)]"""
    points = [point for line_points in series.values() for point in line_points]
    to_x, xs = scale([x for x, _ in points], LEFT, WIDTH - RIGHT)
    to_y, ys = scale([y for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
             f"<title>{title}</title>", label(LEFT, 18, title, "start")]  # fmt: skip
    parts += grid(to_x, xs, to_y, ys)
    # The guide goes through the middle: what is linear runs along it.
    factor = math.exp(sum(math.log(y / x) for x, y in points) / len(points))
    first, last = max(10 ** xs[0], 10 ** ys[0] / factor), min(10 ** xs[-1], 10 ** ys[-1] / factor)
    parts.append(line(to_x(first), to_y(first * factor), to_x(last), to_y(last * factor), 'stroke-dasharray="4 4"'))
    parts.append(label(WIDTH - RIGHT + 40, TOP + 8, "in proportion to the size", "start"))
    parts.append(line(WIDTH - RIGHT + 14, TOP + 4, WIDTH - RIGHT + 34, TOP + 4, 'stroke-dasharray="4 4"'))
    for number, (name, line_points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{to_x(x):.1f},{to_y(y):.1f}" for x, y in line_points)
        y = TOP + 30 + 20 * number
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{to_x(px):.1f}" cy="{to_y(py):.1f}" r="2.5" fill="{colour}"/>' for px, py in line_points]
        parts.append(f'<line x1="{WIDTH - RIGHT + 14}" y1="{y - 4}" x2="{WIDTH - RIGHT + 34}" y2="{y - 4}" stroke="{colour}" stroke-width="2"/>')
        parts.append(label(WIDTH - RIGHT + 40, y, name, "start"))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
