"""The files a rule looks at, and the few ways of reading C++ that several rules share."""

import json
import pathlib
import re
import subprocess
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
NOT_OURS = {".git", "build", ".quorate", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Violation:
    """One place that breaks a rule. Line 0 means the file or folder as a whole."""

    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Skip(Exception):
    """Raised by a rule that cannot be judged here, with the reason."""


class Tree:
    """The files of a checkout that are tracked or could be: what git ignores is left out."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = sorted(self._list())

    def _list(self):
        if (self.root / ".git").exists():
            command = ["git", "-c", f"safe.directory={self.root}", "ls-files", "-z",
                       "--cached", "--others", "--exclude-standard"]
            listed = subprocess.run(command, cwd=self.root, capture_output=True, check=False)
            if listed.returncode == 0:
                names = listed.stdout.decode().split("\0")
                return {name for name in names if name and (self.root / name).is_file()}
        # A source archive has no .git: every file but the folders that are made.
        paths = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return {path.as_posix() for path in paths if not NOT_OURS.intersection(path.parts)}

    def ending(self, *suffixes):
        return [path for path in self.files if path.endswith(suffixes)]

    def bytes(self, path):
        return (self.root / path).read_bytes()

    def text(self, path):
        return self.bytes(path).decode("utf-8", errors="replace")

    def lines(self, path):
        return self.text(path).splitlines()

    def is_text(self, path):
        with open(self.root / path, "rb") as file:
            return b"\0" not in file.read(8192)


def settings(name):
    """The settings file of that name beside the rules."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


_TOKENS = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'  # raw string
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"  # not the separator of 1'000'000
    r"|//[^\n]*"
    r"|/\*.*?\*/",
    re.DOTALL)


def code_lines(text):
    """The lines of C++ or TypeScript without comments and without what strings hold. The name of an
    included file is not a string and stays."""
    def blank(match):
        found = match.group(0)
        line = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        if found.startswith('"') and line.strip() == "#include":
            return found
        return ("" if found.startswith("/") else '""') + "\n" * found.count("\n")
    return _TOKENS.sub(blank, text).splitlines()
