"""The pages a newcomer reads: each folder has one, the map in the first one is true, scripts can be run."""

import os
import pathlib
import re

from tree import Violation

# Folders whose page lies above them, since their shape is another's: a mirror of the engine, or packages.
DESCRIBED_ABOVE = {
    "proto/google": "proto/README.md",
    "proto/quorate": "proto/README.md",
    "tests/engine": "tests/README.md",
    "tests/services": "tests/README.md",
    "tests/clients": "tests/README.md",
    "tests/golden": "tests/golden/README.md",
    "tests/fuzz": "tests/fuzz/README.md",
    "clients/web": "clients/web/README.md",
    "clients/python": "clients/python/README.md",
    "clients/typescript": "clients/typescript/README.md",
}
SCRIPTS = ("services/up", "tests/run", ".ci/run")
TOP = ("proto", "engine", "services", "clients", "tests", ".ci")
TOP_FILES = ("CMakeLists.txt", "README.md", "LICENSE", ".clang-format", ".clang-tidy", ".editorconfig",
             ".gitignore")
PATH = re.compile(r"(?:\./)?([\w.-]+(?:/[\w.-]+)*/?)")


def check_readmes(tree):
    """Every folder that holds files has a README.md, or one above that is named for it."""
    folders = {pathlib.PurePosixPath(path).parent.as_posix() for path in tree.files}
    for folder in sorted(folders):
        if folder.startswith(".") and folder != ".":
            continue
        above = (page for prefix, page in DESCRIBED_ABOVE.items()
                 if folder == prefix or folder.startswith(prefix + "/"))
        page = next(above, "README.md" if folder == "." else folder + "/README.md")
        if page not in tree.files:
            yield Violation(folder, 0, f"has no page for a newcomer: {page}")


def _spans(lines):
    """(line number, path) for each path of ours in backticks, and each ./command in fenced blocks."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            fenced = not fenced
            continue
        spans = re.findall(r"(?:^|\s)(\./\S+)", line) if fenced else re.findall(r"`([^`]+)`", line)
        for token in " ".join(spans).split():
            match = PATH.fullmatch(token)
            path = match.group(1) if match else ""
            if path in TOP_FILES or ("/" in path and path.split("/")[0] in TOP):
                yield number, path


def _blocks(lines):
    """(first line number, lines) for each fenced block."""
    begin = None
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            if begin is None:
                begin = number
            else:
                yield begin + 1, lines[begin:number - 1]
                begin = None


def _leading_paths(line):
    """The path-like words at the beginning of a line of the map; what follows them describes."""
    paths = []
    for word in line.split():
        match = PATH.fullmatch(word)
        if not match or not ("/" in word or "." in word.strip(".") or word in TOP_FILES):
            break
        paths.append(match.group(1))
    return paths


def _map(lines):
    """(line number, path) for each path of a layout block: a folder of the root at the left margin, its
    contents after it on the same line or indented below."""
    for begin, block in _blocks(lines):
        margin = {line.split()[0] for line in block if line.strip() and not line[0].isspace()}
        if not margin.intersection(folder + "/" for folder in TOP):
            continue
        folder = ""
        for number, line in enumerate(block, begin):
            paths = _leading_paths(line)
            if not paths:
                continue
            if line[0].isspace():
                yield from ((number, folder + path) for path in paths)
                continue
            yield number, paths[0]
            folder = paths[0] if paths[0].endswith("/") else ""
            yield from ((number, folder + path) for path in paths[1:])


def check_map(tree):
    """Every path that the root README.md names in backticks or in its layout block exists."""
    if "README.md" not in tree.files:
        yield Violation("README.md", 0, "is missing")
        return
    lines = tree.lines("README.md")
    named = [*_spans(lines), *_map(lines)]
    for number, path in named:
        if not (tree.root / path).exists():
            yield Violation("README.md", number, f"names {path}, which does not exist")
    if not named:
        yield Violation("README.md", 0, "has no map: it names none of our paths")


def check_scripts(tree):
    """The commands exist; what begins with #! can be run, and what can be run begins with #!."""
    for path in SCRIPTS:
        if path not in tree.files:
            yield Violation(path, 0, "is missing")
    for path in tree.files:
        begins = tree.bytes(path)[:2] == b"#!"
        runs = os.access(tree.root / path, os.X_OK)
        if begins and not runs:
            yield Violation(path, 0, f"begins with #! but cannot be run: chmod +x {path}")
        elif runs and not begins:
            yield Violation(path, 0, f"is marked as a program but is none: chmod -x {path}")
