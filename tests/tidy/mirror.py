"""Every header of the engine is tested, or is plain data and listed as such."""

from tree import Violation, settings

LIST = "plain_data.json"


def check(tree, plain=None):
    """engine/x/y.h has tests/engine/x/y_test.cc, or another test that includes it, or a line in the list."""
    plain = settings(LIST) if plain is None else plain
    tested = "\n".join(tree.text(path) for path in tree.files
                       if path.startswith("tests/") and path.endswith(("_test.cc", "_conformance.h")))
    for path in tree.ending(".h"):
        if not path.startswith("engine/") or path in plain:
            continue
        if f"tests/{path[:-2]}_test.cc" not in tree.files and f'"{path}"' not in tested:
            yield Violation(path, 0, f"no test: write tests/{path[:-2]}_test.cc, or say in "
                                     f"tests/tidy/{LIST} why it needs none")
    for path in plain:
        if path not in tree.files:
            yield Violation(f"tests/tidy/{LIST}", 0, f"lists {path}, which does not exist")
