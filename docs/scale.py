# SPDX-License-Identifier: MIT
"""The figures of docs/scale.md: people spread over cells, and what a call to all cells takes.

    python3 docs/scale.py
"""

import math
import random

CELLS = 10
MSPS = 1000
USERS = 10_000_000
SAMPLES = 20_000


def world(chance):
    """MSPs as lists of the sizes of their tenants: few are large, most are small, as such things are."""
    msps = [[chance.lognormvariate(math.log(30), 1.5) for _ in range(min(1000, int(3 * chance.paretovariate(1.1))))]
            for _ in range(MSPS)]
    factor = USERS / sum(map(sum, msps))
    return [[size * factor for size in msp] for msp in msps]


def by_chance(chance, sizes):
    """Loads of the cells when each thing goes where its hash says."""
    cells = [0.0] * CELLS
    for size in sizes:
        cells[chance.randrange(CELLS)] += size
    return cells


def by_directory(sizes, most=math.inf):
    """Loads when each MSP goes into the emptiest cell with a tenth of its size, and grows until the end; then
    MSPs are moved until no cell is fuller than `most` times the mean: (loads, users moved)."""
    cells, mean, moved = [[] for _ in range(CELLS)], sum(sizes) / CELLS, 0.0
    for now, size in enumerate(sizes):
        def load(cell):
            return sum(one * (0.1 + 0.9 * (now - born) / len(sizes)) for born, one in cell)
        min(cells, key=load).append((now, size))
    loads = [[size for _, size in cell] for cell in cells]
    while sum(full := max(loads, key=sum)) > most * mean:
        empty = min(loads, key=sum)
        going = min(full, key=lambda size: abs(size - (sum(full) - sum(empty)) / 2))
        if sum(empty) + going >= sum(full):
            break
        full.remove(going)
        empty.append(going)
        moved += going
    return [sum(cell) for cell in loads], moved


def fullest(cells):
    return max(cells) / (sum(cells) / len(cells))


def spread(chance):
    msps = world(chance)
    sizes = [sum(msp) for msp in msps]
    placed, _ = by_directory(sizes)
    kept, moved = by_directory(sizes, 1.05)
    many = sum(len(msp) for msp in msps if len(msp) > 1) / sum(map(len, msps))
    yield "largest MSP", f"{max(sizes) / USERS:.1%} of all users"
    yield "tenants by hash", f"fullest cell {fullest(by_chance(chance, [s for m in msps for s in m])):.2f} of the mean;" \
        f" {many:.0%} of tenants in an MSP whose list needs several cells"
    yield "MSPs by hash", f"fullest cell {fullest(by_chance(chance, sizes)):.2f} of the mean"
    yield "MSPs by directory", f"fullest cell {fullest(placed):.2f} of the mean"
    yield "the same, with moves", f"fullest cell {fullest(kept):.2f} of the mean; {moved / USERS:.1%} of users moved, ever"


def all_cells(chance):
    """A call to all cells ends with the slowest: 2 ms usually, 10 ms for one in a hundred."""
    sigma = math.log(5) / 2.326
    for cells in (1, 3, 10, 30):
        took = sorted(max(chance.lognormvariate(math.log(2), sigma) for _ in range(cells)) for _ in range(SAMPLES))
        yield f"asked of {cells} cell{'s' * (cells > 1)}", \
            f"half within {took[SAMPLES // 2]:.1f} ms, 99 % within {took[SAMPLES * 99 // 100]:.1f} ms"


def directory():
    """A row: a hash, a cell, what holds it; twice as much with the index's air."""
    entries = USERS + 2 * USERS // 100
    new = 0.3 * USERS / (365 * 86400)
    yield "directory", f"{entries / 1e6:.1f} million rows, {entries * 2 * 64 / 1e9:.1f} GB;" \
        f" {new:.2f} new people a second on average, {100 * new:.0f} if all come in the busiest 1 % of the time"


if __name__ == "__main__":
    fixed = random.Random(20)
    for name, words in (*spread(fixed), *all_cells(fixed), *directory()):
        print(f"{name:24}{words}")
