"""Addresses that no map has: streets made up here, and numbers far beyond the last house."""

import difflib
import random

from bench.geocode_truth import Truth, key_of

_BEGIN = ("Quor", "Bram", "Tesk", "Wul", "Zeph", "Ondr", "Fral", "Hesk", "Jorv", "Plin", "Skarn",
          "Vost", "Gwen", "Ulm", "Yarr", "Drel")  # fmt: skip
_MIDDLE = ("a", "ani", "el", "ibo", "o", "umi", "er", "ista", "ol", "ew")
_END = ("bury", "dorf", "wick", "mere", "stad", "quist", "holt", "vane", "zell", "gard", "thorpe",
        "moor")  # fmt: skip
_KINDS = ("St", "Ave", "Rd", "Lane", "Drive", "Court", "Blvd", "Trail", "Way", "Circle")
_TOO_ALIKE = 0.72
_BEYOND = 3000


def made_up(truth: Truth, count: int, seed: int = 17) -> list[str]:
    """Return addresses on streets that the source has not, nor anything alike."""
    draw = random.Random(seed)
    cores = sorted({" ".join(key_of(name).split()[:-1]) or key_of(name) for name in truth.names})
    made: dict[str, None] = {}
    while len(made) < count:
        name = draw.choice(_BEGIN) + draw.choice(_MIDDLE) + draw.choice(_END)
        if difflib.get_close_matches(name.lower(), cores, 1, _TOO_ALIKE):
            continue
        made[f"{draw.randint(1, 19999)} {name} {draw.choice(_KINDS)}"] = None
    return list(made)


def beyond(truth: Truth, count: int, seed: int = 19) -> list[str]:
    """Return real streets with numbers thousands beyond their last; fewer if streets are few."""
    draw = random.Random(seed)
    highest = truth.highest()
    numbered = [name for name in truth.names if highest.get(key_of(name))]
    draw.shuffle(numbered)
    # A name with another direction or kind may go on where this one ends.
    return [
        f"{highest[key_of(name)] + _BEYOND + draw.randint(0, 40_000)} {name}"
        for name in numbered[:count]
    ]
