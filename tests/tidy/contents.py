"""What no file may say, and how C++ is laid out."""

import re
import shutil
import subprocess

from tree import Skip, Violation

# Written so that this file does not match its own rules.
FORBIDDEN = {
    r"(?<![\w.~])/(?:work|root|tmp/bash_jobs)/": "a path of one machine",
    r"(?:registry\.npmjs\.org|deb\.debian\.org|pypi\.org|proxy\.golang\.org)":
        "the host name of a package registry",
    r"\b(?:TOD[O]|FIXM[E]|XX[X])\b": "unfinished work: finish it, or file an issue",
}
FORMATTER_MAJOR = "14"


def check(tree):
    """No machine paths, no registry host names, no notes of unfinished work."""
    for path in tree.files:
        if not tree.is_text(path):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for pattern, why in FORBIDDEN.items():
                found = re.search(pattern, line)
                if found:
                    yield Violation(path, number, f"'{found.group(0)}' is {why}")


def check_format(tree, formatter="clang-format"):
    """C++ is laid out as .clang-format says."""
    if shutil.which(formatter) is None:
        raise Skip(f"{formatter} is not installed")
    version = subprocess.run([formatter, "--version"], capture_output=True, text=True, check=True)
    if f"version {FORMATTER_MAJOR}." not in version.stdout:
        raise Skip(f"clang-format {FORMATTER_MAJOR} lays out otherwise than this one: "
                   + version.stdout.strip())
    sources = tree.ending(".h", ".cc")
    for first in range(0, len(sources), 50):
        some = sources[first:first + 50]
        done = subprocess.run([formatter, "--dry-run", *some], cwd=tree.root,
                              capture_output=True, text=True, check=False)
        places = re.findall(r"^(.+?):(\d+):\d+: (?:warning|error):", done.stderr, re.MULTILINE)
        first_places = {}
        for path, line in places:
            first_places.setdefault(path, int(line))
        for path, line in first_places.items():
            yield Violation(path, line, f"not formatted; mend with: {formatter} -i {path}")
        if done.returncode != 0 and not places:
            yield Violation(".clang-format", 0, done.stderr.strip())
