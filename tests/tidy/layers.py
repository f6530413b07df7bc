"""Who may include whom. Debian keeps all third-party headers in one place, so the build cannot tell."""

import fnmatch
import pathlib
import re

from tree import Violation, code_lines, settings

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
FLOAT = re.compile(r"\b(?:float|double)\b")


def _within(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def _layer(path, known):
    """The longest known folder that holds `path`; generated headers belong to proto."""
    if path.endswith((".pb.h", ".pb.cc")):
        return "proto"
    holding = [folder for folder in known if _within(path, [folder])]
    return max(holding, key=len, default=None)


def _matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _check_direction(path, line, included, rules):
    layer = _layer(path, rules)
    target = _layer(included, rules)
    ours = included.split("/")[0] in ("engine", "services", "clients", "tests") and "/" in included
    if target is None:
        if ours:
            yield Violation(path, line, f"{layer} may not include {included}")
        return
    allowed = rules[layer]
    if target != layer and "*" not in allowed and not _within(target, allowed):
        yield Violation(path, line, f"{layer} may not include {target} ({included}); "
                                    "tests/tidy/layers.json lists what it may")


def _check_file(path, lines, config):
    rules = config["may_include"]
    if _layer(path, rules) is None:
        yield Violation(path, 0, "its folder has no line in tests/tidy/layers.json")
        return
    bans = [ban for ban in config["bans"] if _within(path, ban["within"])]
    only = config["sources_only"]
    floats = config["floating_point"]
    exact = _within(path, floats["within"]) and path not in floats["descriptive"]
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if include:
            name = include.group(1) or include.group(2)
            yield from _check_direction(path, number, name, rules)
            for ban in bans:
                if _matches(name, ban["includes"]):
                    yield Violation(path, number, f"must not include {name}: {ban['why']}")
            if path.endswith(".h") and _within(path, only["within"]) and _matches(name, only["includes"]):
                yield Violation(path, number, f"must not include {name} in a header: {only['why']}")
            continue
        for ban in bans:
            for word in ban["words"]:
                found = re.search(word, line)
                if found:
                    yield Violation(path, number, f"must not use {found.group(0)}: {ban['why']}")
        if exact and FLOAT.search(line):
            yield Violation(path, number, f"floating point: {floats['why']} (or list the file there)")


def check(tree, config=None):
    """Includes follow the layers; the engine is pure and exact."""
    config = config or settings("layers.json")
    sources = [path for path in tree.ending(".h", ".cc")
               if path.split("/")[0] in ("engine", "services", "clients")]
    for path in sources:
        yield from _check_file(path, code_lines(tree.text(path)), config)
    for path in config["floating_point"]["descriptive"]:
        if path not in tree.files and (tree.root / pathlib.Path(path).parent).is_dir():
            yield Violation("tests/tidy/layers.json", 0, f"lists {path} as descriptive, which does not exist")
