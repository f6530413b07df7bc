"""One name, one type: two headers of a namespace that declare different types of one name make programs that link
both and then crash, since the linker keeps one of the two destructors."""

import re

from tree import Violation, code_lines

NAMESPACE = re.compile(r"^namespace ([\w:]+) \{")
# At the left margin, so nested types are left out; a declaration without a body is no type yet.
TYPE = re.compile(r"^(?:struct|class|enum class|enum) (\w+)(?: : [^{]*| final[^{]*)? \{")


def _types(lines):
    namespace = ""
    for number, line in enumerate(lines, 1):
        opened = NAMESPACE.match(line)
        if opened:
            namespace = opened.group(1)
        declared = TYPE.match(line)
        if declared and namespace:
            yield number, f"{namespace}::{declared.group(1)}"


def check(tree):
    """No two headers declare a type of the same name in the same namespace."""
    first = {}
    for path in tree.ending(".h"):
        if path.startswith("tests/"):
            continue
        for number, name in _types(code_lines(tree.text(path))):
            if first.setdefault(name, path) != path:
                yield Violation(path, number, f"{name} is another type in {first[name]}: give one of them its own name")
