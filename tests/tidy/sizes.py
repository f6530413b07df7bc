"""How long a file may grow before it has to say why, and what does not belong in the repository."""

import re

from tree import Violation

LIMITS = {".h": 200, ".cc": 500, ".py": 500, ".ts": 500, ".svelte": 500, ".proto": 500}
REASON = re.compile(r"(?://|#|<!--)\s*size:\s*\S+")
EXCEPTIONS_MAX = 10
BYTES_MAX = 1_000_000
# Pictures and fonts of the web app, and the fuzzers' seeds.
BINARY_ENDINGS = (".png", ".ico", ".woff2")
BINARY_FOLDERS = ("tests/fuzz/", "tests/golden/logs/")


def check(tree):
    """Headers have at most 200 lines and other sources 500, or a comment `size: reason`."""
    excused = []
    for ending, limit in LIMITS.items():
        for path in tree.ending(ending):
            lines = tree.lines(path)
            if len(lines) <= limit:
                continue
            if any(REASON.search(line) for line in lines):
                excused.append(path)
            else:
                yield Violation(path, 0, f"{len(lines)} lines, over {limit}: split it at its nouns, or "
                                         "state the reason in a comment `size: reason`")
    if len(excused) > EXCEPTIONS_MAX:
        yield Violation(".", 0, f"{len(excused)} files excuse their size, over {EXCEPTIONS_MAX}: "
                                + ", ".join(excused))


def check_binaries(tree):
    """No file is over 1 MB, and none is binary but pictures, fonts, fuzzing seeds and golden records."""
    for path in tree.files:
        size = (tree.root / path).stat().st_size
        if size > BYTES_MAX:
            yield Violation(path, 0, f"{size} bytes, over {BYTES_MAX}: generate it, or keep it elsewhere")
        elif not (tree.is_text(path) or path.endswith(BINARY_ENDINGS)
                  or path.startswith(BINARY_FOLDERS)):
            yield Violation(path, 0, "a binary file: is it built from something that is here?")
