"""Names: no word that stands in for a missing noun, and no underscores where GoogleTest forbids them."""

import io
import pathlib
import re
import tokenize

from tree import Violation, code_lines

EMPTY_WORDS = {"manager", "managers", "helper", "helpers", "util", "utils", "utility", "utilities",
               "common", "misc"}
# Names that others chose.
FOREIGN = re.compile(r"(?:google::)?protobuf::util\b|importlib\.util\b|\bcommon_(?:type|reference)\w*")
INCLUDE = re.compile(r"^\s*#\s*include\b")
IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
TEST = re.compile(r"^\s*(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)


def _empty_word(name):
    """The empty word that `name` holds, in any spelling: snake_case, CamelCase, kebab-case."""
    words = (word.lower() for word in WORD.findall(name))
    return next((word for word in words if word in EMPTY_WORDS), None)


def _python_names(text):
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME:
                yield token.start[0], token.string
    except (tokenize.TokenError, IndentationError):
        return


def _names(path, text):
    text = FOREIGN.sub("", text)
    if path.endswith(".py"):
        yield from _python_names(text)
        return
    for number, line in enumerate(code_lines(text), 1):
        if not INCLUDE.match(line):
            yield from ((number, name) for name in IDENTIFIER.findall(line))


def check(tree):
    """No manager, helper, util, common or misc in the names of files and of what they declare."""
    for path in tree.files:
        for part in pathlib.PurePosixPath(path).parts:
            word = _empty_word(part)
            if word:
                yield Violation(path, 0, f"'{word}' in a name says nothing: name what it is")
    for path in tree.ending(".h", ".cc", ".proto", ".ts", ".py"):
        seen = set()
        for number, name in _names(path, tree.text(path)):
            word = _empty_word(name)
            if word and name not in seen:
                seen.add(name)
                yield Violation(path, number, f"'{word}' in {name} says nothing: name what it is")


def check_tests(tree):
    """Names of tests are sentences in CamelCase; GoogleTest reserves the underscore."""
    for path in tree.ending("_test.cc"):
        # A name may stand on the line after its macro, so the whole text is read.
        text = "\n".join(code_lines(tree.text(path)))
        for test in TEST.finditer(text):
            for group, name in enumerate(test.groups(), 1):
                if "_" in name:
                    line = text.count("\n", 0, test.start(group)) + 1
                    yield Violation(path, line, f"{name} has an underscore: write it in CamelCase")
