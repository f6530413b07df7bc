#!/usr/bin/env python3
"""Checks a published Quorate record without Quorate.

    python3 verify.py [BUNDLE] [--json]

BUNDLE is the folder of the record; without it, the folder that this file lies in. The last line that
is printed is the result: VERIFIED, VERIFIED WITH n ERASED, PARTIAL (commitments not opened), or FAILED
and the first stage that failed. Exit code 0 unless something failed (1) or the folder is no record (2).

This is a second program, written from two texts and not from the first program: FORMAT.md, the bytes of
the log, and the conventions of counting. It needs Python 3.9 or newer and nothing else, and it can be
read from top to bottom:

    1  stages and refusals            8  a study: what has happened so far
    2  JSON in its one spelling       9  conduct: what may happen next
    3  digests and the tree          10  ratings: tables, rules, verdicts
    4  Ed25519                       11  the k rule: what may stand in the clear
    5  notes and checkpoints         12  findings: responses, tallies, attrition, stability
    6  times, labels, fractions      13  explanations: what a verdict hung on
    7  documents and kinds           14  choices: voting rules
                                     15  the walk through the log, the files, the report

Everything that decides is counted in whole numbers and fractions.Fraction. What this program does not
compute again it says in the details of its stages; the report and the tables beside the log are written
again by the first program only.
"""

# size: one file that can be read alone and lies in every record.

from __future__ import annotations

import argparse
import base64
import datetime
import functools
import hashlib
import heapq
import itertools
import json
import os
import re
import stat
import sys
import unicodedata
from fractions import Fraction
from typing import Any, Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

# --- 1. Stages and refusals ---

STAGES = ("note", "root", "prefixes", "sequence", "life-cycle", "eligibility", "commitments", "counts",
          "tallies", "decisions", "erasures", "files")
# From here on a stage means nothing once the replay has stopped.
REPLAYED = STAGES[STAGES.index("life-cycle"):STAGES.index("files")]

PARTIAL = "PARTIAL (commitments not opened)"


class Malformed(Exception):
    """Bytes that are not in the form that they should have."""


class Refused(Exception):
    """A fact that the rules of conduct do not allow. `stage` is where it is reported."""

    def __init__(self, message: str, stage: str = "life-cycle") -> None:
        super().__init__(message)
        self.stage = stage


class Uncountable(Exception):
    """A choice that its rule cannot count, such as a ballot without a grade that the rule wants."""


class NotComputed(Exception):
    """A finding that this program does not compute again; it is counted and named."""


def need(holds: bool, message: str, stage: str = "life-cycle") -> None:
    """Refuses unless `holds`."""
    if not holds:
        raise Refused(message, stage)


def need_right(holds: bool, message: str) -> None:
    """Refuses, as a matter of who may do what, unless `holds`."""
    need(holds, message, "eligibility")


# --- 2. JSON in its one spelling (RFC 8785, narrowed) ---

INTEGER_MAX = 2 ** 53 - 1
LEAF_BYTES_MAX = 60_000
# Levels inside a document, such as a tally, which itself stands two levels inside its entry.
DOCUMENT_DEPTH_MAX = 64
LINE_DEPTH_MAX = DOCUMENT_DEPTH_MAX + 8


def utf16(name: str) -> bytes:
    """The order of names: by their UTF-16 code units."""
    return name.encode("utf-16-be", "surrogatepass")


def in_order(value: Any) -> Any:
    """The same with every object's names in that order."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value, key=utf16)}
    return [in_order(part) for part in value] if isinstance(value, list) else value


def canonical(value: Any) -> str:
    """The one spelling of a value: no blanks, names in order, only the escapes that JSON cannot do without."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # Python sorts by code points, which is the same order among ASCII names.
    return text if text.isascii() else json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":"))


def nesting(text: str) -> int:
    """How deep the brackets outside of strings go."""
    depth = deepest = 0
    for sign in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def depth_of(value: Any) -> int:
    """Levels inside a value: 0 for a string or an empty list, 1 for a list of them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((1 + depth_of(part) for part in inner), default=0)


def no_float(text: str) -> Any:
    raise Malformed("a number that is no integer: " + text[:20])


def small_integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > INTEGER_MAX:
        raise Malformed("an integer beyond 2^53-1")
    return int(text)


def holds_null(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(holds_null, inner))


def is_form_c(value: Any) -> bool:
    """Whether every string is in Unicode normalization form C."""
    if isinstance(value, str):
        return value.isascii() or unicodedata.is_normalized("NFC", value)
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(is_form_c, inner))


def read_json(line: bytes) -> Any:
    """Reads a line that must be written canonically: writing again what was read must give its bytes."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if text.count("[") + text.count("{") > LINE_DEPTH_MAX and nesting(text) > LINE_DEPTH_MAX:
        raise Malformed("nested too deeply")
    try:
        value = json.loads(text, parse_int=small_integer, parse_float=no_float, parse_constant=no_float)
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON: " + str(error)[:100]) from None
    if "null" in text and holds_null(value):
        raise Malformed("null; what is absent is left out")
    if canonical(value) != text:
        raise Malformed("not written canonically (RFC 8785)")
    if not text.isascii() and not is_form_c(value):
        raise Malformed("a text that is not in Unicode normalization form C")
    return value


# --- 3. Digests, base64, and the tree of RFC 6962 ---

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def from_base64(text: str) -> bytes:
    """Standard base64 with padding, in the one spelling of its value."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:  # UnicodeEncodeError and binascii.Error are such.
        raise Malformed("no base64") from None
    if base64.b64encode(data).decode() != text:
        raise Malformed("base64 in another spelling than the one it has")
    return data


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def leaf_hash(line: bytes) -> bytes:
    return sha256(b"\x00" + line)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


class Tree:
    """The leaves so far, with every complete subtree above them."""

    def __init__(self) -> None:
        self.levels: List[List[bytes]] = [[]]

    def __len__(self) -> int:
        return len(self.levels[0])

    def append(self, leaf: bytes) -> None:
        level = 0
        self.levels[0].append(leaf)
        while len(self.levels[level]) % 2 == 0:
            if level + 1 == len(self.levels):
                self.levels.append([])
            self.levels[level + 1].append(node_hash(*self.levels[level][-2:]))
            level += 1

    def root(self, size: int) -> Optional[bytes]:
        """The root over the first `size` leaves; None where there are not so many."""
        if size > len(self):
            return None
        if size == 0:
            return sha256(b"")
        # The complete subtrees from left to right are the binary digits of `size`.
        peaks = []
        begin = 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                peaks.append(self.levels[level][begin >> level])
                begin += 1 << level
        return functools.reduce(lambda right, left: node_hash(left, right), reversed(peaks))


def commitment_to(line: bytes) -> str:
    """What an entry commits to: the digest of the opening's line."""
    return sha256(b"quorate/opening/v1\n" + line).hex()


# --- 4. Ed25519 (RFC 8032) ---

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)

Point = Tuple[int, int, int, int]  # Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z.


def point_add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_sum(a_times: int, a: Point, b_times: int, b: Point) -> Point:
    """So many times a and so many times b, in one pass over the binary digits of both."""
    both, result = point_add(a, b), (0, 1, 1, 0)
    for digit in reversed(range(max(a_times.bit_length(), b_times.bit_length()))):
        result = point_add(result, result)
        in_a, in_b = a_times >> digit & 1, b_times >> digit & 1
        if in_a or in_b:
            result = point_add(result, both if in_a and in_b else a if in_a else b)
    return result


def recover_x(y: int, odd: int) -> Optional[int]:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_OF_MINUS_1 % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != odd else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def point_compress(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_decompress(data: bytes) -> Optional[Point]:
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is the key's over `message`."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = point_decompress(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(hashed, "little") % L
    minus_key: Point = (P - key[0], key[1], key[2], P - key[3])
    return point_compress(point_sum(s, BASE, h, minus_key)) == signature[:32]


# --- 5. Notes and checkpoints (C2SP signed-note, tlog-checkpoint) ---

NOTE_BYTES_MAX = 1_000_000
SIGNATURES_MAX = 100
TREE_SIZE_MAX = 2 ** 63 - 1
# Every character from U+0080 on that Unicode calls white space.
SPACES = "\u0085\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200b))) + "\u2028\u2029\u202f\u205f\u3000"


class Key(NamedTuple):
    """A verifier key: whose signatures count."""
    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def is_key_name(name: str) -> bool:
    return name != "" and all(c > " " and c != "+" and c not in SPACES for c in name)


def read_key(line: bytes) -> Key:
    """`name+hex8+base64(0x01 || public key)`; the name holds no plus, the base64 may."""
    try:
        name, key_id, typed_text = line.strip(b" \t\r\n").decode("utf-8").split("+", 2)
    except ValueError:  # UnicodeDecodeError is one.
        raise Malformed("a key is written name+id+base64") from None
    typed = from_base64(typed_text)
    if not is_key_name(name) or len(typed) != 33 or typed[0] != 1:
        raise Malformed("no Ed25519 key with a name")
    if key_id != sha256(name.encode() + b"\n" + typed)[:4].hex():
        raise Malformed("the key's ID does not fit its name and bytes")
    return Key(name, bytes.fromhex(key_id), typed[1:])


def open_note(note: bytes, key: Key) -> str:
    """The note's text, if the key has signed it. One bad signature of the key condemns the note."""
    if len(note) > NOTE_BYTES_MAX:
        raise Malformed("a note of more than 1,000,000 bytes")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("a note that is not UTF-8") from None
    if not whole.endswith("\n") or any(c < " " and c != "\n" for c in whole):
        raise Malformed("a note that does not end in a line feed, or has another control character")
    text, divide, signatures = whole.rpartition("\n\n")
    if divide == "" or signatures == "":
        raise Malformed("a note without its empty line and signatures")
    text += "\n"
    lines = signatures[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise Malformed("more than 100 signatures")
    signed = False
    for line in lines:
        dash, _, rest = line.partition(" ")
        name, space, blob_text = rest.partition(" ")
        if dash != "\u2014" or space == "" or not is_key_name(name):
            raise Malformed("a line after the last empty line that is no signature")
        blob = from_base64(blob_text)
        if len(blob) <= 4:
            raise Malformed("a signature without bytes")
        if name != key.name or blob[:4] != key.id:
            continue
        if not ed25519_holds(key.public, text.encode(), blob[4:]):
            raise Malformed("the signature of '" + name + "' does not fit the text")
        signed = True
    if not signed:
        raise Malformed("the key has not signed it")
    return text


def open_checkpoint(note: bytes, key: Key) -> Checkpoint:
    text = open_note(note, key)
    if text.startswith("\n") or "\n\n" in text:
        raise Malformed("a checkpoint with an empty line")
    lines = text.split("\n")
    if len(lines) < 4:
        raise Malformed("a checkpoint without origin, size and root")
    origin, size_text, root_text = lines[:3]
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size_text) or int(size_text) > TREE_SIZE_MAX:
        raise Malformed("a checkpoint's second line is a plain decimal")
    root = from_base64(root_text)
    if len(root) != 32 or (size_text == "0" and root != sha256(b"")):
        raise Malformed("a checkpoint's third line is its root, 32 bytes in base64")
    if origin != key.name:
        raise Malformed("the checkpoint is of the log '" + origin + "', the key of '" + key.name + "'")
    return Checkpoint(origin, int(size_text), root)


# --- 6. Times, labels, texts, fractions ---

DIGITS_MAX = 40
TITLE_BYTES_MAX = 500
TEXT_BYTES_MAX = 4_000
EPOCH = datetime.datetime(1970, 1, 1)


def read_time(text: str) -> int:
    """`2026-11-23T20:48:00Z` as seconds from 1970 on; the day must exist."""
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z", text)
    if not parts:
        raise Malformed("a time such as 2026-11-23T20:48:00Z should stand here")
    try:
        moment = datetime.datetime(*map(int, parts.groups()))
    except ValueError:
        raise Malformed("no such day or hour: " + text) from None
    if moment < EPOCH:
        raise Malformed("a time before 1970")
    return (moment - EPOCH) // datetime.timedelta(seconds=1)


def is_label(text: str) -> bool:
    """What a person may call a study, group, item, round or vote."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", text) is not None


def need_label(what: str, text: str) -> None:
    need(is_label(text), what + ": must be 1 to 63 letters, digits, '-', '_' or '.'")


def is_text(text: str, bytes_max: int) -> bool:
    """Not empty, not too long, and without control characters other than line feed and tab."""
    return (text.strip(" \t\r\n") != "" and len(text.encode("utf-8")) <= bytes_max
            and not any((c < " " and c not in "\n\t") or c == "\x7f" for c in text))


def need_text(what: str, text: str, bytes_max: int = TEXT_BYTES_MAX) -> None:
    need(is_text(text, bytes_max), what + ": must be a text of at most " + str(bytes_max) + " bytes")


def read_fraction(text: Any) -> Fraction:
    """An exact number as the log writes it: `7`, `-3` or `13/2`, in lowest terms."""
    match = isinstance(text, str) and re.fullmatch(r"-?([0-9]+)(?:/([0-9]+))?", text, re.ASCII)
    if not match or any(part and len(part) > DIGITS_MAX for part in match.groups()):
        raise Malformed("a whole number or a fraction in lowest terms should stand here, as a string")
    if match.group(2) and int(match.group(2)) == 0:
        raise Malformed("a fraction over 0")
    value = Fraction(text)
    if str(value) != text:
        raise Malformed("a fraction that is not in lowest terms: " + text)
    return value


# --- 7. Documents and kinds: what stands in an entry ---
#
# A form is a function that takes a JSON value, answers it as this program keeps it, or is Malformed.

Form = Callable[[Any], Any]

ANSWER_WORDS = ("unable", "not-understood", "skipped")
VERDICTS = {"in": "IN", "out": "OUT", "none": "NONE", "inquorate": "INQUORATE"}


def as_is(value: Any) -> Any:
    return value


def text_form(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("a string should stand here")
    return value


def integer(least: int = -2 ** 31, most: int = 2 ** 31 - 1) -> Form:
    def form(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Malformed("an integer from %d to %d should stand here" % (least, most))
        return value
    return form


def word(*words: str) -> Form:
    def form(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise Malformed("one of " + ", ".join(words) + " should stand here")
        return value
    return form


def list_of(each: Form, least: int = 0) -> Form:
    def form(value: Any) -> List[Any]:
        if not isinstance(value, list) or len(value) < least:
            raise Malformed("a list should stand here" + (", not empty" if least else ""))
        return [each(part) for part in value]
    return form


def members(required: Dict[str, Form], optional: Optional[Dict[str, Form]] = None) -> Form:
    """An object with exactly these members; the optional ones are left out where they are absent."""
    optional = optional or {}

    def form(value: Any) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise Malformed("an object should stand here")
        for name in required:
            if name not in value:
                raise Malformed('the member "' + name + '" is missing')
        known = {**required, **optional}
        for name in value:
            if name not in known:
                raise Malformed('"' + name[:60] + '" is no member here')
        kept = {}
        for name, part in value.items():
            try:
                kept[name] = known[name](part)
            except Malformed as wrong:
                raise Malformed(name + ": " + str(wrong)) from None
        return kept
    return form


def digest_form(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise Malformed("64 lower-case hexadecimal digits should stand here")
    return value


def label_form(value: Any) -> str:
    if not isinstance(value, str) or not is_label(value):
        raise Malformed("a label should stand here")
    return value


def time_form(value: Any) -> int:
    return read_time(text_form(value))


def document_form(value: Any) -> Any:
    """An object, list or string whose content is another section's business."""
    if not isinstance(value, (dict, list, str)):
        raise Malformed("an object, a list or a string should stand here")
    if depth_of(value) > DOCUMENT_DEPTH_MAX:
        raise Malformed("nested too deeply")
    return value


def answer_form(value: Any) -> Any:
    """A score, or why there is none."""
    return word(*ANSWER_WORDS)(value) if isinstance(value, str) else integer()(value)


def answers_form(value: Any) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("an object of answers should stand here")
    return {label_form(item): answer_form(answer) for item, answer in value.items()}


class ItemVersion(NamedTuple):
    item: str
    version: int


def item_form(value: Any) -> ItemVersion:
    return ItemVersion(**members({"item": text_form, "version": integer()})(value))


# A consensus rule, as a protocol holds it: every default written out, numbers as fractions in lowest
# terms. Anything else in a log is malformed.

COMPARISONS: Dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": lambda a, b: a >= b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b, "=": lambda a, b: a == b}
COUNT_MAX = 10 ** 9
SCALE_END_MAX = 10 ** 6
SCALE_POINTS_MAX = 200

Band = Tuple[int, int]


class Rule(NamedTuple):
    """A rule with what is looked at often taken out of its document."""
    document: Dict[str, Any]
    name: str
    low: int
    high: int
    bands: Tuple[Band, ...]
    denominator: str
    least: int
    quorum: Dict[str, int]
    clauses: List[Dict[str, Any]]

    def scores(self) -> range:
        return range(self.low, self.high + 1)


def rule_form(value: Any) -> Rule:
    """Reads a rule. Bands and comparisons are checked against the rule's own scale."""
    if not isinstance(value, dict) or depth_of(value) > DOCUMENT_DEPTH_MAX:
        raise Malformed("a rule should stand here, written out")
    scale = members({"min": integer(-SCALE_END_MAX, SCALE_END_MAX),
                     "max": integer(-SCALE_END_MAX, SCALE_END_MAX),
                     "bands": list_of(list_of(integer()))})(value.get("scale"))
    low, high = scale["min"], scale["max"]
    if not low < high < low + SCALE_POINTS_MAX:
        raise Malformed("scale: must have 2 to 200 points")

    def band(pair: Any) -> Band:
        pair = list_of(integer())(pair)
        if len(pair) != 2 or not low <= pair[0] <= pair[1] <= high:
            raise Malformed("a band of the scale should stand here")
        return pair[0], pair[1]

    bands = tuple(band(pair) for pair in scale["bands"])
    if len(set(bands)) != len(bands):
        raise Malformed("a band stands twice")

    def table(rows: Any) -> List[List[int]]:
        rows = list_of(list_of(integer(0, COUNT_MAX)), 1)(rows)
        if any(len(row) != 3 or not 1 <= row[0] <= row[1] for row in rows):
            raise Malformed("a row is [from, to, limit]")
        if any(a[0] <= b[1] and b[0] <= a[1] for a, b in itertools.combinations(rows, 2)):
            raise Malformed("a size stands in two rows")
        return rows

    def plus(states: Any) -> List[str]:
        if states not in (["unable"], ["not-understood"], ["unable", "not-understood"]):
            raise Malformed("must list unable, not-understood or both")
        return states

    def scope(wide: Any) -> Any:
        if wide in ("every_group", "any_group"):
            return wide
        if isinstance(wide, dict) and list(wide) == ["at_least"]:
            return {"at_least": integer(1, COUNT_MAX)(wide["at_least"])}
        groups = members({"groups": list_of(text_form, 1)})(wide)["groups"]
        if "" in groups or len(set(groups)) != len(groups):
            raise Malformed("groups are named, each once")
        return {"groups": groups}

    def not_negative(number: Any) -> Fraction:
        if read_fraction(number) < 0:
            raise Malformed("must be at least 0")
        return read_fraction(number)

    compared = {"op": word(*COMPARISONS), "value": read_fraction}
    measures: Dict[str, Tuple[Dict[str, Form], Dict[str, Form]]] = {
        "share": ({"band": band, **compared},
                  {"denominator": word("scored", "answered"), "plus": plus}),
        "median": (compared, {}), "mean": (compared, {}), "iqr": (compared, {}),
        "share-near-median": ({"within": not_negative, **compared}, {}),
        "ipras": ({"method": text_form, **dict.fromkeys(
            ("lower", "upper", "base", "slope", "centre"), read_fraction)}, {}),
        "tails": ({"method": text_form, "table": table, "low": band, "high": band}, {}),
        "outside-at-most": ({"region": word("median", "mode"), "table": table}, {}),
    }

    def criterion(value: Any, bound: bool = False) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise Malformed("a criterion should stand here")
        free = {"scope": scope, "least_group_size": integer(0, COUNT_MAX)}
        if bound:
            del free["scope"]  # Scopes do not nest.
        inside = functools.partial(criterion, bound=bound or "scope" in value)
        for compound, form in (("all", list_of(inside, 1)), ("any", list_of(inside, 1)), ("not", inside)):
            if compound in value:
                return members({compound: form}, free)(value)
        measure = text_form(value.get("measure"))
        name = measure
        if measure == "disagreement":
            method = word("ipras", "table")(value.get("method"))
            name = {"ipras": "ipras", "table": "tails"}[method]
        elif measure in ("ipras", "tails") or measure not in measures:
            raise Malformed("no such measure")
        required, optional = measures[name]
        read = members({"measure": text_form, **required}, {**optional, **free})(value)
        if name == "ipras" and not 0 <= read["lower"] <= read["upper"] <= 1:
            raise Malformed("lower and upper must lie between 0 and 1")
        read["measure"] = name
        return read

    def name_form(value: Any) -> str:
        if text_form(value) == "":
            raise Malformed("must not be empty")
        return value

    clause = members({"verdict": word("IN", "OUT"), "when": criterion},
                     {"grade": name_form, "rounds": list_of(integer(1, COUNT_MAX), 1),
                      "from_round": integer(1, COUNT_MAX)})
    people = integer(0, COUNT_MAX)
    read = members({"name": name_form, "scale": document_form, "denominator": word("scored", "answered"),
                    "least_group_size": people, "quorum": members({"panel": people, "each_group": people}),
                    "clauses": list_of(clause, 1)})(value)
    return Rule(value, read["name"], low, high, bands, read["denominator"], read["least_group_size"],
                read["quorum"], read["clauses"])


# What a workshop may choose, and by which voting rule (section 14 counts them).

RANKED_RULES = ("plurality", "borda", "copeland", "minimax", "schulze", "ranked-pairs", "kemeny",
                "condorcet", "smith", "schwartz", "irv", "stv-scottish", "stv-meek", "stv-wig")
GRADE_RULES = ("score", "star", "majority-judgment")
STV_RULES = ("stv-scottish", "stv-meek", "stv-wig")
SET_RULES = ("condorcet", "smith", "schwartz")
COMMITTEE_RULES = ("approval", "sav", "pav", "seq-pav", "rev-seq-pav", "phragmen", "equal-shares", "cc")
CHOICE_ITEMS_MAX = 200


def bounded_text(bytes_max: int, empty: bool = True) -> Form:
    def form(value: Any) -> str:
        if not (text_form(value) == "" and empty) and not is_text(value, bytes_max):
            raise Malformed("a text of at most %d bytes should stand here" % bytes_max)
        return value
    return form


choice_plan_form = members({
    "id": label_form, "question": bounded_text(1_000, empty=False),
    "rule": word(*RANKED_RULES, *GRADE_RULES, *COMMITTEE_RULES),
    "seats": integer(1, CHOICE_ITEMS_MAX), "grade_max": integer(1, 200),
    "unranked": word("last", "apart"), "strength": word("winning", "margin", "ratio", "opposition"),
    "borda_unranked": word("averaged", "zero"), "missing": word("refuse", "zero", "worst", "median"),
    "completion": word("phragmen", "none", "approval", "increment"), "tie": word("none", "order", "lot"),
    "quorum": members({"panel": integer(1, 10 ** 6), "each_group": integer(0, 10 ** 6)})})


def is_one_winner(plan: Dict[str, Any]) -> bool:
    """Whether the plan's rule is one of `tally ranked` (STV too): approval is both, by its seats."""
    if plan["rule"] in STV_RULES:
        return True
    return plan["rule"] not in COMMITTEE_RULES or (plan["rule"] == "approval" and plan["seats"] == 1)


def ballot_kind(plan: Dict[str, Any]) -> str:
    """What a ballot says of each item: places, approvals or grades."""
    if plan["rule"] in GRADE_RULES:
        return "grades"
    return "ranks" if plan["rule"] in RANKED_RULES else "approvals"


# The protocol.

GROUP_VOICES = ("equal-groups", "group-weights", "group-weights-each")
WEIGHTED_BY_GROUP = ("group-weights", "group-weights-each")


def weight_form(value: Any) -> Fraction:
    weight = read_fraction(value)
    if weight < 0:
        raise Malformed("a weight is at least 0")
    return weight


def voice_form(value: Any) -> Dict[str, Any]:
    weights = {"weights": document_form}
    needs = isinstance(value, dict) and value.get("voice") in WEIGHTED_BY_GROUP
    read = members({"voice": word("per-person", "person-weights", *GROUP_VOICES),
                    "hats": word("declared", "split", "each-group"), **(weights if needs else {})},
                   {"name": text_form})(value)
    if read.get("name") == "":
        raise Malformed("an empty name is left out")
    stated = read.get("weights", {})
    if not isinstance(stated, dict) or (needs and not stated):
        raise Malformed("weights: must be an object with a weight for each group")
    read["weights"] = {group: weight_form(weight) for group, weight in stated.items()}
    return read


def share_form(value: Any) -> Fraction:
    share = read_fraction(value)
    if not 0 <= share <= 1:
        raise Malformed("a share from 0 to 1 should stand here")
    return share


round_plan_form = members({
    "mode": word("survey", "workshop"), "rule": rule_form,
    "feedback": word("none", "own-group", "all-groups", "overall"),
    "entry": word("invited", "respondents"), "carry": word("all", "drop-out", "drop-in-and-out"),
    "suggestions_max": integer(0, 100)},
    # Left out where it is 1, and where there are none.
    {"yes_no_rule": rule_form, "suggestions_needed": integer(2, 1_000),
     "choices": list_of(choice_plan_form, 1)})

protocol_members = members({
    "title": bounded_text(500, empty=False), "purpose": bounded_text(4_000), "item_label": bounded_text(60),
    "groups": list_of(members({"id": label_form, "name": bounded_text(200)}), 1),
    "rounds": list_of(round_plan_form, 1), "voice": voice_form, "k": integer(3, 1_000),
    "support": bounded_text(500), "stopping_rule": bounded_text(1_000)},
    # `unanimity` came with rules version 3; it is left out where it is not shown.
    {"stop_when": members({}, {"changed_at_most": share_form, "settled_at_least": share_form}),
     "unanimity": word("shown")})


class Protocol:
    """The terms of a study, as frozen or amended."""

    def __init__(self, document: Dict[str, Any]) -> None:
        read = protocol_members(document)
        self.document = document
        self.groups: List[str] = [group["id"] for group in read["groups"]]
        self.rounds: List[Dict[str, Any]] = read["rounds"]
        self.voice: Dict[str, Any] = read["voice"]
        self.k: int = read["k"]
        self.stop_when: Optional[Dict[str, Fraction]] = read.get("stop_when")
        # Whether people were warned that tables in which all answered alike are published.
        self.unanimity_shown = "unanimity" in read
        if self.stop_when == {}:
            raise Malformed("stop_when: must state a limit")


def protocol_form(value: Any) -> Protocol:
    if depth_of(value) > DOCUMENT_DEPTH_MAX:
        raise Malformed("nested too deeply")
    return Protocol(value)


# The kinds: the members in the leaf, and those of what it commits to, if it does.

class Kind(NamedTuple):
    leaf: Form
    content: Optional[Form] = None
    finding: bool = False
    since: int = 1  # The first rules version under which it can be recorded.


def kind(required: Dict[str, Form], optional: Optional[Dict[str, Form]] = None,
         content: Optional[Form] = None, finding: bool = False, since: int = 1) -> Kind:
    if content is not None:
        required = {**required, "commitment": digest_form}
    return Kind(members(required, optional), content, finding, since)


CHANNEL = {"channel": word("self", "paper", "import"), "revision": integer(), "participant": text_form}
REASON = {"reason": text_form}
VERDICT = word(*VERDICTS)
TEXTS = list_of(text_form)

KINDS: Dict[str, Kind] = {
    "study.created": kind({"rules_version": integer(), "title": text_form}),
    "protocol.drafted": kind({"protocol": protocol_form}),
    "protocol.frozen": kind({"protocol": protocol_form}),
    "protocol.amended": kind({"protocol": protocol_form, **REASON}),
    "study.concluded": kind({}),
    "bundle.published": kind({"tier": word("public", "auditor")}),
    "participant.enrolled": kind({"participant": text_form}, content=members(
        {"hats": TEXTS, "weight": read_fraction}, {"private_hats": list_of(text_form, 1)})),
    "participant.withdrawn": kind({"participant": text_form}),
    "item.added": kind({"item": text_form, "text": text_form}),
    "item.suggested": kind({"suggestion": text_form}, content=members({"text": text_form})),
    "suggestion.reviewed": kind({"suggestion": text_form, "item": text_form, "text": text_form, **REASON},
                                {"also": list_of(text_form, 1)}),
    "item.reworded": kind({"item": text_form, "version": integer(), "text": text_form, **REASON}),
    "items.merged": kind({"from": TEXTS, "into": text_form, "text": text_form, **REASON}),
    "item.split": kind({"from": text_form, **REASON,
                        "into": list_of(members({"item": text_form, "text": text_form}))}),
    "item.retired": kind({"item": text_form, **REASON}),
    "round.opened": kind({"round": integer(), "items": list_of(item_form)}, {"closes": time_form}),
    "round.extended": kind({"round": integer(), "closes": time_form, **REASON}),
    "round.closed": kind({"round": integer()}),
    "ballot.cast": kind({"round": integer(), **CHANNEL}, content=members({"answers": answers_form})),
    "attendance.recorded": kind({"round": integer(), "participants": TEXTS}),
    "vote.called": kind({"round": integer(), "vote": text_form, "item": item_form,
                         "vote_kind": word("rating", "yes-no")}),
    "vote.opened": kind({"vote": text_form, "iteration": integer()}),
    "vote.cast": kind({"vote": text_form, "iteration": integer(), **CHANNEL},
                      content=members({"answer": answer_form})),
    "vote.closed": kind({"vote": text_form, "iteration": integer()}),
    "decision.recorded": kind({"item": item_form, "verdict": VERDICT, "basis": text_form}),
    "decision.overridden": kind({"item": item_form, "verdict": VERDICT, "rule_verdict": VERDICT,
                                 "basis": text_form, **REASON}),
    "response.found": kind({"basis": text_form, "responses": list_of(members(
        {"group": text_form, "invited": integer(), "responded": integer()}))}, finding=True),
    "item.tallied": kind({"basis": text_form, "item": item_form, "consensus": VERDICT,
                          "tally": document_form}, content=members({"tally": document_form}), finding=True),
    "feedback.shown": kind({"participant": text_form, "round": integer()}, content=members(
        {"basis": text_form, "groups": TEXTS,
         "policy": word("none", "own-group", "all-groups", "overall")}, {"own": integer()}), since=2),
    "choice.called": kind({"round": integer(), "choice": text_form, "plan": text_form,
                           "items": list_of(item_form)},
                          {"lot": members({"size": integer(), "root": text_form})}, since=2),
    "choice.opened": kind({"choice": text_form, "iteration": integer()}, since=2),
    "choice.cast": kind({"choice": text_form, "iteration": integer(), **CHANNEL},
                        content=members({"marks": answers_form}), since=2),
    "choice.closed": kind({"choice": text_form, "iteration": integer()}, since=2),
    "choice.decided": kind({"choice": text_form, "iteration": integer(), "chosen": TEXTS, **REASON},
                           since=2),
    "dissent.stated": kind({"statement": text_form, "participant": text_form, "item": item_form},
                           content=members({"group": text_form, "text": text_form}), since=2),
    "dissent.withheld": kind({"statement": text_form, **REASON}, since=2),
    "rules.compared": kind({"basis": text_form, "rules": list_of(rule_form)}, since=2),
    "attrition.found": kind({"basis": text_form, "attrition": document_form}, finding=True),
    "stability.found": kind({"basis": text_form, "stability": document_form}, finding=True),
    "round.explained": kind({"basis": text_form, "explanation": document_form}, finding=True),
    "item.explained": kind({"basis": text_form, "item": item_form, "explanation": document_form},
                           finding=True),
    "rule.compared": kind({"basis": text_form, "rule": text_form, "verdicts": document_form}, finding=True),
    "choice.tallied": kind({"basis": text_form, "outcome": document_form}, finding=True),
    "erasure.recorded": kind({"participant": text_form}, since=3),
    "log.recovered": kind({"size": integer(), "root": text_form, **REASON}, since=3),
}

ROLES = ("facilitator", "participant", "observer", "auditor", "integrator", "server")
ENGINE = ("server", "engine")  # Whose findings are.


class Entry(NamedTuple):
    """An entry, read. `event` holds its payload's members, `content` what it committed to, if known."""
    kind: str
    role: str
    actor: str
    time: int
    event: Dict[str, Any]
    content: Optional[Dict[str, Any]]


def read_entry(study: str, sequence: int, line: bytes) -> Entry:
    """Reads the leaf at `sequence` of the study's log; Malformed for what is not exactly that."""
    if len(line) > LEAF_BYTES_MAX:
        raise Malformed("longer than 60,000 bytes")
    if not re.fullmatch(r'[ !#-\[\]-\x7f]*', study):
        raise Malformed("the study's name cannot stand in an entry")
    value = read_json(line)
    entry = members({"actor": text_form, "kind": word(*KINDS), "payload": as_is, "seq": integer(
        0, INTEGER_MAX), "study": text_form, "t": time_form, "v": integer(1, 1)})(value)
    role, slash, actor = entry["actor"].partition("/")
    if role not in ROLES or slash == "" or not re.fullmatch(r'[!#-\[\]-~]*', actor):
        raise Malformed("an actor such as participant/3f9c should stand here")
    if entry["seq"] != sequence:
        raise Malformed("the sequence is not the entry's place in the log")
    if entry["study"] != study:
        raise Malformed("the entry is of another study")
    event = KINDS[entry["kind"]].leaf(value["payload"])
    return Entry(entry["kind"], role, actor, entry["t"], event, None)


def person_in(entry: Entry) -> str:
    """Whose opening it is, and so goes with them if they are erased; empty for nobody's."""
    if entry.kind == "item.suggested":
        return entry.actor
    return entry.event.get("participant", "") if "commitment" in entry.event else ""


def read_opening(study: str, entry_kind: str, line: bytes) -> Dict[str, Any]:
    """What an entry of that kind committed to. Its digest is another question."""
    form = KINDS[entry_kind].content
    if form is None:
        raise Malformed("an entry of this kind has no opening")
    opening = members({"content": form, "kind": word(entry_kind), "nonce": digest_form,
                       "study": word(study)})(read_json(line))
    return opening["content"]


# --- 8. A study: what has happened so far ---

class Membership(NamedTuple):
    hats: List[str]
    weight: Fraction


class Participant:
    def __init__(self, membership: Optional[Membership]) -> None:
        self.membership = membership  # None where its opening is not known.
        self.withdrawn = False
        self.unknown = False  # Something they were or answered came without its content.
        self.erased = False  # All of that was destroyed; nothing of it counts any more.


class Item:
    def __init__(self, text: str) -> None:
        self.texts = [text]  # One a version; version 1 first.
        self.active = True
        # Where it was tallied last: the basis, the version, the verdict.
        self.standing: Optional[Tuple[str, int, str]] = None

    @property
    def version(self) -> int:
        return len(self.texts)


class Suggestion:
    def __init__(self, by: str, round_number: int) -> None:
        self.by, self.round, self.reviewed = by, round_number, False


class Ballot(NamedTuple):
    revision: int
    entry: int
    answers: List[Any]  # By question: a score, a word of ANSWER_WORDS, or None where there is none.


class BallotBox:
    """The newest ballot of each participant, in order of their first ones."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.columns = {item: column for column, item in enumerate(questions)}
        self.ballots: Dict[str, Ballot] = {}
        self.erased = 0  # Ballots that had been counted, and are gone since.

    def erase(self, person: str, counted: bool) -> None:
        gone = self.ballots.pop(person, None) is not None
        self.erased += gone and counted

    def next_revision(self, person: str) -> int:
        return self.ballots[person].revision + 1 if person in self.ballots else 1

    def cast(self, person: str, entry: int, answers: Dict[str, Any]) -> None:
        """Replaces the whole of the person's earlier ballot."""
        row: List[Any] = [None] * len(self.columns)
        for item, answer in answers.items():
            row[self.columns[item]] = answer
        self.ballots[person] = Ballot(self.next_revision(person), entry, row)


def answered(ballot: Optional[Ballot]) -> bool:
    """Whether it answers something: a score, unable or not understood. Skipping is no answer."""
    return ballot is not None and any(a is not None and a != "skipped" for a in ballot.answers)


class Round:
    def __init__(self, number: int, items: List[ItemVersion], closes: Optional[int], entry: int) -> None:
        self.number, self.items, self.closes, self.entry = number, items, closes, entry
        self.open = True
        self.box = BallotBox([item.item for item in items])
        self.attendance: Dict[str, bool] = {}
        self.tallies: List[Any] = []  # What was published of its items.
        self.feedback_shown: Dict[str, bool] = {}

    @property
    def basis(self) -> str:
        return "round/" + str(self.number)


class Iteration:
    def __init__(self, questions: Sequence[str]) -> None:
        self.open = True
        self.box = BallotBox(questions)
        self.outcome: Any = None  # Of a choice.


class Vote:
    """A vote on one item, or a choice among several: put on the floor, opened and closed in turn."""

    def __init__(self, name: str, round_number: int, items: List[ItemVersion]) -> None:
        self.name, self.round, self.items = name, round_number, items
        self.iterations: List[Iteration] = []
        self.kind = ""  # Of a vote: rating or yes-no.
        self.plan: Dict[str, Any] = {}  # Of a choice.
        self.lot: Optional[Dict[str, Any]] = None

    @property
    def open(self) -> bool:
        return bool(self.iterations) and self.iterations[-1].open

    def basis(self) -> str:
        return ("choice/" if self.plan else "vote/") + self.name + "/" + str(len(self.iterations))

    def begin(self) -> None:
        self.iterations.append(Iteration([item.item for item in self.items]))


class Statement:
    def __init__(self, by: str, item: ItemVersion) -> None:
        self.by, self.item, self.withheld = by, item, False


RULES_VERSIONS = (1, 2, 3)
EXACT_DISCLOSURE = 3  # From this version on the k rule looks at every combination of tables.


class Study:
    """The fold of a decision log."""

    def __init__(self) -> None:
        self.rules_version = 1
        self.state = "new"  # Then draft, running, concluded.
        self.protocol: Optional[Protocol] = None
        self.participants: Dict[str, Participant] = {}
        self.items: Dict[str, Item] = {}
        self.suggestions: Dict[str, Suggestion] = {}
        self.rounds: List[Round] = []
        self.votes: Dict[str, Vote] = {}
        self.choices: Dict[str, Vote] = {}
        self.statements: Dict[str, Statement] = {}
        self.decided: Dict[str, Tuple[str, bool]] = {}  # By item: the basis, and whether overridden.
        self.recoveries: List[Tuple[int, str]] = []  # Stated breaks: size and root of what was signed.
        self.last_time = 0  # The newest time an entry shows; coarse ones lie before it.
        self.size = 0

    @property
    def contents_known(self) -> bool:
        """False while something of somebody who is not erased is unknown."""
        return not any(person.unknown for person in self.participants.values())

    def knows(self, box: BallotBox) -> bool:
        """Whether everybody's hats and answers are known who voted there, so that it can be counted."""
        return not any(self.participants[name].unknown for name in box.ballots)

    @property
    def exact(self) -> bool:
        return self.rules_version >= EXACT_DISCLOSURE

    @property
    def terms(self) -> Protocol:
        assert self.protocol is not None  # Asked only of a study that has been frozen.
        return self.protocol

    def round(self, number: int) -> Optional[Round]:
        return self.rounds[number - 1] if 1 <= number <= len(self.rounds) else None

    def plan(self, number: int) -> Dict[str, Any]:
        return self.terms.rounds[number - 1]

    def is_survey(self, number: int) -> bool:
        return self.plan(number)["mode"] == "survey"

    def open_round(self) -> Optional[Round]:
        return self.rounds[-1] if self.rounds and self.rounds[-1].open else None

    def survey_before(self, number: int) -> Optional[Round]:
        """The newest survey round before that one that is closed."""
        for earlier in reversed(self.rounds[:number - 1]):
            if not earlier.open and self.is_survey(earlier.number):
                return earlier
        return None

    def may_enter(self, in_round: Round, person: str) -> bool:
        """By the entry policy; whether they attend a workshop is not asked here."""
        if self.participants[person].withdrawn:
            return False
        before = self.survey_before(in_round.number)
        everybody = self.plan(in_round.number)["entry"] == "invited"
        return everybody or before is None or person in before.box.ballots

    def rule_for(self, vote: Vote) -> Optional[Rule]:
        return rule_for(self.plan(vote.round), vote.kind)

    def counts_in(self, membership: Membership, group: str) -> bool:
        """Whether the group's figures count somebody: by the declared hat alone, or by any hat."""
        if self.terms.voice["hats"] == "declared":
            return membership.hats[:1] == [group]
        return group in membership.hats

    def wearers(self, group: str) -> int:
        return sum(1 for person in self.participants.values()
                   if person.membership and group in person.membership.hats)


def rule_for(plan: Dict[str, Any], vote_kind: str) -> Optional[Rule]:
    """The rule for a vote: the round's own, or its rule for yes and no, which is on a scale 0 to 1."""
    rule: Rule = plan["rule"]
    own_is_yes_no = (rule.low, rule.high) == (0, 1)
    if vote_kind == "rating":
        return None if own_is_yes_no else rule
    return plan.get("yes_no_rule") or (rule if own_is_yes_no else None)


def apply(study: Study, entry: Entry) -> None:
    """Makes it so. What was not permitted is never applied."""
    event, content = entry.event, entry.content
    effect = EFFECTS.get(entry.kind)
    if effect is not None:
        effect(study, entry, event, content)
    if entry.kind in CONTENTS_THAT_COUNT and content is None:
        study.participants[event["participant"]].unknown = True
    study.last_time = max(study.last_time, entry.time)
    study.size += 1


# Without these nothing can be counted again.
CONTENTS_THAT_COUNT = ("participant.enrolled", "ballot.cast", "vote.cast", "choice.cast")

Effect = Callable[[Study, Entry, Dict[str, Any], Optional[Dict[str, Any]]], None]
EFFECTS: Dict[str, Effect] = {}


def effect(*kinds: str) -> Callable[[Effect], Effect]:
    def keep(function: Effect) -> Effect:
        EFFECTS.update(dict.fromkeys(kinds, function))
        return function
    return keep


@effect("study.created")
def _created(study, entry, event, content):
    study.rules_version, study.state = event["rules_version"], "draft"


@effect("protocol.drafted", "protocol.amended", "protocol.frozen")
def _protocol(study, entry, event, content):
    study.protocol = event["protocol"]
    if entry.kind == "protocol.frozen":
        study.state = "running"


@effect("study.concluded")
def _concluded(study, entry, event, content):
    study.state = "concluded"


@effect("participant.enrolled")
def _enrolled(study, entry, event, content):
    membership = Membership(content["hats"], content["weight"]) if content else None
    study.participants[event["participant"]] = Participant(membership)


@effect("participant.withdrawn")
def _withdrawn(study, entry, event, content):
    study.participants[event["participant"]].withdrawn = True


@effect("erasure.recorded")
def _erased(study, entry, event, content):
    """Takes everything out that they were or answered, in open and closed rounds alike. What stands is not
    touched; what is found from now on counts the others only."""
    name = event["participant"]
    person = study.participants[name] = Participant(None)
    person.withdrawn = person.erased = True
    for of_round in study.rounds:
        of_round.box.erase(name, not of_round.open)
        of_round.attendance.pop(name, None)
    for vote in [*study.votes.values(), *study.choices.values()]:
        for iteration in vote.iterations:
            iteration.box.erase(name, not iteration.open)


@effect("log.recovered")
def _recovered(study, entry, event, content):
    study.recoveries.append((event["size"], event["root"]))


@effect("item.added")
def _added(study, entry, event, content):
    study.items[event["item"]] = Item(event["text"])


@effect("item.suggested")
def _suggested(study, entry, event, content):
    study.suggestions[event["suggestion"]] = Suggestion(entry.actor, study.open_round().number)


@effect("suggestion.reviewed")
def _reviewed(study, entry, event, content):
    for name in [event["suggestion"], *event.get("also", [])]:
        study.suggestions[name].reviewed = True
    if event["item"]:
        study.items[event["item"]] = Item(event["text"])


@effect("item.reworded")
def _reworded(study, entry, event, content):
    item = study.items[event["item"]]
    item.texts.append(event["text"])
    item.standing = None


@effect("items.merged")
def _merged(study, entry, event, content):
    for name in event["from"]:
        study.items[name].active = False
    study.items[event["into"]] = Item(event["text"])


@effect("item.split")
def _split(study, entry, event, content):
    study.items[event["from"]].active = False
    for part in event["into"]:
        study.items[part["item"]] = Item(part["text"])


@effect("item.retired")
def _retired(study, entry, event, content):
    study.items[event["item"]].active = False


@effect("round.opened")
def _round_opened(study, entry, event, content):
    study.rounds.append(Round(event["round"], event["items"], event.get("closes"), study.size))


@effect("round.extended")
def _round_extended(study, entry, event, content):
    study.rounds[event["round"] - 1].closes = event["closes"]


@effect("round.closed")
def _round_closed(study, entry, event, content):
    study.rounds[event["round"] - 1].open = False


@effect("ballot.cast")
def _ballot_cast(study, entry, event, content):
    answers = content["answers"] if content else {}
    study.rounds[event["round"] - 1].box.cast(event["participant"], study.size, answers)


@effect("attendance.recorded")
def _attendance(study, entry, event, content):
    study.rounds[event["round"] - 1].attendance.update(dict.fromkeys(event["participants"], True))


@effect("vote.called")
def _vote_called(study, entry, event, content):
    vote = Vote(event["vote"], event["round"], [event["item"]])
    vote.kind = event["vote_kind"]
    study.votes[vote.name] = vote


@effect("choice.called")
def _choice_called(study, entry, event, content):
    choice = Vote(event["choice"], event["round"], event["items"])
    choice.plan = choice_plan(study, event["round"], event["plan"])
    choice.lot = event.get("lot")
    study.choices[choice.name] = choice


@effect("vote.opened", "choice.opened")
def _opened(study, entry, event, content):
    on_floor(study, entry).begin()


@effect("vote.cast", "choice.cast")
def _cast(study, entry, event, content):
    vote = on_floor(study, entry)
    answers = {}
    if content:
        answers = content["marks"] if vote.plan else {vote.items[0].item: content["answer"]}
    vote.iterations[-1].box.cast(event["participant"], study.size, answers)


@effect("vote.closed", "choice.closed")
def _closed(study, entry, event, content):
    on_floor(study, entry).iterations[-1].open = False


@effect("feedback.shown")
def _feedback_shown(study, entry, event, content):
    study.rounds[event["round"] - 1].feedback_shown[event["participant"]] = True


@effect("dissent.stated")
def _dissent_stated(study, entry, event, content):
    study.statements[event["statement"]] = Statement(event["participant"], event["item"])


@effect("dissent.withheld")
def _dissent_withheld(study, entry, event, content):
    study.statements[event["statement"]].withheld = True


@effect("decision.recorded", "decision.overridden")
def _decision(study, entry, event, content):
    study.decided[event["item"].item] = (event["basis"], entry.kind == "decision.overridden")


@effect("item.tallied")
def _item_tallied(study, entry, event, content):
    item, version = event["item"]
    if study.rounds and study.rounds[-1].basis == event["basis"]:
        study.rounds[-1].tallies.append(event["tally"])
    if item in study.items:
        study.items[item].standing = (event["basis"], version, event["consensus"])


@effect("choice.tallied")
def _choice_tallied(study, entry, event, content):
    for choice in study.choices.values():
        if choice.iterations and choice.basis() == event["basis"]:
            choice.iterations[-1].outcome = event["outcome"]
            return


def on_floor(study: Study, entry: Entry) -> Vote:
    if entry.kind.startswith("vote."):
        return study.votes[entry.event["vote"]]
    return study.choices[entry.event["choice"]]


def choice_plan(study: Study, round_number: int, name: str) -> Optional[Dict[str, Any]]:
    plans = study.plan(round_number).get("choices", [])
    return next((plan for plan in plans if plan["id"] == name), None)


# --- 9. Conduct: what may happen next ---
#
# One function a kind of fact, in the order of asking: the first rule that is broken says which stage
# fails. Who may do what is a matter of eligibility; what may happen when, of the life cycle; whatever
# is wrong with a decision, of decisions.

DECISIONS = ("decision.recorded", "decision.overridden", "choice.decided")
SHOWS_DAY = ("ballot.cast", "feedback.shown")
SHOWS_MINUTE = ("vote.cast", "choice.cast")
REVISIONS_MAX = 65_535


OUTLAST = ("bundle.published", "erasure.recorded", "log.recovered")  # The conclusion of a study.


def needed_version(entry: Entry) -> int:
    newer = "also" in entry.event or (entry.content is not None and "private_hats" in entry.content)
    warns = "protocol" in entry.event and entry.event["protocol"].unanimity_shown
    return max(KINDS[entry.kind].since, 3 if warns else 2 if newer else 1)


def permit(study: Study, entry: Entry) -> None:
    """Refuses a fact that may not stand here."""
    try:
        creates = entry.kind == "study.created"
        need(study.state != "new" or creates, "the study has not been created")
        need(study.state != "concluded" or entry.kind in OUTLAST, "the study is concluded")
        need(creates or study.rules_version >= needed_version(entry),
             "the rules version of this study knows no such act")
        earliest = study.last_time
        if entry.kind in SHOWS_DAY:
            earliest -= earliest % 86_400
        if entry.kind in SHOWS_MINUTE:
            earliest -= earliest % 60
        need(entry.time >= earliest, "time runs backwards")
        Conduct(study, entry).judge()
    except Refused as refused:
        raise Refused(str(refused), "decisions" if entry.kind in DECISIONS else refused.stage) from None


class Conduct:
    """Judges one fact against a study. Lives for one call."""

    def __init__(self, study: Study, entry: Entry) -> None:
        self.study, self.entry = study, entry
        self.event, self.content = entry.event, entry.content

    def judge(self) -> None:
        getattr(self, entry_method(self.entry.kind))(self.event)

    # What many of them ask.

    def need_role(self, *roles: str) -> None:
        need_right(self.entry.role in roles, "this role may not do that in a study")

    def is_self(self, person: str) -> bool:
        return self.entry.role == "participant" and self.entry.actor == person

    def need_running(self) -> None:
        need(self.study.state == "running", "the protocol is not frozen yet")

    def need_reason(self) -> None:
        need_text("reason", self.event["reason"])

    def need_person(self, person: str) -> Participant:
        found = self.study.participants.get(person)
        need_right(found is not None, "participant " + person + " is not on the panel")
        assert found is not None
        need_right(not found.withdrawn, "participant " + person + " has left the study")
        return found

    def need_hand(self) -> None:
        """That whoever wrote a ballot down may do so for that participant."""
        if self.event["channel"] == "self":
            need_right(self.is_self(self.event["participant"]), "participants answer for themselves only")
        elif self.event["channel"] == "paper":
            self.need_role("facilitator")
        else:
            self.need_role("facilitator", "integrator")

    def need_open_round(self, number: int, mode: str = "") -> Round:
        found = self.study.round(number)
        need(found is not None and found.open, "round %d is not open" % number)
        assert found is not None
        need(mode in ("", self.study.plan(number)["mode"]), "round %d is of the other mode" % number)
        return found

    def need_attendance(self, round_number: int, person: str) -> None:
        need_right(person in self.study.rounds[round_number - 1].attendance,
                   "participant " + person + " is not recorded as attending the workshop")

    def need_free_floor(self) -> None:
        floor = [*self.study.votes.values(), *self.study.choices.values()]
        need(not any(vote.open for vote in floor), "something on the floor must be closed first")

    def need_quiet_item(self, name: str) -> Item:
        """That the item is active and nobody is answering it just now."""
        item = self.study.items.get(name)
        need(item is not None, "there is no item " + name)
        assert item is not None
        need(item.active, "item " + name + " was retired, merged or split already")
        now = self.study.open_round()
        need(now is None or not self.study.is_survey(now.number) or name not in now.box.columns,
             "item " + name + " is being answered")
        floor = [*self.study.votes.values(), *self.study.choices.values()]
        need(not any(vote.open and any(asked.item == name for asked in vote.items) for vote in floor),
             "item " + name + " is on the floor")
        return item

    def need_present_wording(self, asked: ItemVersion) -> None:
        need(self.need_quiet_item(asked.item).version == asked.version,
             "item " + asked.item + ": not its present wording")

    def need_new_item(self, name: str, text: str) -> None:
        need_label("item", name)
        need(name not in self.study.items, "there is an item " + name + " already")
        need_text("text of item " + name, text)

    def need_revision(self, box: BallotBox) -> None:
        wanted = box.next_revision(self.event["participant"])
        need(self.event["revision"] == wanted and wanted <= REVISIONS_MAX,
             "the revision must be " + str(wanted))

    def need_open_vote(self, votes: Dict[str, Vote], name: str) -> Vote:
        vote = votes.get(name)
        need(vote is not None, "there is none of the name " + name)
        assert vote is not None
        need(vote.open and self.event["iteration"] == len(vote.iterations), name + " is not open")
        return vote

    # The study, its protocol, its panel.

    def study_created(self, event: Dict[str, Any]) -> None:
        need(self.study.state == "new", "the study exists already")
        self.need_role("facilitator")
        need(event["rules_version"] in RULES_VERSIONS, "rules_version is not known here")
        need_text("title", event["title"], TITLE_BYTES_MAX)

    def protocol_drafted(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        need(self.study.state == "draft", "the protocol is frozen; it can only be amended")
        check_protocol(event["protocol"])

    def protocol_frozen(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        need(self.study.state == "draft", "the protocol is frozen already")
        drafted = self.study.protocol
        need(drafted is not None and canonical(drafted.document) == canonical(event["protocol"].document),
             "the frozen protocol is not the one that was drafted last")
        check_protocol(event["protocol"])

    def protocol_amended(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_running()
        need(self.study.open_round() is None, "close the open round before amending the protocol")
        self.need_reason()
        amended: Protocol = event["protocol"]
        need(len(amended.rounds) >= len(self.study.rounds), "a round that was opened cannot be taken out")
        need(set(self.study.terms.groups) <= set(amended.groups), "a group cannot be taken out")
        check_protocol(amended)

    def study_concluded(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_running()
        need(self.study.open_round() is None, "close the open round before concluding the study")

    def bundle_published(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator", "auditor")
        need(self.study.state != "draft", "the protocol is not frozen yet")

    def participant_enrolled(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator", "integrator")
        self.need_running()
        need_label("participant", event["participant"])
        need(event["participant"] not in self.study.participants, "the participant is enrolled already")
        if self.content is None:
            return
        hats = self.content["hats"]
        private = self.content.get("private_hats", [])
        need_right(hats != [] and len(set(hats)) == len(hats) and set(hats) <= set(self.study.terms.groups)
                   and set(private) <= set(hats) and self.content["weight"] >= 0,
                   "hats must be groups of the protocol, each once, and weigh at least 0")

    def participant_withdrawn(self, event: Dict[str, Any]) -> None:
        self.need_running()
        if not self.is_self(event["participant"]):
            self.need_role("facilitator")
        self.need_person(event["participant"])

    def erasure_recorded(self, event: Dict[str, Any]) -> None:
        if not self.is_self(event["participant"]):
            self.need_role("facilitator")
        person = self.study.participants.get(event["participant"])
        need_right(person is not None, "participant " + event["participant"] + " is not on the panel")
        assert person is not None
        need(not person.erased, "the participant is erased already")

    def log_recovered(self, event: Dict[str, Any]) -> None:
        need_right(self.entry.role == "server" and (self.entry.role, self.entry.actor) != ENGINE,
                   "only the server's operator recovers a log")
        self.need_reason()
        need(len(event["root"].encode()) == 44, "the root must be a checkpoint's, in base64")
        need(event["size"] > 0, "the size must be that of a checkpoint that was signed")

    # Items and decisions about them.

    def item_added(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator", "integrator")
        self.need_new_item(event["item"], event["text"])

    def item_suggested(self, event: Dict[str, Any]) -> None:
        self.need_role("participant")
        self.need_person(self.entry.actor)
        now = self.study.open_round()
        need(now is not None, "items are suggested while a round is open")
        assert now is not None
        made = sum(1 for suggestion in self.study.suggestions.values()
                   if (suggestion.by, suggestion.round) == (self.entry.actor, now.number))
        need(made < self.study.plan(now.number)["suggestions_max"], "no further suggestion is allowed")
        need_label("suggestion", event["suggestion"])
        need(event["suggestion"] not in self.study.suggestions, "there is such a suggestion already")
        if self.content is not None:
            need_text("text", self.content["text"])

    def suggestion_reviewed(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        names = [event["suggestion"], *event.get("also", [])]
        need(len(set(names)) == len(names), "a suggestion stands twice")
        found = [self.study.suggestions.get(name) for name in names]
        need(all(found), "there is no such suggestion")
        suggestions = [suggestion for suggestion in found if suggestion]
        need(not any(suggestion.reviewed for suggestion in suggestions), "it was reviewed already")
        if event["item"] == "":  # Declined.
            return self.need_reason()
        needed = max(self.study.plan(suggestion.round).get("suggestions_needed", 1)
                     for suggestion in suggestions)
        need(len({suggestion.by for suggestion in suggestions}) >= needed, "too few people suggest it")
        return self.need_new_item(event["item"], event["text"])

    def item_reworded(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        need_text("text", event["text"])
        item = self.need_quiet_item(event["item"])
        need(event["text"] != item.texts[-1], "that is the present wording already")
        need(event["version"] == item.version + 1, "the version must follow the present one")

    def items_merged(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        need(len(event["from"]) >= 2 and len(set(event["from"])) == len(event["from"]),
             "at least two different items are merged")
        for name in event["from"]:
            self.need_quiet_item(name)
        self.need_new_item(event["into"], event["text"])

    def item_split(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        self.need_quiet_item(event["from"])
        need(len(event["into"]) >= 2, "an item is split into at least two")
        for part in event["into"]:
            self.need_new_item(part["item"], part["text"])
        need(len({part["item"] for part in event["into"]}) == len(event["into"]), "an item stands twice")

    def item_retired(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        self.need_quiet_item(event["item"])

    def standing(self) -> Tuple[str, int, str]:
        """The item's newest tally, which a decision must cite."""
        item = self.study.items.get(self.event["item"].item)
        standing = item.standing if item else None
        need(standing is not None and standing[:2] == (self.event["basis"], self.event["item"].version),
             "item " + self.event["item"].item + " has no newest tally at " + self.event["basis"])
        assert standing is not None
        return standing

    def decision_recorded(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        need(event["verdict"] == self.standing()[2],
             "the rule says otherwise about item " + event["item"].item)
        need(self.study.decided.get(event["item"].item) != (event["basis"], False),
             "the item was decided on this tally already")

    def decision_overridden(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        need(event["rule_verdict"] == self.standing()[2], "rule_verdict is not what the rule says")
        need(event["verdict"] not in (event["rule_verdict"], "inquorate"),
             "the verdict must be in, out or none, and differ from the rule's")

    # Rounds, ballots, the workshop.

    def round_opened(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_running()
        need(self.study.open_round() is None, "another round is still open")
        need(event["round"] == len(self.study.rounds) + 1, "rounds open one after the other")
        need(event["round"] <= len(self.study.terms.rounds), "the protocol has no further round")
        need("closes" not in event or event["closes"] > self.entry.time, "the end must lie in the future")
        need(event["items"] != [], "a round needs at least one item")
        for asked in event["items"]:
            item = self.study.items.get(asked.item)
            need(item is not None and item.active and item.version == asked.version,
                 "item " + asked.item + " is not active in that version")
        need(len({asked.item for asked in event["items"]}) == len(event["items"]), "an item stands twice")

    def round_extended(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        extended = self.need_open_round(event["round"])
        need(event["closes"] > max(self.entry.time, extended.closes or 0), "the end must be a later one")

    def round_closed(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_open_round(event["round"])
        self.need_free_floor()

    def ballot_cast(self, event: Dict[str, Any]) -> None:
        in_round = self.need_open_round(event["round"], "survey")
        self.need_person(event["participant"])
        self.need_hand()
        need(in_round.closes is None or self.entry.time < in_round.closes, "the round has ended")
        need_right(self.study.may_enter(in_round, event["participant"]),
                   "only those who answered the round before enter")
        self.need_revision(in_round.box)
        if self.content is None:
            return
        rule: Rule = self.study.plan(event["round"])["rule"]
        answers = self.content["answers"]
        need(answers != {}, "a ballot answers at least one item")
        for item, answer in answers.items():
            need(item in in_round.box.columns, item + " is no item of the round")
            need(is_on_scale(rule, answer), "the score of item " + item + " is off the scale")

    def attendance_recorded(self, event: Dict[str, Any]) -> None:
        in_round = self.need_open_round(event["round"], "workshop")
        people = event["participants"]
        if not (len(people) == 1 and self.is_self(people[0])):
            self.need_role("facilitator")
        need(people != [], "name at least one participant")
        for number, person in enumerate(people):
            self.need_person(person)
            need_right(self.study.may_enter(in_round, person), person + " may not enter this round")
            need(person not in in_round.attendance and person not in people[:number],
                 person + " attends already")

    def vote_called(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_open_round(event["round"], "workshop")
        need_label("vote", event["vote"])
        need(event["vote"] not in self.study.votes, "there is such a vote already")
        self.need_present_wording(event["item"])
        need(rule_for(self.study.plan(event["round"]), event["vote_kind"]) is not None,
             "the protocol has no rule for such a vote in this round")

    def vote_opened(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        name = event.get("vote", event.get("choice"))
        vote = (self.study.votes if "vote" in event else self.study.choices).get(name)
        need(vote is not None, "there is none of the name " + name)
        assert vote is not None
        self.need_open_round(vote.round, "workshop")
        self.need_free_floor()
        for asked in vote.items:
            self.need_present_wording(asked)
        need(event["iteration"] == len(vote.iterations) + 1, "the iteration must follow the last one")

    choice_opened = vote_opened

    def vote_cast(self, event: Dict[str, Any]) -> None:
        vote = self.need_open_vote(self.study.votes, event["vote"])
        self.need_voter(vote)
        rule = self.study.rule_for(vote)
        need(self.content is None or (rule is not None and is_on_scale(rule, self.content["answer"])),
             "the answer is off the scale")

    def need_voter(self, vote: Vote) -> None:
        self.need_person(self.event["participant"])
        self.need_hand()
        self.need_attendance(vote.round, self.event["participant"])
        self.need_revision(vote.iterations[-1].box)

    def vote_closed(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_open_vote(self.study.votes, event["vote"])

    # Choices among several items.

    def choice_called(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        in_round = self.need_open_round(event["round"], "workshop")
        need_label("choice", event["choice"])
        need(event["choice"] not in self.study.choices, "there is such a choice already")
        plan = choice_plan(self.study, event["round"], event["plan"])
        need(plan is not None, "the protocol plans no such choice in this round")
        assert plan is not None
        need(plan["seats"] < len(event["items"]) <= CHOICE_ITEMS_MAX,
             "there must be more items than are chosen, and at most 200")
        for asked in event["items"]:
            self.need_present_wording(asked)
        need(len({asked.item for asked in event["items"]}) == len(event["items"]), "an item stands twice")
        need(("lot" in event) == (plan["tie"] == "lot"), "a lot stands where the plan draws lots")
        if "lot" in event:
            need(event["lot"]["root"] != "" and event["lot"]["size"] == in_round.entry + 1,
                 "the lot must be drawn from the root at the opening of the round")

    def choice_cast(self, event: Dict[str, Any]) -> None:
        choice = self.need_open_vote(self.study.choices, event["choice"])
        self.need_voter(choice)
        if self.content is None:
            return
        plan, marks = choice.plan, self.content["marks"]
        kind_of = ballot_kind(plan)
        least, most = {"ranks": (1, len(choice.items)), "approvals": (0, 1),
                       "grades": (0, plan["grade_max"])}[kind_of]
        for item, mark in marks.items():
            need(item in choice.iterations[-1].box.columns, item + " is no item of this choice")
            need(not isinstance(mark, str) and least <= mark <= most, "the mark of " + item + " is none")
        need(plan["rule"] != "stv-scottish" or len(set(marks.values())) == len(marks),
             "this rule wants one item a place")
        need(kind_of != "grades" or plan["missing"] != "refuse" or len(marks) in (0, len(choice.items)),
             "every item must be graded, or none to abstain")

    def choice_closed(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_open_vote(self.study.choices, event["choice"])

    def choice_decided(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        choice = self.study.choices.get(event["choice"])
        need(choice is not None, "there is no such choice")
        assert choice is not None
        need(choice.iterations != [] and not choice.open and event["iteration"] == len(choice.iterations),
             "decide on the newest closed iteration of the choice")
        chosen = event["chosen"]
        need(all(item in choice.iterations[-1].box.columns for item in chosen)
             and len(set(chosen)) == len(chosen), "what is chosen must be items of the choice, each once")
        winners, tied = outcome_of(choice.iterations[-1].outcome)
        if event["reason"] != "":
            return self.need_reason()
        return need(not tied and winners != [] and set(chosen) == set(winners),
                    "the rule leaves the choice open or says otherwise; that needs a reason")

    # What people are shown, and what they say to it.

    def feedback_shown(self, event: Dict[str, Any]) -> None:
        need_right(self.is_self(event["participant"]), "participants look at feedback for themselves")
        person = self.need_person(event["participant"])
        in_round = self.need_open_round(event["round"])
        need(event["participant"] not in in_round.feedback_shown, "what they are shown is on record already")
        if self.content is not None and person.membership is not None:
            shown = feedback_for(self.study, in_round, event["participant"], person.membership)
            need(self.content == shown, "the content is not what the protocol shows this person")

    def dissent_stated(self, event: Dict[str, Any]) -> None:
        self.need_running()
        need_right(self.is_self(event["participant"]), "participants state their dissent themselves")
        author = self.need_person(event["participant"])
        need_label("statement", event["statement"])
        need(event["statement"] not in self.study.statements, "there is such a statement already")
        item = self.study.items.get(event["item"].item)
        need(item is not None and item.standing is not None and item.standing[1] == event["item"].version,
             "the item has no tally yet that one could dissent from")
        need(not any((other.by, other.item) == (event["participant"], event["item"]) and not other.withheld
                     for other in self.study.statements.values()), "the dissent is stated already")
        if self.content is None:
            return
        need_text("text", self.content["text"])
        group = self.content["group"]
        if group == "" or author.membership is None or not self.study.contents_known:
            return
        need(group in author.membership.hats, "the group is none of the author's hats")
        need(self.study.wearers(group) >= self.study.terms.k, "the group is so small that it names them")

    def dissent_withheld(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator")
        self.need_reason()
        statement = self.study.statements.get(event["statement"])
        need(statement is not None and not statement.withheld, "there is no such statement to withhold")

    def rules_compared(self, event: Dict[str, Any]) -> None:
        self.need_role("facilitator", "auditor")
        self.need_running()
        counted = next((r for r in self.study.rounds if r.basis == event["basis"]), None)
        need(counted is not None and not counted.open, event["basis"] + " is no closed round")
        assert counted is not None
        need(counted.box.erased == 0, "ballots of the round were erased since; it is not counted again")
        need(self.study.is_survey(counted.number), "rules are compared on survey rounds")
        own: Rule = self.study.plan(counted.number)["rule"]
        need(event["rules"] != [], "name at least one rule")
        need(all((rule.low, rule.high) == (own.low, own.high) for rule in event["rules"]),
             "a rule is on another scale than the round")


def entry_method(name: str) -> str:
    return name.replace(".", "_")


def is_on_scale(rule: Rule, answer: Any) -> bool:
    return isinstance(answer, str) or rule.low <= answer <= rule.high


def outcome_of(outcome: Any) -> Tuple[List[str], bool]:
    """The winners that a recorded outcome names, and whether it calls them tied."""
    shaped = isinstance(outcome, dict) and isinstance(outcome.get("winners"), list)
    need(shaped and all(isinstance(winner, str) for winner in outcome["winners"])
         and isinstance(outcome.get("tied"), bool), "the choice has no outcome that can be read")
    return outcome["winners"], outcome["tied"]


def feedback_for(study: Study, in_round: Round, person: str,
                 membership: Membership) -> Optional[Dict[str, Any]]:
    """What a participant is shown of the survey round before: whose tables, and where their own ballot is."""
    before = study.survey_before(in_round.number)
    if before is None:
        return None
    policy = study.plan(in_round.number)["feedback"]
    content: Dict[str, Any] = {"basis": before.basis, "groups": [], "policy": policy}
    for group in study.terms.groups:
        shows = policy == "all-groups" or (policy == "own-group" and study.counts_in(membership, group))
        tables = (t.get("groups") for t in before.tallies if isinstance(t, dict))
        if shows and any(isinstance(groups, dict) and group in groups for groups in tables):
            content["groups"].append(group)
    if person in before.box.ballots:
        content["own"] = before.box.ballots[person].entry
    return content


# Whether a protocol is sound enough to be frozen. Beyond its form: names are known, limits can hold and
# can fail, parts of one criterion do not exclude each other, no clause repeats an earlier one, and no IN
# and OUT both hold for one tally that the search of section 10 finds.

def check_protocol(protocol: Protocol) -> None:
    need(len(set(protocol.groups)) == len(protocol.groups), "a group stands twice")
    voice = protocol.voice
    if voice["voice"] in WEIGHTED_BY_GROUP:
        need(set(voice["weights"]) == set(protocol.groups), "every group needs a stated weight")
    survey_scale = None
    for number, plan in enumerate(protocol.rounds, 1):
        for rule in filter(None, (plan["rule"], plan.get("yes_no_rule"))):
            for clause in rule.clauses:
                need(set(named_groups(clause["when"])) <= set(protocol.groups), "a rule names no group")
            check_rule(canonical(rule.document))
        yes_no = plan.get("yes_no_rule")
        need(yes_no is None or (yes_no.low, yes_no.high) == (0, 1), "yes and no are on a scale 0 to 1")
        choices = plan.get("choices", [])
        need(len({choice["id"] for choice in choices}) == len(choices), "a choice stands twice")
        for choice in choices:
            check_choice_plan(choice, voice)
        if plan["mode"] == "survey":
            need(choices == [], "choices are made in workshops; round %d is a survey" % number)
            scale = (plan["rule"].low, plan["rule"].high)
            need(survey_scale in (None, scale), "survey rounds must share one scale")
            survey_scale = scale


def check_choice_plan(plan: Dict[str, Any], voice: Dict[str, Any]) -> None:
    rule, strength, missing = plan["rule"], plan["strength"], plan["missing"]
    if rule == "stv-scottish":
        need(voice["voice"] == "per-person" and voice["hats"] != "split", "stv-scottish wants whole papers")
    if not is_one_winner(plan):
        need(plan["completion"] == "phragmen" or rule == "equal-shares", "only equal-shares completes")
        return
    need(plan["seats"] == 1 or rule in STV_RULES, rule + " chooses one")
    need(not (rule == "schulze" and strength == "opposition")
         and not (rule == "ranked-pairs" and strength in ("ratio", "opposition"))
         and not (rule == "minimax" and strength == "ratio"), rule + " knows no such strength")
    need(not (rule in ("score", "star") and missing in ("worst", "median"))
         and not (rule == "majority-judgment" and missing == "zero"), rule + " knows no such --missing")


def parts_of(criterion: Dict[str, Any]) -> Tuple[str, List[Dict[str, Any]]]:
    """What a criterion is: all, any or not of parts, or a measure without parts."""
    for compound in ("all", "any"):
        if compound in criterion:
            return compound, criterion[compound]
    return ("not", [criterion["not"]]) if "not" in criterion else ("measure", [])


def named_groups(criterion: Dict[str, Any]) -> List[str]:
    scope = criterion.get("scope")
    names = list(scope["groups"]) if isinstance(scope, dict) and "groups" in scope else []
    for part in parts_of(criterion)[1]:
        names += named_groups(part)
    return names


def settles(op: str, value: Fraction, low: Fraction, high: Fraction) -> bool:
    """Whether a comparison with what lies from `low` to `high` can never hold, or always holds."""
    never = {">=": value > high, ">": value >= high, "<=": value < low, "<": value <= low,
             "=": not low <= value <= high}[op]
    always = {">=": value <= low, ">": value < low, "<=": value >= high, "<": value > high,
              "=": low == high == value}[op]
    return never or always


def exclude(a: str, x: Fraction, b: str, y: Fraction) -> bool:
    """Whether no number passes `a x` and `b y` both."""
    if a == "=":
        return not COMPARISONS[b](x, y)
    if b == "=":
        return not COMPARISONS[a](y, x)
    if (a[0] == ">") == (b[0] == ">"):
        return False
    if a[0] == "<":
        return exclude(b, y, a, x)
    return x > y if (a, b) == (">=", "<=") else x >= y


@functools.lru_cache(maxsize=256)
def check_rule(document: str) -> None:
    """Refuses a rule that reads well and is nonsense. Takes its canonical document."""
    rule = rule_form(json.loads(document))

    def opposed(a: Dict[str, Any], b: Dict[str, Any]) -> bool:
        scope = a.get("scope")
        if scope != b.get("scope") or scope == "any_group" or (isinstance(scope, dict) and "at_least" in scope):
            return False
        if a.get("measure") not in ("share", "median", "mean", "iqr"):
            return False
        names = ("measure", "band", "denominator", "plus")
        return (all(a.get(name) == b.get(name) for name in names)
                and exclude(a["op"], a["value"], b["op"], b["value"]))

    def check(criterion: Dict[str, Any]) -> None:
        what, parts = parts_of(criterion)
        for part in parts:
            check(part)
        if what == "all":
            need(not any(opposed(a, b) for a, b in itertools.combinations(parts, 2)),
                 "parts of one criterion exclude each other")
        measure = criterion.get("measure")
        if measure in ("share", "share-near-median"):
            over = criterion.get("denominator", rule.denominator)
            need("plus" not in criterion or over == "answered", "plus counts people who are not below")
            need(not settles(criterion["op"], criterion["value"], Fraction(0), Fraction(1)), "a settled limit")
        elif measure in ("median", "mean", "iqr"):
            ends = (0, rule.high - rule.low) if measure == "iqr" else (rule.low, rule.high)
            need(not settles(criterion["op"], criterion["value"], Fraction(ends[0]), Fraction(ends[1])),
                 "a settled limit")
        elif measure == "ipras":
            need(rule.low <= criterion["centre"] <= rule.high, "the centre lies off the scale")
        elif measure == "tails":
            need(all(row[2] > 0 for row in criterion["table"]), "a row of the table always holds")
        elif measure == "outside-at-most":
            need(criterion["region"] == "mode" or rule.bands != (), "the median's region needs bands")
            need(all(row[2] < row[1] for row in criterion["table"]), "a row of the table always holds")

    for number, clause in enumerate(rule.clauses):
        check(clause["when"])
        for earlier in rule.clauses[:number]:
            same_rounds = all(earlier.get(name) == clause.get(name) for name in ("rounds", "from_round"))
            everywhere = "rounds" not in earlier and "from_round" not in earlier
            need(earlier["when"] != clause["when"] or not (everywhere or same_rounds),
                 "a clause can never decide: an earlier one asks the same")
    need(not contradicts(rule), "one clause says OUT where another says IN")


# --- 10. Ratings: tables, rules, verdicts ---

Counts = Dict[Any, int]  # How many people gave each answer: a score, or a word of ANSWER_WORDS.


class Cohort(NamedTuple):
    """People who wear the same hats in the same order, and weigh the same."""
    hats: Tuple[str, ...]
    own: Fraction
    completed: bool
    counts: Counts


def stands_below(denominator: str, answer: Any) -> bool:
    """Whether the answer counts below the fraction line. Somebody who skipped left a blank: never."""
    return not isinstance(answer, str) or (denominator == "answered" and answer != "skipped")


def people_below(denominator: str, counts: Counts) -> int:
    return sum(n for answer, n in counts.items() if stands_below(denominator, answer))


class Table:
    """One table, the panel's or a group's. It is weighed twice, since a voice that shares weight within a
    group shares it among the people in the denominator of the very figure that is asked for."""

    def __init__(self, rule: Rule, scored: List[Tuple[Counts, Fraction]],
                 answered: Optional[List[Tuple[Counts, Fraction]]] = None) -> None:
        self.rule = rule
        self.parts = {"scored": scored, "answered": scored if answered is None else answered}
        self.truths: Dict[int, Tuple[Dict[str, Any], Optional[bool]]] = {}  # By criterion, which is kept.

    @functools.cached_property
    def people(self) -> Counts:
        """Everybody once."""
        people: Counts = {}
        for counts, _ in self.parts["scored"]:
            for answer, n in counts.items():
                people[answer] = people.get(answer, 0) + n
        return people

    @functools.cached_property
    def scored(self) -> int:
        return people_below("scored", self.people)

    @functools.cached_property
    def histogram(self) -> List[int]:
        return [self.people.get(score, 0) for score in self.rule.scores()]

    @functools.cached_property
    def totals(self) -> Dict[str, Fraction]:
        """What shares are divided by."""
        return {denominator: sum((weight * people_below(denominator, counts) for counts, weight in parts),
                                 Fraction(0)) for denominator, parts in self.parts.items()}

    def squares(self, denominator: str) -> Fraction:
        return sum((weight * weight * people_below(denominator, counts)
                    for counts, weight in self.parts[denominator]), Fraction(0))

    def weight(self, denominator: str, answers: Iterable[Any]) -> Fraction:
        wanted = tuple(answers)
        return sum((weight * sum(counts.get(answer, 0) for answer in wanted)
                    for counts, weight in self.parts[denominator]), Fraction(0))

    def count(self, band: Band) -> int:
        return sum(self.people.get(score, 0) for score in range(band[0], band[1] + 1))

    @functools.cached_property
    def median(self) -> Optional[Fraction]:
        """The smallest score whose cumulative weight reaches half; at exactly half, the mean of it and
        the next score that carries weight."""
        total = self.totals["scored"]
        if total == 0:
            return None
        carried = [(score, self.weight("scored", [score])) for score in self.rule.scores()]
        carried = [(score, weight) for score, weight in carried if weight != 0]
        cumulative = Fraction(0)
        for number, (score, weight) in enumerate(carried):
            cumulative += weight
            if 2 * cumulative > total:
                return Fraction(score)
            if 2 * cumulative == total:
                return Fraction(score + carried[number + 1][0], 2)
        return None

    def mean(self) -> Optional[Fraction]:
        if self.totals["scored"] == 0:
            return None
        summed = sum((self.weight("scored", [score]) * score for score in self.rule.scores()), Fraction(0))
        return summed / self.totals["scored"]

    def percentile(self, part: Fraction) -> Optional[Fraction]:
        return percentile(self.histogram, self.rule.low, part)


def percentile(histogram: Sequence[int], low: int, part: Fraction) -> Optional[Fraction]:
    """Type 7: linear between the ranks around (n - 1) p. People, each once."""
    n = sum(histogram)
    if n == 0:
        return None
    rank = part * (n - 1)
    below = rank.numerator // rank.denominator
    scores: List[Any] = [None, None]  # At the ranks `below` and `below` + 1.
    reached = 0
    for score, people in enumerate(histogram, low):
        reached += people
        for offset in (0, 1):
            if scores[offset] is None and min(below + offset, n - 1) < reached:
                scores[offset] = score
    return scores[0] + (rank - below) * (scores[1] - scores[0])


class Tables(NamedTuple):
    panel: Table
    groups: Dict[str, Table]


def reaches_panel(hats: Sequence[str], voice: Dict[str, Any]) -> Sequence[str]:
    """The groups through which a person reaches the panel's figures."""
    return hats if voice["hats"] == "split" else hats[:1]


def stands_in(hats: Sequence[str], voice: Dict[str, Any]) -> Sequence[str]:
    """The groups in whose tables a person stands."""
    return hats[:1] if voice["hats"] == "declared" else hats


def part_of(hats: Sequence[str], voice: Dict[str, Any]) -> Fraction:
    return Fraction(1, len(hats)) if voice["hats"] == "split" and hats else Fraction(1)


def panel_factors(cohorts: Sequence[Cohort], voice: Dict[str, Any], denominator: str) -> List[Fraction]:
    """The multiple of their own weight that each cohort's people have in the panel's figures over that
    denominator. A group with nobody in the denominator drops out and hands nothing on."""
    if voice["voice"] in ("per-person", "person-weights"):
        return [Fraction(1)] * len(cohorts)
    mass: Dict[str, Fraction] = {}
    for cohort in cohorts:
        for group in reaches_panel(cohort.hats, voice):
            mass.setdefault(group, Fraction(0))
            mass[group] += part_of(cohort.hats, voice) * people_below(denominator, cohort.counts)
    present = sum(1 for people in mass.values() if people != 0)
    scales = {}
    for group, people in mass.items():
        if voice["voice"] == "group-weights-each":
            scales[group] = voice["weights"][group]
        elif people == 0:
            scales[group] = Fraction(0)
        elif voice["voice"] == "equal-groups":
            scales[group] = Fraction(1, present) / people
        else:
            scales[group] = voice["weights"][group] / people
    return [part_of(cohort.hats, voice) * sum((scales[group] for group in reaches_panel(cohort.hats, voice)),
                                              Fraction(0)) for cohort in cohorts]


def tables_of(rule: Rule, cohorts: Sequence[Cohort], groups: Sequence[str],
              voice: Dict[str, Any]) -> Tables:
    """The panel's table and each group's. Own weights count under person-weights only; a group's table
    never knows of the scaling of groups."""
    own = voice["voice"] == "person-weights"
    weights = [cohort.own if own else Fraction(1) for cohort in cohorts]

    def weighed(denominator: str) -> List[Tuple[Counts, Fraction]]:
        factors = panel_factors(cohorts, voice, denominator)
        return [(c.counts, weight * factor) for c, weight, factor in zip(cohorts, weights, factors)]

    shares = voice["voice"] in ("equal-groups", "group-weights")
    panel = Table(rule, weighed("scored"), weighed("answered") if shares else None)
    by_group = {group: Table(rule, [(c.counts, weight * part_of(c.hats, voice))
                                    for c, weight in zip(cohorts, weights)
                                    if group in stands_in(c.hats, voice)]) for group in groups}
    return Tables(panel, by_group)


# Applying a rule. Three values: True, False, and None for what is not assessable.

def negated(truth: Optional[bool]) -> Optional[bool]:
    return None if truth is None else not truth


def all_of(truths: Iterable[Optional[bool]]) -> Optional[bool]:
    """False if one is, whatever the rest; else not assessable if one is."""
    found = set(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Optional[bool]]) -> Optional[bool]:
    return negated(all_of(negated(truth) for truth in truths))


def row_for(table: Sequence[Sequence[int]], people: int) -> Optional[Sequence[int]]:
    return next((row for row in table if row[0] <= people <= row[1]), None)


def ipras(criterion: Dict[str, Fraction], low: Fraction, high: Fraction) -> Fraction:
    """The range between percentiles that counts as wide, given where their middle lies."""
    return criterion["base"] + criterion["slope"] * abs((low + high) / 2 - criterion["centre"])


IPRAS_STANDARD = {"base": Fraction("2.35"), "slope": Fraction("1.5"), "centre": Fraction(5)}


def band_at(rule: Rule, median: Optional[Fraction]) -> Optional[Band]:
    """The band that holds the median, or its next whole score: a median of 6.5 counts as 7."""
    if median is None:
        return None
    above = -(-median.numerator // median.denominator)
    return next((band for band in rule.bands if band[0] <= above <= band[1]), None)


def measure(rule: Rule, criterion: Dict[str, Any], table: Table) -> Optional[bool]:
    """Whether one measure holds in one table."""
    name = criterion["measure"]
    if name == "share":
        over = criterion.get("denominator", rule.denominator)
        if table.totals[over] == 0:
            return None
        band = criterion["band"]
        counted = [*range(band[0], band[1] + 1), *criterion.get("plus", [])]
        left: Optional[Fraction] = table.weight(over, counted) / table.totals[over]
    elif name == "median":
        left = table.median
    elif name == "mean":
        left = table.mean()
    elif name == "iqr":
        low, high = table.percentile(Fraction(1, 4)), table.percentile(Fraction(3, 4))
        left = None if low is None or high is None else high - low
    elif name == "share-near-median":
        median, total = table.median, table.totals[rule.denominator]
        if median is None or total == 0:
            return None
        near = [score for score in rule.scores() if abs(median - score) <= criterion["within"]]
        left = table.weight(rule.denominator, near) / total
    elif name == "ipras":
        low, high = table.percentile(criterion["lower"]), table.percentile(criterion["upper"])
        if low is None or high is None:
            return None
        return high - low > ipras(criterion, low, high)
    else:
        row = row_for(criterion["table"], table.scored)
        if row is None:
            return None
        if name == "tails":
            return min(table.count(criterion["low"]), table.count(criterion["high"])) >= row[2]
        if criterion["region"] == "mode":
            inside = max(table.histogram)
        else:
            region = band_at(rule, table.median)
            if region is None:
                return None
            inside = table.count(region)
        return None if table.scored == 0 else table.scored - inside <= row[2]
    return None if left is None else COMPARISONS[criterion["op"]](left, criterion["value"])


def in_table(rule: Rule, criterion: Dict[str, Any], table: Table, least: int = 0) -> Optional[bool]:
    """Whether a criterion holds in one table, of at least so many people who scored."""
    key = id(criterion)
    if key not in table.truths:
        table.truths[key] = (criterion, _in_table(rule, criterion, table, least))
    return table.truths[key][1]


def _in_table(rule: Rule, criterion: Dict[str, Any], table: Table, least: int) -> Optional[bool]:
    least = criterion.get("least_group_size", least)
    if table.scored < least:
        return None
    what, parts = parts_of(criterion)
    if what == "measure":
        return measure(rule, criterion, table)
    truths = (in_table(rule, part, table, least) for part in parts)
    return negated(next(truths)) if what == "not" else (all_of if what == "all" else any_of)(truths)


def assess(rule: Rule, criterion: Dict[str, Any], tables: Tables, least: Optional[int] = None) -> Optional[bool]:
    """Whether a criterion holds. Scopes that range over groups leave those that are not assessable out and
    never hold on nothing; groups called by name must all hold."""
    least = criterion.get("least_group_size", rule.least if least is None else least)
    scope = criterion.get("scope", "panel")
    if isinstance(scope, dict) and "groups" in scope:
        return all_of(in_table(rule, criterion, tables.groups[name], least) if name in tables.groups else None
                      for name in scope["groups"])
    if scope != "panel":
        truths = [in_table(rule, criterion, table, least) for table in tables.groups.values()]
        told = [truth for truth in truths if truth is not None]
        wanted = scope["at_least"] if isinstance(scope, dict) else 1
        if len(told) < wanted:
            return None
        return all(told) if scope == "every_group" else sum(told) >= wanted
    what, parts = parts_of(criterion)
    if what == "measure":
        return measure(rule, criterion, tables.panel)
    truths = [assess(rule, part, tables, least) for part in parts]
    return negated(truths[0]) if what == "not" else (all_of if what == "all" else any_of)(truths)


def applies_in(clause: Dict[str, Any], number: int) -> bool:
    return number >= clause.get("from_round", 1) and number in clause.get("rounds", [number])


class Verdict(NamedTuple):
    word: str  # IN, OUT, NONE, INQUORATE.
    grade: str = ""


def verdict_of(rule: Rule, tables: Tables, number: int, panel_quorum: Optional[int] = None) -> Verdict:
    """The first clause that holds gives the verdict, else NONE. INQUORATE is looked at first."""
    quorum = rule.quorum["panel"] if panel_quorum is None else panel_quorum
    if (tables.panel.scored < max(1, quorum)
            or any(table.scored < rule.quorum["each_group"] for table in tables.groups.values())):
        return Verdict("INQUORATE")
    for clause in rule.clauses:
        if applies_in(clause, number) and assess(rule, clause["when"], tables) is True:
            return Verdict(clause["verdict"], clause.get("grade", ""))
    return Verdict("NONE")


# A count: a box of ballots, the items they speak about, and the rule for them.

class Member(NamedTuple):
    """Somebody who cast a ballot."""
    name: str
    hats: Tuple[str, ...]
    weight: Fraction
    answers: List[Any]


class Count:
    def __init__(self, study: Study, basis: str, box: BallotBox, items: Sequence[ItemVersion], rule: Rule,
                 number: int) -> None:
        self.basis, self.items, self.rule, self.round = basis, list(items), rule, number
        self.groups, self.voice, self.k = study.terms.groups, study.terms.voice, study.terms.k
        self.exact, self.unanimity_shown = study.exact, study.terms.unanimity_shown
        self.members: List[Member] = []
        for name, ballot in box.ballots.items():
            membership = study.participants[name].membership
            assert membership is not None  # All contents are known.
            self.members.append(Member(name, tuple(membership.hats), membership.weight, ballot.answers))
        self.completed: Optional[List[bool]] = None  # Set for explanations (section 13).
        self.tallies: Dict[int, Tuple[Verdict, Dict[str, Any]]] = {}  # By column.

    def cohorts(self, column: int) -> List[Cohort]:
        """Everybody who cast a ballot, whatever they said of the item in that column."""
        own = self.voice["voice"] == "person-weights"
        found: Dict[Any, Cohort] = {}
        for number, member in enumerate(self.members):
            completed = bool(self.completed and self.completed[number])
            key = (member.hats, member.weight if own else Fraction(1), completed)
            cohort = found.setdefault(key, Cohort(*key, {}))
            answer = member.answers[column]
            if answer is not None:
                cohort.counts[answer] = cohort.counts.get(answer, 0) + 1
        return list(found.values())

    def tables(self, column: int, rule: Optional[Rule] = None) -> Tables:
        return tables_of(rule or self.rule, self.cohorts(column), self.groups, self.voice)


def of_round(study: Study, counted: Round) -> Count:
    return Count(study, counted.basis, counted.box, counted.items, study.plan(counted.number)["rule"],
                 counted.number)


def of_vote(study: Study, vote: Vote) -> Count:
    rule = study.rule_for(vote)
    assert rule is not None  # A vote without a rule is not called.
    return Count(study, vote.basis(), vote.iterations[-1].box, vote.items, rule, vote.round)


def put(figures: Dict[str, Any], name: str, value: Optional[Fraction]) -> None:
    """An undefined figure is absent, never 0."""
    if value is not None:
        figures[name] = str(value)


def band_figures(table: Table, denominator: str) -> Dict[str, Any]:
    figures = {}
    for low, high in table.rule.bands:
        band: Dict[str, Any] = {"count": str(table.count((low, high)))}
        if table.totals[denominator] != 0:
            put(band, "share", table.weight(denominator, range(low, high + 1)) / table.totals[denominator])
        figures["%d-%d" % (low, high)] = band
    return figures


def figures_of(table: Table, weighted: bool) -> Dict[str, Any]:
    """A table as the log holds it. Weights move shares, median and mean; all else counts people, each
    once. The standard deviation is no exact number and not in the log."""
    rule, denominator = table.rule, table.rule.denominator
    people = table.people
    unscored = {word.replace("-", "_"): people.get(word, 0) for word in ANSWER_WORDS}
    figures: Dict[str, Any] = {"n": str(table.scored + sum(unscored.values())), "scored": str(table.scored)}
    figures.update((name, str(n)) for name, n in unscored.items())
    figures["histogram"] = {str(score): str(people.get(score, 0)) for score in rule.scores()}
    figures["weight"] = str(table.totals[denominator])
    figures["bands"] = band_figures(table, denominator)
    put(figures, "median", table.median)
    put(figures, "mean", table.mean())
    for low_name, low, high_name, high, range_name in (
            ("q1", Fraction(1, 4), "q3", Fraction(3, 4), "iqr"),
            ("p30", Fraction(3, 10), "p70", Fraction(7, 10), "ipr")):
        lower, higher = table.percentile(low), table.percentile(high)
        if lower is None or higher is None:
            continue
        figures.update({low_name: str(lower), high_name: str(higher), range_name: str(higher - lower)})
        if range_name == "ipr" and (rule.low, rule.high) == (1, 9):
            wide = ipras(IPRAS_STANDARD, lower, higher)
            figures.update({"ipras": str(wide), "disagreement": higher - lower > wide})
    if weighted:
        squares = table.squares(denominator)
        if squares != 0:
            figures["effective_n"] = str(table.totals[denominator] ** 2 / squares)
        plain = Table(rule, [(people, Fraction(1))])
        unweighted: Dict[str, Any] = {"bands": band_figures(plain, denominator)}
        put(unweighted, "median", plain.median)
        put(unweighted, "mean", plain.mean())
        figures["unweighted"] = unweighted
    return figures


def whole_tally(count: Count, column: int) -> Tuple[Verdict, Dict[str, Any]]:
    """The verdict on one item, and its whole tally."""
    if column not in count.tallies:
        count.tallies[column] = make_tally(count, column)
    return count.tallies[column]


def make_tally(count: Count, column: int) -> Tuple[Verdict, Dict[str, Any]]:
    tables = count.tables(column)
    verdict = verdict_of(count.rule, tables, count.round)
    weighted = count.voice["voice"] != "per-person"
    tally: Dict[str, Any] = {"item": count.items[column].item, "consensus": verdict.word}
    if verdict.grade:
        tally["grade"] = verdict.grade
    tally["panel"] = figures_of(tables.panel, weighted)
    tally["groups"] = {group: figures_of(table, weighted) for group, table in tables.groups.items()}
    return verdict, tally


# Whether an IN and an OUT clause both hold for some tally: a search over small panels of one, two and
# three groups, and over panels of 100 at the rule's own thresholds. It finds every contradiction of the
# usual kinds; passing it is no proof. What is tried, and in which order, is the first program's.

ATOMS_MAX = 7
TALLIES_MAX = 40_000


class Landmarks:
    """Which answers a rule can tell apart, and at what shares it turns."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.scores = {rule.low, rule.high}
        self.bands: List[Band] = []
        self.shares: List[Fraction] = []
        self.groups: List[str] = []
        self.shares_only, self.unscored, self.grouped = True, rule.denominator == "answered", False
        for clause in rule.clauses:
            self.survey(clause["when"])

    def add(self, *scores: int) -> None:
        self.scores.update(score for score in scores if self.rule.low <= score <= self.rule.high)

    def survey(self, criterion: Dict[str, Any]) -> None:
        scope = criterion.get("scope")
        self.grouped = self.grouped or scope is not None
        for group in scope["groups"] if isinstance(scope, dict) and "groups" in scope else []:
            if group not in self.groups:
                self.groups.append(group)
        for part in parts_of(criterion)[1]:
            self.survey(part)
        name = criterion.get("measure")
        if name is None:
            return
        self.shares_only = self.shares_only and name == "share"
        if name == "share":
            self.add(*criterion["band"])
            self.bands.append(criterion["band"])
            self.unscored = self.unscored or "plus" in criterion or "denominator" in criterion
        if name in ("share", "share-near-median"):
            self.shares.append(criterion["value"])
        if name in ("median", "mean"):
            value = criterion["value"]
            below = min(max(value.numerator // value.denominator, self.rule.low), self.rule.high)
            self.add(below, below + 1)
        if name == "tails":
            self.add(*criterion["low"], *criterion["high"])
        if name in ("ipras", "outside-at-most"):
            self.add(*itertools.chain(*self.rule.bands))

    def atoms(self) -> List[Any]:
        """The answers to combine: with shares alone, one score a combination of bands is enough."""
        atoms: List[Any] = ["unable"] if self.unscored else []
        if not self.shares_only:
            return (atoms + sorted(self.scores))[:ATOMS_MAX]
        seen = set()
        for score in self.rule.scores():
            within = tuple(low <= score <= high for low, high in self.bands)
            if within not in seen:
                seen.add(within)
                atoms.append(score)
        return atoms[:ATOMS_MAX]


def compositions(atoms: int, people: int) -> Iterator[Tuple[int, ...]]:
    """Every way in which so many people give one of the answers."""
    if atoms == 1:
        yield (people,)
        return
    for here in range(people, -1, -1):
        for rest in compositions(atoms - 1, people - here):
            yield (here, *rest)


def at_thresholds(atoms: int, shares: Sequence[Fraction]) -> Iterator[Tuple[int, ...]]:
    """Panels of 100 in which two answers stand at a threshold or next to it and a third takes the rest."""
    numbers = {0}
    for share in shares:
        for n in range(101):
            if abs(share * 100 - n) < 2:
                numbers.update((n, 100 - n))
    pairs = [(a, b) for a in sorted(numbers) for b in sorted(numbers) if a + b <= 100]
    for i, j, third in itertools.product(range(atoms), repeat=3):
        if j >= i:
            continue
        for a, b in pairs:
            counts = [0] * atoms
            counts[i] += a
            counts[j] += b
            counts[third] += 100 - a - b
            yield tuple(counts)


def shared_round(a: Dict[str, Any], b: Dict[str, Any]) -> bool:
    rounds = {1, a.get("from_round", 1), b.get("from_round", 1), *a.get("rounds", []), *b.get("rounds", [])}
    return any(applies_in(a, number) and applies_in(b, number) for number in rounds)


def is_scoped(criterion: Dict[str, Any]) -> bool:
    return "scope" in criterion or any(map(is_scoped, parts_of(criterion)[1]))


def contradicts(rule: Rule) -> bool:
    # What looks at groups alone is asked first: groups come again and again, and their answers are kept.
    pairs = [sorted((a["when"], b["when"]), key=is_scoped, reverse=True) for a in rule.clauses
             for b in rule.clauses if (a["verdict"], b["verdict"]) == ("IN", "OUT") and shared_round(a, b)]
    if not pairs:
        return False
    marks = Landmarks(rule)
    atoms = marks.atoms()
    group_least = max(rule.quorum["each_group"], rule.least)
    made: Dict[Any, Table] = {}

    def table(parts: Tuple[Tuple[int, ...], ...], factor: int) -> Table:
        key = (parts, factor)
        if key not in made:
            made[key] = Table(rule, [({atom: n * factor for atom, n in zip(atoms, counts) if n}, Fraction(1))
                                     for counts in parts])
        return made[key]

    def both_hold(tally: Tuple[Tuple[int, ...], ...]) -> bool:
        """Small panels stand for larger ones in the same shares, so that quorums hide nothing."""
        scored = [sum(n for atom, n in zip(atoms, counts) if not isinstance(atom, str)) for counts in tally]
        if sum(scored) == 0:
            return False
        factor = max([1, -(-rule.quorum["panel"] // sum(scored)),
                      *(-(-group_least // people) for people in scored if people > 0)])
        names = marks.groups + [chr(65 + n) for n in range(len(marks.groups), len(tally))]
        groups = {name: table((counts,), factor) for name, counts in zip(names, tally)}
        tables = Tables(Table(rule, [part for one in groups.values() for part in one.parts["scored"]]), groups)
        return any(assess(rule, a, tables) is True and assess(rule, b, tables) is True for a, b in pairs)

    def in_groups(groups: int) -> bool:
        choices = list(compositions(len(atoms), 1))
        for people in range(2, 11):
            more = [c for n in range(1, people + 1) for c in compositions(len(atoms), n)]
            if len(more) ** groups > TALLIES_MAX:
                break
            choices = more
        tallies = itertools.islice(itertools.product(choices, repeat=groups), TALLIES_MAX)
        return any(both_hold(tally[::-1]) for tally in tallies)

    least = max(1, len(marks.groups))
    most = max(3, least) if marks.grouped else least
    if any(in_groups(groups) for groups in range(least, most + 1)):
        return True
    hundreds = itertools.islice(at_thresholds(len(atoms), marks.shares), TALLIES_MAX)
    return least == 1 and any(both_hold((counts,)) for counts in hundreds)


# --- 11. The k rule: what may stand in the clear ---
#
# A small group's table tells what its people answered, and so does the difference between the panel and
# the groups that are shown.

def held_back(sizes: Dict[str, int], k: int) -> List[str]:
    """The groups that are not shown: those of 1 to k-1 people, and as many more, smallest first (equal
    ones by name), as it takes until those held back are together at least k."""
    out: List[str] = []
    people = 0
    for group, size in sorted(sizes.items(), key=lambda one: (one[1], one[0].encode())):
        if size == 0:
            continue
        if size >= k and (people == 0 or people >= k):
            break
        out.append(group)
        people += size
    return sorted(out)


def publishable_tally(count: Count, column: int) -> Dict[str, Any]:
    """What of a whole tally may be published."""
    tally = make_copy(whole_tally(count, column)[1])
    if count.exact:
        return publishable_exactly(count, column, tally)
    sizes = {group: int(table["n"]) for group, table in tally["groups"].items()}
    out = held_back(sizes, count.k)
    if int(tally["panel"]["n"]) < count.k:
        out = sorted(sizes)
        del tally["panel"]
    for group in out:
        del tally["groups"][group]
    if out:
        tally["suppressed"] = out
        hide_weighted(tally.get("panel", {}))
    return tally


def make_copy(document: Dict[str, Any]) -> Dict[str, Any]:
    return json.loads(canonical(document))


def hide_weighted(table: Dict[str, Any]) -> None:
    """A weighted panel's exact figures are equations from which a missing group could be solved for; the
    unweighted ones beside them stay."""
    if "unweighted" in table:
        drop_weighted(table)


def drop_weighted(table: Dict[str, Any]) -> None:
    for figure in ("weight", "effective_n", "median", "mean"):
        table.pop(figure, None)
    for band in table["bands"].values():
        band.pop("share", None)


# From rules version 3 on: everybody who reads tables can add and subtract them. A table is a sum over people, and
# so is every combination of tables. No combination of what is shown may concern fewer than k people, and none may
# give back a table that is held back because everybody in it answered alike.

SORTS_MAX = 64
SUBSETS_MAX = 500

Row = List[Fraction]


class Alike(NamedTuple):
    """People whom no table tells apart: the same tables count them with the same weights."""
    groups: Tuple[str, ...]
    people: int
    panel_weight: Fraction = Fraction(1)  # Of each of them, in the panel's weighted figures,
    group_weight: Fraction = Fraction(1)  # and in those of their groups.


class Shown(NamedTuple):
    panel: bool
    weights: bool  # Weighted figures beside those that count people.
    hidden: List[str]  # Groups, in order of their names.


class Span:
    """Every combination of some rows, in echelon form: rows by the place of their first number."""

    def __init__(self) -> None:
        self.rows: Dict[int, Row] = {}

    def reduced(self, row: Row) -> Tuple[int, Row]:
        """The row less what the others make of it, and its lead; the length of a row of zeros."""
        row = list(row)
        for lead in sorted(self.rows):
            factor = row[lead] / self.rows[lead][lead]
            if factor != 0:
                row = [value - factor * other for value, other in zip(row, self.rows[lead])]
        return next((place for place, value in enumerate(row) if value != 0), len(row)), row

    def add(self, row: Row) -> None:
        lead, row = self.reduced(row)
        if lead < len(row):
            self.rows[lead] = row

    def holds(self, row: Row) -> bool:
        return self.reduced(row)[0] == len(row)


def some_combination_tells(rows: List[Row], people: List[int], k: int) -> bool:
    """Whether some combination of independent rows concerns fewer than k people. Where there are too many
    subsets to look at, the answer is yes."""
    if not rows:
        return False
    if len(rows) == 1:
        return sum(n for value, n in zip(rows[0], people) if value != 0) < k
    if sum(people) < k:
        return True
    looked_at = 0

    def concerns_only(few: List[int], following: int, number: int) -> bool:
        """Those in `few`, or those and more of the sorts that follow."""
        nonlocal looked_at
        looked_at += 1
        if looked_at > SUBSETS_MAX:
            return True
        if number > 0:
            outside = Span()
            for row in rows:
                outside.add([Fraction(0) if place in few else value for place, value in enumerate(row)])
            if len(outside.rows) < len(rows):
                return True
        return any(concerns_only([*few, place], place + 1, number + people[place])
                   for place in range(following, len(people)) if number + people[place] < k)

    return concerns_only([], 0, 0)


class Disclosure:
    """Begins with everything but tables of 1 to k-1 people and those held back, and takes away until no
    combination tells: first all weighted figures, then the smallest group that is left (of equal ones the first),
    at last the panel. A table nobody is counted in is shown."""

    def __init__(self, people: Sequence[Alike], groups: Sequence[str], k: int,
                 panel_back: bool = False, groups_back: Sequence[str] = ()) -> None:
        self.people = [alike for alike in people if alike.people > 0]
        self.groups, self.k = groups, k
        self.panel_back, self.groups_back = panel_back, groups_back
        self.sizes = {group: sum(a.people for a in self.people if group in a.groups) for group in groups}
        self.weighted = len({alike[2:] for alike in self.people}) > 1

    def choose(self) -> Shown:
        counted = sum(alike.people for alike in self.people)
        self.panel = (counted == 0 or counted >= self.k) and not self.panel_back
        self.weights = True
        if self.weighted and len(self.people) > SORTS_MAX:
            self.drop_weights()
        too_many = len(self.people) > SORTS_MAX
        self.shown = {group: size == 0 or not (size < self.k or group in self.groups_back or too_many)
                      for group, size in self.sizes.items()}
        self.people.sort(key=lambda alike: -alike.people)
        while not too_many and self.tells():
            self.take_one_away()
        return Shown(self.panel, self.weights, sorted(group for group in self.groups if not self.shown[group]))

    def drop_weights(self) -> None:
        self.weights = self.weighted = False
        merged: Dict[Tuple[str, ...], int] = {}
        for alike in self.people:
            merged[alike.groups] = merged.get(alike.groups, 0) + alike.people
        self.people = sorted((Alike(groups, n) for groups, n in merged.items()), key=lambda alike: -alike.people)

    def row(self, group: str, weighted: bool) -> Row:
        """Of a group's table, or of the panel's where `group` is empty."""
        weights = [alike.group_weight if group else alike.panel_weight for alike in self.people]
        return [Fraction(0) if group and group not in alike.groups else weight if weighted else Fraction(1)
                for alike, weight in zip(self.people, weights)]

    def shows_people(self, group: str) -> bool:
        return self.shown[group] and self.sizes[group] > 0

    def tells(self) -> bool:
        span = Span()
        for weighted in (False, True) if self.weighted else (False,):
            for group in ([""] if self.panel else []) + [g for g in self.groups if self.shows_people(g)]:
                span.add(self.row(group, weighted))
        if not span.rows:
            return False
        back = ([""] if self.panel_back else []) + [g for g in self.groups_back if self.sizes[g] > 0]
        if any(span.holds(self.row(group, False)) for group in back):
            return True
        # Only sorts of few people can make up fewer than k.
        column = next((n for n, alike in enumerate(self.people) if alike.people < self.k), len(self.people))
        rows = [row[column:] for lead, row in sorted(span.rows.items()) if lead >= column]
        return some_combination_tells(rows, [alike.people for alike in self.people[column:]], self.k)

    def take_one_away(self) -> None:
        if self.weighted:
            self.drop_weights()
            return
        shown = [group for group in self.groups if self.shows_people(group)]
        if shown:
            self.shown[min(shown, key=self.sizes.__getitem__)] = False
        else:
            self.panel = False


def shown_of_people(study: Study, counted: Callable[[str], bool]) -> Shown:
    """Over people without scores, each counted once in the panel and in the tables of their hats. Whoever's hats
    are not known counts in the panel only."""
    people: Dict[Tuple[str, ...], int] = {}
    for name, person in study.participants.items():
        if counted(name):
            groups = tuple(group for group in study.terms.groups
                           if person.membership and study.counts_in(person.membership, group))
            people[groups] = people.get(groups, 0) + 1
    places = {group: place for place, group in enumerate(study.terms.groups)}
    in_order = sorted(people, key=lambda groups: [places[group] for group in groups])
    return Disclosure([Alike(groups, people[groups]) for groups in in_order], study.terms.groups,
                      study.terms.k).choose()


def shown_of_item(count: Count, column: int) -> Shown:
    """Over those who scored the item, as the voice weighs them. Tables in which everybody gave one score are held
    back unless the protocol warned that they are shown."""
    voice, own = count.voice, count.voice["voice"] == "person-weights"
    sorts: Dict[Any, List[int]] = {}  # By tables, voices and weight: the scores.
    for member in count.members:
        key = (tuple(sorted(stands_in(member.hats, voice))), tuple(sorted(reaches_panel(member.hats, voice))),
               member.weight if own else Fraction(1))
        answer = member.answers[column]
        sorts.setdefault(key, []).extend([answer] if isinstance(answer, int) else [])
    speaking: Dict[str, Fraction] = {}
    for (_, voices, _), scores in sorts.items():
        for group in voices:
            speaking[group] = speaking.get(group, Fraction(0)) + part_of(voices, voice) * len(scores)
    people = []
    for (tables, voices, weight), scores in sorts.items():
        part = part_of(voices, voice)
        panel_weight = weight
        if scores and voice["voice"] in GROUP_VOICES:
            stated = {group: voice["weights"].get(group, Fraction(1)) for group in voices}
            panel_weight = part * sum((stated[group] if voice["voice"] == "group-weights-each"
                                       else stated[group] / speaking[group] for group in voices), Fraction(0))
        people.append(Alike(tables, len(scores), panel_weight, weight * part))
    back = []
    for group in ["", *count.groups] if not count.unanimity_shown else []:
        given = {score for (tables, _, _), scores in sorts.items() if group == "" or group in tables
                 for score in scores}
        back += [group] if len(given) == 1 else []
    return Disclosure(people, count.groups, count.k, "" in back, [group for group in back if group]).choose()


def publishable_exactly(count: Count, column: int, tally: Dict[str, Any]) -> Dict[str, Any]:
    shown = shown_of_item(count, column)
    for group in shown.hidden:
        del tally["groups"][group]
    if not shown.panel:
        del tally["panel"]
    if not shown.weights:
        hide_weighted(tally.get("panel", {}))
        # People may weigh differently in their own group's table.
        if count.voice["voice"] == "person-weights" or count.voice["hats"] == "split":
            for table in tally["groups"].values():
                drop_weighted(table)
        tally["weights_withheld"] = True
    if shown.hidden:
        tally["suppressed"] = shown.hidden
    return tally


# --- 12. Findings: what must follow on a closing ---

class Finding(NamedTuple):
    """A finding that must come next. `compute` answers its members; where a ballot that counts is not known, there
    is nothing to compute, and what was recorded stands."""
    kind: str
    fixed: Dict[str, Any]  # What it is about: known whether or not the contents are.
    compute: Callable[[], Dict[str, Any]]
    known: bool = True


def findings_after(study: Study, entry: Entry) -> List[Finding]:
    """What must follow on that fact, in order; asked before the fact is applied."""
    event = entry.event
    if entry.kind == "round.closed":
        return after_round(study, study.rounds[event["round"] - 1])
    if entry.kind == "vote.closed":
        vote = study.votes[event["vote"]]
        present = study.rounds[vote.round - 1].attendance
        return [response_finding(study, vote.basis(), vote.iterations[-1].box.ballots, present.__contains__),
                *count_findings(study, vote.basis(), vote.items, vote.iterations[-1].box, vote.round,
                                lambda: of_vote(study, vote))]
    if entry.kind == "choice.closed":
        choice = study.choices[event["choice"]]
        present = study.rounds[choice.round - 1].attendance
        return [response_finding(study, choice.basis(), choice.iterations[-1].box.ballots,
                                 present.__contains__),
                Finding("choice.tallied", {"basis": choice.basis()},
                        lambda: {"outcome": publishable_outcome(study, choice)},
                        study.knows(choice.iterations[-1].box))]
    if entry.kind == "rules.compared":
        counted = next(r for r in study.rounds if r.basis == event["basis"])
        return [Finding("rule.compared", {"basis": event["basis"], "rule": rule.name},
                        functools.partial(compared, study, counted, rule), study.knows(counted.box))
                for rule in event["rules"]]
    return []


def after_round(study: Study, closed: Round) -> List[Finding]:
    survey = study.is_survey(closed.number)
    responded: Dict[str, Any] = closed.box.ballots if survey else closed.attendance
    findings = [response_finding(study, closed.basis, responded, lambda p: study.may_enter(closed, p))]
    if not survey:
        return findings
    findings += count_findings(study, closed.basis, closed.items, closed.box, closed.number,
                               lambda: of_round(study, closed))
    before = study.survey_before(closed.number)
    if study.rules_version >= 2 and before is not None:
        known = study.knows(closed.box)
        first = first_survey(study)
        findings.append(Finding("attrition.found", {"basis": closed.basis},
                                lambda: {"attrition": attrition(study, closed)}, known and study.knows(first.box)))
        findings.append(Finding("stability.found", {"basis": closed.basis},
                                lambda: {"stability": stability(study, before, closed)},
                                known and study.knows(before.box)))
    return findings


def first_survey(study: Study) -> Round:
    return next(r for r in study.rounds if study.is_survey(r.number))


def response_finding(study: Study, basis: str, responded: Dict[str, Any],
                     invited: Callable[[str], bool]) -> Finding:
    return Finding("response.found", {"basis": basis}, lambda: {"responses": publishable_responses(
        study, responded, invited)})


def publishable_responses(study: Study, responded: Dict[str, Any],
                          invited: Callable[[str], bool]) -> List[Dict[str, Any]]:
    """The panel's own head count, and those of the groups that may be shown, by who was invited."""
    counted = responses(study, responded, invited)
    if study.exact:
        out = shown_of_people(study, lambda name: name in responded or invited(name)).hidden
    else:
        out = held_back({r["group"]: r["invited"] for r in counted if r["group"]}, study.terms.k)
    return [response for response in counted if response["group"] not in out]


def responses(study: Study, responded: Dict[str, Any],
              invited: Callable[[str], bool]) -> List[Dict[str, Any]]:
    """Head counts: the whole panel first, then each group. Whoever responded counts as invited, even
    after leaving."""
    counted = [{"group": group, "invited": 0, "responded": 0} for group in ["", *study.terms.groups]]
    for name, person in study.participants.items():
        did = name in responded
        if not did and not invited(name):
            continue
        for response in counted:
            group = response["group"]
            if group and not (person.membership and study.counts_in(person.membership, group)):
                continue
            response["invited"] += 1
            response["responded"] += did
    return counted


def count_findings(study: Study, basis: str, items: Sequence[ItemVersion], box: BallotBox, number: int,
                   make: Callable[[], Count]) -> List[Finding]:
    """The tallies of a count and, from rules version 2 on, what the verdicts hung on."""
    count = functools.lru_cache(maxsize=1)(make)
    explain = functools.lru_cache(maxsize=1)(lambda: Explanation(study, count()))

    def tallied(column: int) -> Dict[str, Any]:
        verdict, whole = whole_tally(count(), column)
        word_in_log = next(word for word, name in VERDICTS.items() if name == verdict.word)
        return {"consensus": word_in_log, "tally": publishable_tally(count(), column), "whole": whole}

    known = study.knows(box)
    findings = [Finding("item.tallied", {"basis": basis, "item": item}, functools.partial(tallied, column), known)
                for column, item in enumerate(items)]
    if study.rules_version < 2:
        return findings
    # Explanations compare with every survey round before.
    known = known and all(study.knows(earlier.box) for earlier in study.rounds[:number - 1])
    findings.append(Finding("round.explained", {"basis": basis},
                            lambda: {"explanation": explain().round_log()}, known))
    return findings + [Finding("item.explained", {"basis": basis, "item": item},
                               functools.partial(lambda column: {"explanation": explain().item_log(column)}, column),
                               known) for column, item in enumerate(items)]


def compared(study: Study, counted: Round, rule: Rule) -> Dict[str, Any]:
    """The round's items by what another rule says of them, under the study's voice."""
    count = of_round(study, counted)
    verdicts: Dict[str, List[str]] = {word: [] for word in VERDICTS}
    for column, item in enumerate(count.items):
        verdict = verdict_of(rule, count.tables(column, rule), counted.number)
        verdicts[verdict.word.lower()].append(item.item)
    return {"verdicts": verdicts}


def scored_answers(ballot: Optional[Ballot]) -> List[int]:
    return [a for a in ballot.answers if a is not None and not isinstance(a, str)] if ballot else []


def attrition(study: Study, now: Round) -> Dict[str, Any]:
    """Who stayed since the first survey round, and whether those who left had answered otherwise: counts
    of people, and means of people's own mean scores in the first round."""
    k = study.terms.k
    first = first_survey(study)
    figures: Dict[str, Dict[str, Any]] = {
        group: {"before": 0, "left": 0, "joined": 0, "stayed_means": [], "left_means": []}
        for group in ["", *study.terms.groups]}
    for name, person in study.participants.items():
        then = first.box.ballots.get(name)
        before, stays = answered(then), answered(now.box.ballots.get(name))
        scores = scored_answers(then) if before else []
        if not before and not stays:
            continue
        for group, counted in figures.items():
            if group and not (person.membership and study.counts_in(person.membership, group)):
                continue
            counted["before"] += before
            counted["left"] += before and not stays
            counted["joined"] += stays and not before
            if scores:
                counted["stayed_means" if stays else "left_means"].append(Fraction(sum(scores), len(scores)))
    groups = {group: counted for group, counted in figures.items() if group}
    if study.exact:
        out, no_means = attrition_held_back(study, first, now)
    else:
        out = held_back({group: counted["before"] + counted["joined"] for group, counted in groups.items()}, k)
        no_means = {group for means in ("stayed_means", "left_means") for group in
                    held_back({group: len(counted[means]) for group, counted in groups.items()}, k)}

    def shown(group: str) -> Dict[str, Any]:
        counted = figures[group]
        one = {"before": str(counted["before"]), "stayed": str(counted["before"] - counted["left"]),
               "left": str(counted["left"]), "joined": str(counted["joined"])}
        if group not in no_means and min(len(counted["stayed_means"]), len(counted["left_means"])) >= k:
            for means in ("stayed", "left"):
                each = counted[means + "_means"]
                one[means + "_mean"] = str(sum(each, Fraction(0)) / len(each))
        return one

    found: Dict[str, Any] = {"since": first.basis, "panel": shown(""),
                             "groups": {group: shown(group) for group in groups if group not in out}}
    if out:
        found["suppressed"] = out
    return found


def attrition_held_back(study: Study, first: Round, now: Round) -> Tuple[List[str], set]:
    """The groups without figures; and those without means, among them the panel, which has no name."""
    def answers(name: str) -> Tuple[bool, bool]:
        return answered(first.box.ballots.get(name)), answered(now.box.ballots.get(name))

    no_means = set()
    for stayed in (True, False):
        shown = shown_of_people(study, lambda name: answers(name) == (True, stayed)  # pylint: disable=W0640
                                and scored_answers(first.box.ballots.get(name)) != [])
        no_means.update([*shown.hidden, *([] if shown.panel else [""])])
    return shown_of_people(study, lambda name: any(answers(name))).hidden, no_means


def stability(study: Study, before: Round, now: Round) -> Dict[str, Any]:
    """How far scores moved since the survey round before, item by item in the same wording, and what the
    stopping rule says to it."""
    then_at = {item: column for column, item in enumerate(before.items)}
    people = pairs = changed = 0
    for name, ballot in now.box.ballots.items():
        then = before.box.ballots.get(name)
        moved = []
        for column, item in enumerate(now.items):
            if then is None or item not in then_at:
                continue
            a, b = then.answers[then_at[item]], ballot.answers[column]
            if isinstance(a, int) and isinstance(b, int):
                moved.append(a != b)
        people += moved != []
        pairs += len(moved)
        changed += sum(moved)
    count = of_round(study, now)
    settled = sum(verdict_of(count.rule, count.tables(column), count.round).word in ("IN", "OUT")
                  for column in range(len(now.items)))
    found: Dict[str, Any] = {"since": before.basis, "people": str(people), "items": str(len(now.items)),
                             "settled": str(settled)}
    # Beside the tables of both rounds, next to no changes would tell what the few answered who are in only one.
    once = (len(now.box.ballots) - people, len(before.box.ballots) - people)
    tells = study.exact and changed < study.terms.k and any(0 < few < study.terms.k for few in once)
    if people >= study.terms.k and not tells:
        found.update({"pairs": str(pairs), "changed": str(changed)})
    rule = study.terms.stop_when
    if rule is not None:
        still = "changed_at_most" not in rule or (pairs > 0 and changed <= rule["changed_at_most"] * pairs)
        done = "settled_at_least" not in rule or settled >= rule["settled_at_least"] * len(now.items)
        found["stop"] = still and done
    return found


# How findings are written. Where the ballots are not here, a recorded finding stands unproved; so it must at least
# be a finding by its form.

def count_form(value: Any) -> str:
    if not re.fullmatch(r"0|[1-9][0-9]*", text_form(value)):
        raise Malformed("a count in decimal digits should stand here")
    return value


def number_form(value: Any) -> str:
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?", text_form(value)):
        raise Malformed("a number in lowest terms should stand here")
    return value


def flag_form(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed("true or false should stand here")
    return value


def map_of(each: Form) -> Form:
    def form(value: Any) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise Malformed("an object should stand here")
        return {name: each(part) for name, part in value.items()}
    return form


def counts(*names: str) -> Dict[str, Form]:
    return dict.fromkeys(names, count_form)


def numbers(*names: str) -> Dict[str, Form]:
    return dict.fromkeys(names, number_form)


BANDS = map_of(members(counts("count"), numbers("share")))
TABLE = members(
    {**counts("n", "scored", "unable", "not_understood", "skipped"), "histogram": map_of(count_form), "bands": BANDS},
    {**numbers("weight", "median", "mean", "q1", "q3", "iqr", "p30", "p70", "ipr", "ipras", "effective_n"),
     "disagreement": flag_form, "unweighted": members({"bands": BANDS}, numbers("median", "mean"))})
FIGURES = members(counts("before", "stayed", "left", "joined"), numbers("stayed_mean", "left_mean"))
MOVES = members(counts("both", "changed", "toward", "away", "came", "stopped"))
WHAT_IFS = list_of(members({"what_if": text_form}, {"group": text_form}))
FLIP = counts("at_least", "at_most")
ITEM_EXPLAINED = members({
    "scored": members({**counts("panel"), "groups": map_of(count_form), "without": map_of(count_form)},
                      counts("completers")),
    "what_ifs": list_of(members({"what_if": text_form, "consensus": text_form}, {"group": text_form})),
    "dissent": members({}, {"verdicts": map_of(TEXTS), "medians": map_of(TEXTS), "two_peaked": flag_form})},
    {"flip": members({"groups": map_of(members({}, FLIP))}, FLIP), "suppressed": TEXTS, "withheld": WHAT_IFS,
     "movement": members({"panel": MOVES, "groups": map_of(MOVES)}, numbers("majority"))})
NOTHING_SAID = members({"suppressed": TEXTS})


def item_explained_form(value: Any) -> Any:
    """Of an item about which nothing may be said, only the groups are named."""
    return (NOTHING_SAID if isinstance(value, dict) and list(value) == ["suppressed"] else ITEM_EXPLAINED)(value)


FINDING_FORMS: Dict[str, Tuple[str, Form]] = {
    "item.tallied": ("tally", members(
        {"item": text_form, "consensus": text_form, "groups": map_of(TABLE)},
        {"grade": text_form, "panel": TABLE, "suppressed": TEXTS, "weights_withheld": flag_form})),
    "attrition.found": ("attrition", members({"since": text_form, "panel": FIGURES, "groups": map_of(FIGURES)},
                                             {"suppressed": TEXTS})),
    "stability.found": ("stability", members({"since": text_form, **counts("people", "items", "settled")},
                                             {**counts("pairs", "changed"), "stop": flag_form})),
    "round.explained": ("explanation", members({**counts("items"), "looked_at": WHAT_IFS, "not_asked": WHAT_IFS})),
    "item.explained": ("explanation", item_explained_form),
    "rule.compared": ("verdicts", members(dict.fromkeys(VERDICTS, TEXTS))),
    "choice.tallied": ("outcome", members(
        {"rule": text_form, **counts("seats", "voters", "blank"), "winners": TEXTS, "tied": flag_form},
        {"decided_by": text_form, "ranking": list_of(TEXTS), "scores": map_of(number_form),
         **counts("committees_count"), "pairwise": map_of(map_of(number_form)),
         **dict.fromkeys(("inquorate", "refused", "figures_withheld"), flag_form)})),
}


def has_form(entry: Entry) -> bool:
    if entry.kind not in FINDING_FORMS:
        return True
    name, form = FINDING_FORMS[entry.kind]
    try:
        form(entry.event[name])
    except Malformed:
        return False
    return True


# --- 13. Explanations: what a verdict hung on ---
#
# The log holds of an explanation what follows from the ballots alone: which what-ifs give another verdict,
# how few people could have turned it by scoring otherwise (where that is proved), which groups dissent, and
# who moved since the round before.

POINTS_MOVED = Fraction(5, 100)


def rewritten(rule: Rule, change: Callable[[Dict[str, Any]], Dict[str, Any]], **fields: Any) -> Rule:
    """The rule with every criterion changed."""
    def walk(criterion: Dict[str, Any]) -> Dict[str, Any]:
        what, parts = parts_of(criterion)
        if what == "measure":
            return change(dict(criterion))
        inside = [walk(part) for part in parts]
        return {**criterion, what: inside[0] if what == "not" else inside}

    clauses = [{**clause, "when": walk(clause["when"])} for clause in rule.clauses]
    return rule._replace(clauses=clauses, **fields)


def without_members(criterion: Dict[str, Any], *names: str) -> Dict[str, Any]:
    return {name: value for name, value in criterion.items() if name not in names}


def with_unable_counted(rule: Rule) -> Rule:
    """Every share over those who answered."""
    return rewritten(rule, lambda c: without_members(c, "denominator"), denominator="answered")


def with_unable_left_out(rule: Rule) -> Rule:
    """Every share over those who scored; who gave no score counts nowhere."""
    return rewritten(rule, lambda c: without_members(c, "denominator", "plus"), denominator="scored")


def with_thresholds_moved(rule: Rule, by: Fraction) -> Rule:
    def moved(criterion: Dict[str, Any]) -> Dict[str, Any]:
        if criterion["measure"] in ("share", "share-near-median") and 0 <= criterion["value"] <= 1:
            criterion["value"] = min(max(criterion["value"] + by, Fraction(0)), Fraction(1))
        return criterion
    return rewritten(rule, moved)


def with_limits(rule: Rule, strict: bool) -> Rule:
    """Shares, medians and means; IQRs, counts and the RAND/UCLA tests stay as their methods have them."""
    other = {">=": ">", "<=": "<"} if strict else {">": ">=", "<": "<="}

    def changed(criterion: Dict[str, Any]) -> Dict[str, Any]:
        if criterion["measure"] in ("share", "share-near-median", "median", "mean"):
            criterion["op"] = other.get(criterion["op"], criterion["op"])
        return criterion
    return rewritten(rule, changed)


def some_criterion(rule: Rule, number: int, holds: Callable[[Dict[str, Any]], bool]) -> bool:
    def search(criterion: Dict[str, Any]) -> bool:
        return holds(criterion) or any(search(part) for part in parts_of(criterion)[1])
    return any(search(clause["when"]) for clause in rule.clauses if applies_in(clause, number))


def ask_the_same(a: Rule, b: Rule, number: int) -> bool:
    """Whether both ask the same in that round, whichever way a denominator is written down."""
    def spelt_out(rule: Rule) -> List[Dict[str, Any]]:
        spelt = rewritten(rule, lambda c: {**c, "denominator": c.get("denominator", rule.denominator)}
                          if c["measure"] == "share" else c)
        return [clause for clause in spelt.clauses if applies_in(clause, number)]
    near = some_criterion(a, number, lambda c: c.get("measure") == "share-near-median")
    return spelt_out(a) == spelt_out(b) and (a.denominator == b.denominator or not near)


class WhatIf(NamedTuple):
    name: str
    group: str  # Of "without"; else empty.
    verdicts: Optional[List[Verdict]]  # By item; None where it was not asked.
    scored: Optional[List[int]]  # Who scored, of those left in, where people are left out.

    def naming(self) -> Dict[str, Any]:
        return {"what_if": self.name, "group": self.group} if self.group else {"what_if": self.name}


class Explanation:
    """Everything about one count, made once and told item by item."""

    def __init__(self, study: Study, count: Count) -> None:
        self.count, self.before = count, None
        now = next((r for r in study.rounds if r.basis == count.basis and study.is_survey(r.number)), None)
        if now is not None:
            self.before = study.survey_before(now.number)
        if now is not None and self.before is not None:
            surveys = [r for r in study.rounds if r.number <= now.number and study.is_survey(r.number)]
            count.completed = [all(answered(r.box.ballots.get(member.name)) for r in surveys)
                               for member in count.members]
        self.by_item = [count.cohorts(column) for column in range(len(count.items))]
        self.tables = [tables_of(count.rule, cohorts, count.groups, count.voice) for cohorts in self.by_item]
        self.own = self.under(count.rule)
        completed = count.completed or [False] * len(count.members)
        # Whether people were there at all, whatever they said of an item.
        self.kinds = set(zip((member.hats for member in count.members), completed))
        self.what_ifs = list(self.ask())

    def under(self, rule: Rule) -> List[Verdict]:
        """The same people under another rule."""
        return [verdict_of(rule, tables, self.count.round) for tables in self.tables]

    def ask(self) -> Iterator[WhatIf]:
        rule, voice, number = self.count.rule, self.count.voice, self.count.round
        heard = {group for hats, _ in self.kinds for group in reaches_panel(hats, voice)}
        everybody = {hats: hats for hats, _ in self.kinds}
        yield self.among("no-weights", "", everybody, "per-person") if voice["voice"] != "per-person" \
            else WhatIf("no-weights", "", None, None)
        yield self.among("equal-groups", "", everybody, "equal-groups") \
            if voice["voice"] != "equal-groups" and len(heard) >= 2 else WhatIf("equal-groups", "", None, None)
        for group in self.count.groups:
            yield self.without(group)
        stayed = [completed for _, completed in self.kinds]
        asked = self.count.completed and any(stayed) and not all(stayed)
        yield self.among("completers", "", everybody) if asked else WhatIf("completers", "", None, None)
        unscored = any(tables.panel.people.get(word, 0) for tables in self.tables
                       for word in ("unable", "not-understood"))
        for name, other in (("unable-counted", with_unable_counted(rule)),
                            ("unable-left-out", with_unable_left_out(rule)),
                            ("threshold+5", with_thresholds_moved(rule, POINTS_MOVED)),
                            ("threshold-5", with_thresholds_moved(rule, -POINTS_MOVED)),
                            ("strict", with_limits(rule, True)), ("non-strict", with_limits(rule, False))):
            same = ask_the_same(other, rule, number) or (name.startswith("unable") and not unscored)
            yield WhatIf(name, "", None if same else self.under(other), None)

    def without(self, group: str) -> WhatIf:
        """As if those who speak through the group had not been there: who declared it is gone, or takes that
        hat off, and whoever wore no other is gone."""
        rule, voice = self.count.rule, self.count.voice
        left: Dict[Tuple[str, ...], Optional[Tuple[str, ...]]] = {}
        for hats, _ in self.kinds:
            rest = tuple(hat for hat in hats if hat != group)
            gone = voice["hats"] == "declared" and hats[:1] == (group,)
            left[hats] = None if gone or not rest else rest
        counts = any(group in stands_in(hats, voice) for hats in left)
        by_name = some_criterion(rule, self.count.round, lambda c: isinstance(c.get("scope"), dict)
                                 and group in c["scope"].get("groups", []))
        if not counts or not any(left.values()) or by_name:
            return WhatIf("without", group, None, None)
        return self.among("without", group, left)

    def among(self, name: str, group: str, hats: Dict[Any, Any], voice: str = "") -> WhatIf:
        """The same rule over other people or under another voice. Where people are left out, the panel's
        quorum was met by the count that was held, and is not asked again of those who are left."""
        rule, own_voice = self.count.rule, self.count.voice
        other_voice = {"voice": voice, "hats": own_voice["hats"], "weights": {}} if voice else own_voice
        groups = [other for other in self.count.groups if other != group]
        some_left_out = name in ("without", "completers")
        verdicts, scored = [], []
        for column, cohorts in enumerate(self.by_item):
            there = [cohort._replace(hats=hats[cohort.hats]) for cohort in cohorts
                     if hats[cohort.hats] is not None and (name != "completers" or cohort.completed)]
            tables = tables_of(rule, there, groups, other_voice)
            waived = some_left_out and self.own[column].word != "INQUORATE"
            verdicts.append(verdict_of(rule, tables, self.count.round, 1 if waived else None))
            scored.append(tables.panel.scored)
        return WhatIf(name, group, verdicts, scored if some_left_out else None)

    def round_log(self) -> Dict[str, Any]:
        return {"items": str(len(self.count.items)),
                "looked_at": [what.naming() for what in self.what_ifs if what.verdicts is not None],
                "not_asked": [what.naming() for what in self.what_ifs if what.verdicts is None]}

    def item_log(self, column: int) -> Dict[str, Any]:
        whole = {"scored": self.scored(column), "what_ifs": [
            {**what.naming(), "consensus": what.verdicts[column].word} for what in self.what_ifs
            if what.verdicts is not None and what.verdicts[column].word != self.own[column].word]}
        whole["dissent"] = self.dissent(column)
        whole["flip"] = flips_of(self.count, self.tables[column], self.by_item[column], self.own[column].word)
        movement = self.movement(column)
        if movement is not None:
            whole["movement"] = movement
        tally = publishable_tally(self.count, column)
        # Of an item whose panel is held back nothing is said.
        k = NEVER if "panel" not in tally else self.count.k
        shown = publishable_explanation(whole, k, tally.get("suppressed", []))
        if self.count.exact and "movement" in shown and movement_tells(shown["movement"], self.count.k):
            del shown["movement"]
        return shown

    def scored(self, column: int) -> Dict[str, Any]:
        tables = self.tables[column]
        scored: Dict[str, Any] = {
            "panel": str(tables.panel.scored), "without": {},
            "groups": {group: str(table.scored) for group, table in tables.groups.items()}}
        for what in self.what_ifs:
            if what.scored is not None and what.name == "without":
                scored["without"][what.group] = str(what.scored[column])
            elif what.scored is not None:
                scored["completers"] = str(what.scored[column])
        return scored

    def dissent(self, column: int) -> Dict[str, Any]:
        """Each group as if it were the whole panel, without a quorum, if it is large enough to be heard."""
        rule = self.count.rule._replace(quorum={"panel": 1, "each_group": 0})
        verdicts: Dict[str, List[str]] = {}
        medians: Dict[int, Tuple[Band, List[str]]] = {}  # By the lower end of the band.
        bands = set()
        for group, table in self.tables[column].groups.items():
            if table.scored < max(1, rule.least):
                continue
            verdict = verdict_of(rule, Tables(table, {group: table}), self.count.round)
            if verdict.word in ("IN", "OUT"):
                verdicts.setdefault(verdict.word, []).append(group)
            band = band_at(rule, table.median)
            if band is not None:
                bands.add(band)
                medians.setdefault(band[0], (band, []))[1].append(group)
        dissent: Dict[str, Any] = {}
        if len(verdicts) == 2:
            dissent["verdicts"] = verdicts
        if len(bands) > 1:
            dissent["medians"] = {"%d-%d" % band: groups for band, groups in medians.values()}
        two_peaked = has_two_peaks(rule, self.tables[column].panel)
        if two_peaked is not None:
            dissent["two_peaked"] = two_peaked
        return dissent

    def movement(self, column: int) -> Optional[Dict[str, Any]]:
        """Who moved where since the survey round before, against its median over everybody, each once."""
        item = self.count.items[column]
        if self.before is None or item not in self.before.items:
            return None
        then_column = self.before.items.index(item)
        then_of = {name: ballot.answers[then_column] for name, ballot in self.before.box.ballots.items()}
        rule = self.count.rule
        scores = [answer for answer in then_of.values() if isinstance(answer, int)]
        majority = percentile([scores.count(score) for score in rule.scores()], rule.low, Fraction(1, 2))
        moves = {group: dict.fromkeys(("both", "changed", "toward", "away", "came", "stopped"), 0)
                 for group in ["", *self.count.groups]}
        for member in self.count.members:
            if member.name not in then_of:
                continue
            then, now = then_of[member.name], member.answers[column]
            for group in ["", *stands_in(member.hats, self.count.voice)]:
                for what in steps_between(then, now, majority):
                    moves[group][what] += 1
        told = {group: {what: str(n) for what, n in counts.items()} for group, counts in moves.items()}
        movement: Dict[str, Any] = {"panel": told.pop(""), "groups": told}
        put(movement, "majority", majority)
        return movement


def movement_tells(movement: Dict[str, Any], k: int) -> bool:
    """Whether moves, beside the tables of both rounds, tell what the few answered who scored in only one."""
    return any(int(moves["changed"]) < k and any(0 < int(moves[once]) < k for once in ("came", "stopped"))
               for moves in [movement["panel"], *movement["groups"].values()])


def steps_between(then: Any, now: Any, majority: Optional[Fraction]) -> List[str]:
    """What one person did about one item."""
    scored = isinstance(then, int), isinstance(now, int)
    if scored != (True, True):
        return [what for what, is_so in (("came", scored[1]), ("stopped", scored[0])) if is_so]
    if then == now or majority is None:
        return ["both"]
    before, after = abs(then - majority), abs(now - majority)
    return ["both", "changed", *(["toward"] if after < before else ["away"] if after > before else [])]


def has_two_peaks(rule: Rule, table: Table) -> Optional[bool]:
    """At least a third of the people in the lowest band, at least a third in the highest, and every point
    between them holds fewer than the fullest point of either."""
    if len(rule.bands) < 2 or table.scored == 0:
        return None
    lowest = min(rule.bands, key=lambda band: band[0])
    highest = max(reversed(rule.bands), key=lambda band: band[0])
    if lowest[1] + 1 >= highest[0]:
        return None

    def fullest(low: int, high: int) -> int:
        return max((table.people.get(score, 0) for score in range(low, high + 1)), default=0)

    return (3 * table.count(lowest) >= table.scored and 3 * table.count(highest) >= table.scored
            and fullest(lowest[1] + 1, highest[0] - 1) < min(fullest(*lowest), fullest(*highest)))


# The k rule for explanations: what would have been decided without somebody tells what they answered.

def keep_back(sizes: Dict[str, int], k: int, kept: set) -> set:
    """Adds the groups of few people, and the smallest others while all of these together are still few."""
    kept = {*kept, *(group for group, size in sizes.items() if 0 < size < k)}
    people = sum(size for group, size in sizes.items() if group in kept)
    for size, group in sorted((size, group.encode()) for group, size in sizes.items()):
        if not 0 < people < k:
            break
        if size and group.decode() not in kept:
            kept.add(group.decode())
            people += size
    return kept


def publishable_explanation(item: Dict[str, Any], k: int, suppressed: Sequence[str]) -> Dict[str, Any]:
    scored = item["scored"]
    panel = int(scored["panel"])
    sizes = {group: int(people) for group, people in scored["groups"].items()}
    if panel < k:
        return {"suppressed": sorted(sizes)}
    kept = keep_back(sizes, k, set(suppressed))

    def tells(left_in: str) -> bool:
        return int(left_in) < k or 0 < panel - int(left_in) < k

    without = scored["without"]
    withheld = [{"what_if": "without", "group": group} for group in sorted(without, key=utf16)
                if group in kept or tells(without[group])]
    if "completers" in scored and tells(scored["completers"]):
        withheld.append({"what_if": "completers"})
    for what in withheld:
        if "group" in what:
            del without[what["group"]]
        else:
            del scored["completers"]
    item["what_ifs"] = [told for told in item["what_ifs"]
                        if without_members(told, "consensus") not in withheld]
    for group in kept:
        scored["groups"].pop(group, None)
        item.get("flip", {}).get("groups", {}).pop(group, None)
    for split in ("verdicts", "medians"):
        sides = item["dissent"].get(split, {}).values()
        if any(group in kept for groups in sides for group in groups):
            del item["dissent"][split]
    if item.get("flip") is None:
        item.pop("flip", None)
    if "movement" in item:
        moves = item["movement"]
        twice = {group: int(counts["both"]) for group, counts in moves["groups"].items()}
        for group in keep_back(twice, k, kept):
            moves["groups"].pop(group, None)
        if int(moves["panel"]["both"]) < k:
            del item["movement"]
    if kept:
        item["suppressed"] = sorted(kept)
    if withheld:
        item["withheld"] = withheld
    return item


# How near a verdict was to another: the fewest people who scored the item and would have had to give another
# score. What would have to hold of the scores is taken apart into needs: sums of weight times points that
# have to reach a number. The search opens the branches in the order of how many people they need at least.
# Its limits are the first program's, because the log holds exactly what that one proved within them.

PERCENTILE_POINTS_MAX = 21
BRANCHES_MAX = TRIES_MAX = 4_000
TRIES_A_BRANCH = 1_000
NEVER = 10 ** 30
WHOLE_WAY = 1 << 20  # The precision in which ways are compared; it orders the search and decides nothing.

Points = Tuple[int, ...]


class Need(NamedTuple):
    """The sum over everybody who scored of weight times points[score] is at least `least`."""
    basis: int
    points: Points
    least: int


class Basis(NamedTuple):
    """How much one person of each cohort weighs in some table, in whole numbers of 1 / unit."""
    table: str  # Empty for the panel.
    unit: int
    weights: List[int]


class Node(NamedTuple):
    """One need, or at least `wanted` of the parts."""
    need: Optional[Need]
    wanted: int
    parts: List[int]


def flips_of(count: Count, tables: Tables, cohorts: Sequence[Cohort], verdict: str) -> Optional[Dict[str, Any]]:
    """What is proved: overall, and where only one group's people score otherwise. None where the overall
    number is not proved."""
    if verdict == "INQUORATE":
        return {"groups": {group: {} for group in count.groups}}
    scene = Scene(count, tables, cohorts, verdict)
    overall = scene.proved([True] * len(scene.cohorts))
    if overall is None:
        return None
    groups = {group: scene.proved([group in stands_in(cohort.hats, count.voice) for cohort in scene.cohorts])
              for group in count.groups}
    return {**overall, "groups": {group: flip for group, flip in groups.items() if flip is not None}}


class Scene:
    """One item counted, and the formula for its verdict to be another."""

    ALWAYS, NEVER_SO = 0, 1  # Nodes.

    def __init__(self, count: Count, tables: Tables, cohorts: Sequence[Cohort], verdict: str) -> None:
        self.count, self.rule, self.tables, self.verdict = count, count.rule, tables, verdict
        self.everybody = self.blocs(cohorts)
        self.factors = {denominator: panel_factors(self.everybody, count.voice, denominator)
                        for denominator in ("scored", "answered")}
        # Only those who scored can score otherwise.
        self.places = [place for place, cohort in enumerate(self.everybody)
                       if people_below("scored", cohort.counts)]
        self.cohorts = [self.everybody[place] for place in self.places]
        self.scores = [[cohort.counts.get(score, 0) for score in self.rule.scores()] for cohort in self.cohorts]
        self.nodes: List[Node] = [Node(None, 0, []), Node(None, 1, [])]
        self.bases: List[Basis] = []
        self.basis_numbers: Dict[Tuple[str, str], int] = {}
        self.need_nodes: Dict[Need, int] = {}
        self.names = ["", *count.groups]
        self.shared = {(a, b) for cohort in self.cohorts for a in stands_in(cohort.hats, count.voice)
                       for b in stands_in(cohort.hats, count.voice)}
        self.root = VerdictFormula(self).other_than(verdict)

    def blocs(self, cohorts: Sequence[Cohort]) -> List[Cohort]:
        """People whom no figure can tell apart, in order of their hats' first appearance, then of weight."""
        voice = self.count.voice
        merged: Dict[Any, Cohort] = {}
        numbers: Dict[Any, int] = {}
        for cohort in cohorts:
            hats = (tuple(sorted(stands_in(cohort.hats, voice))), tuple(sorted(reaches_panel(cohort.hats, voice))))
            key = (numbers.setdefault(hats, len(numbers)), cohort.own)
            bloc = merged.setdefault(key, cohort._replace(counts={}))
            for answer, n in cohort.counts.items():
                bloc.counts[answer] = bloc.counts.get(answer, 0) + n
        return [merged[key] for key in sorted(merged)]

    # The formula's nodes. Constants fold away.

    def at_least(self, wanted: int, parts: Sequence[int]) -> int:
        wanted = max(0, wanted - sum(part == self.ALWAYS for part in parts))
        still_open = [part for part in parts if part not in (self.ALWAYS, self.NEVER_SO)]
        if wanted == 0:
            return self.ALWAYS
        if wanted > len(still_open):
            return self.NEVER_SO
        if len(still_open) == 1:
            return still_open[0]
        self.nodes.append(Node(None, wanted, still_open))
        return len(self.nodes) - 1

    def all(self, parts: Sequence[int]) -> int:
        return self.at_least(len(parts), parts)

    def any(self, parts: Sequence[int]) -> int:
        return self.at_least(1, parts)

    def basis(self, table: str, counted: str) -> int:
        """`counted` is scored or answered, for weights under that denominator, or people, for each once."""
        key = (table, counted)
        if key not in self.basis_numbers:
            voice = self.count.voice
            weights = []
            for place, cohort in zip(self.places, self.cohorts):
                if table == "":
                    factor = self.factors["answered" if counted == "answered" else "scored"][place]
                else:
                    stands = table in stands_in(cohort.hats, voice)
                    factor = part_of(cohort.hats, voice) if stands else Fraction(0)
                if counted == "people":
                    weights.append(Fraction(table == "" or factor != 0))
                else:
                    weights.append(factor * cohort.own)
            unit = shared_denominator(weights, WEIGHT_BITS_MAX)
            self.basis_numbers[key] = len(self.bases)
            self.bases.append(Basis(table, unit, [int(weight * unit) for weight in weights]))
        return self.basis_numbers[key]

    def sum(self, table: str, counted: str, points: Points, op: str, right: Fraction) -> int:
        """The sum of weight times points[score], compared with `right`."""
        if op == "=":
            return self.all([self.sum(table, counted, points, one, right) for one in (">=", "<=")])
        basis = self.basis(table, counted)
        if op[0] == "<":
            points, right = tuple(-point for point in points), -right
        units = right * self.bases[basis].unit
        floor = units.numerator // units.denominator
        least = floor + 1 if op in ("<", ">") else -(-units.numerator // units.denominator)
        need_of = Need(basis, points, least)
        if need_of not in self.need_nodes:
            self.need_nodes[need_of] = len(self.nodes)
            self.nodes.append(Node(need_of, 0, []))
        return self.need_nodes[need_of]

    # What the search asks.

    def missing(self, need_of: Need) -> int:
        """What is missing for the need before anybody moves."""
        weights = self.bases[need_of.basis].weights
        return need_of.least - sum(weight * sum(n * point for n, point in zip(scores, need_of.points))
                                   for weight, scores in zip(weights, self.scores))

    def fewest(self, need_of: Need, movable: Sequence[bool]) -> int:
        """The fewest who could meet the need alone."""
        missing = self.missing(need_of)
        if missing <= 0:
            return 0
        best = max(need_of.points)
        gains = []
        for may, weight, scores in zip(movable, self.bases[need_of.basis].weights, self.scores):
            if may and weight:
                gains += [(weight * (best - point), n) for n, point in zip(scores, need_of.points)
                          if n and point < best]
        fewest = 0
        for gain, n in sorted(gains, reverse=True):
            steps = min(n, -(-missing // gain))
            fewest += steps
            missing -= gain * steps
            if missing <= 0:
                return fewest
        return NEVER

    def together(self, by_table: Dict[str, int]) -> int:
        """The fewest for all tables, given the fewest for each: tables without anybody in common add up."""
        apart: List[str] = []
        summed = 0
        for table in sorted(self.names, key=lambda name: -by_table.get(name, 0)):
            if by_table.get(table, 0) == 0:
                break
            if table == "" or any((table, other) in self.shared for other in apart):
                continue
            apart.append(table)
            summed += by_table[table]
        return max(summed, by_table.get("", 0))

    def verdict_after(self, moves: Sequence[Tuple[int, int, int, int]]) -> str:
        """The verdict if these people had scored so."""
        changed = [cohort._replace(counts=dict(cohort.counts)) for cohort in self.everybody]
        for number, origin, to, n in moves:
            counts = changed[self.places[number]].counts
            counts[self.rule.low + origin] -= n
            counts[self.rule.low + to] = counts.get(self.rule.low + to, 0) + n
        tables = tables_of(self.rule, changed, self.count.groups, self.count.voice)
        return verdict_of(self.rule, tables, self.count.round).word

    def proved(self, movable: List[bool]) -> Optional[Dict[str, str]]:
        """{} where no change of scores changes the verdict; None where it is not proved."""
        if not any(movable):
            return {}
        least, most = FlipSearch(self, movable).run()
        if least is None and most is None:
            return {}
        return {"at_least": str(least), "at_most": str(most)} if least == most else None


OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
TRUE, FALSE, NOT_TRUE, NOT_FALSE = "true", "false", "not true", "not false"
NEGATED = {TRUE: FALSE, FALSE: TRUE, NOT_TRUE: NOT_FALSE, NOT_FALSE: NOT_TRUE}


def wants(want: str, truth: Optional[bool]) -> bool:
    return {TRUE: truth is True, FALSE: truth is False, NOT_TRUE: truth is not True,
            NOT_FALSE: truth is not False}[want]


class VerdictFormula:
    """What would have to hold of the scores, while those who score stay the same. The same walk as assess(),
    in formulas for truths that are wanted."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.rule = scene, scene.rule

    def other_than(self, now: str) -> int:
        """From NONE any clause leads away. From another verdict, each clause that gives it must fail or come
        after one that gives the opposite."""
        opposite: List[int] = []
        gone: List[int] = []
        for clause in self.rule.clauses:
            if not applies_in(clause, self.scene.count.round):
                continue
            if clause["verdict"] != now:
                opposite.append(self.anywhere(clause["when"], self.rule.least, TRUE))
            else:
                fails = self.anywhere(clause["when"], self.rule.least, NOT_TRUE)
                gone.append(self.scene.any([*opposite, fails]))
        return self.scene.any(opposite) if now == "NONE" else self.scene.all(gone)

    def fixed(self, want: str, truth: Optional[bool]) -> int:
        return self.scene.ALWAYS if wants(want, truth) else self.scene.NEVER_SO

    def anywhere(self, criterion: Dict[str, Any], least: int, want: str) -> int:
        least = criterion.get("least_group_size", least)
        scope = criterion.get("scope", "panel")
        if isinstance(scope, dict) and "groups" in scope:
            parts = [self.in_group(criterion, name, least, want) if name in self.scene.tables.groups
                     else self.fixed(want, None) for name in scope["groups"]]
            return self.joined("all", parts, want)
        if scope == "every_group":
            return self.every_group(criterion, least, want)
        if scope != "panel":
            return self.some_groups(criterion, least, scope["at_least"] if isinstance(scope, dict) else 1, want)
        what, parts_in = parts_of(criterion)
        if what == "measure":
            return MeasureFormula(self.scene, "", want).of(criterion)
        if what == "not":
            return self.anywhere(parts_in[0], least, NEGATED[want])
        return self.joined(what, [self.anywhere(part, least, want) for part in parts_in], want)

    def in_group(self, criterion: Dict[str, Any], group: str, least: int, want: str) -> int:
        least = criterion.get("least_group_size", least)
        if self.scene.tables.groups[group].scored < least:
            return self.fixed(want, None)
        what, parts_in = parts_of(criterion)
        if what == "measure":
            return MeasureFormula(self.scene, group, want).of(criterion)
        if what == "not":
            return self.in_group(parts_in[0], group, least, NEGATED[want])
        return self.joined(what, [self.in_group(part, group, least, want) for part in parts_in], want)

    def joined(self, what: str, parts: List[int], want: str) -> int:
        positive = want in (TRUE, NOT_FALSE)
        return self.scene.all(parts) if (what == "all") == positive else self.scene.any(parts)

    def each(self, criterion: Dict[str, Any], least: int, want: str) -> List[int]:
        return [self.in_group(criterion, group, least, want) for group in self.scene.count.groups]

    def every_group(self, criterion: Dict[str, Any], least: int, want: str) -> int:
        """True where no group fails and one holds; not assessable where none can be told."""
        each, scene = functools.partial(self.each, criterion, least), self.scene
        if want == TRUE:
            return scene.all([scene.all(each(NOT_FALSE)), scene.any(each(TRUE))])
        if want == NOT_TRUE:
            return scene.any([scene.any(each(FALSE)), scene.all(each(NOT_TRUE))])
        return scene.any(each(FALSE)) if want == FALSE else scene.all(each(NOT_FALSE))

    def some_groups(self, criterion: Dict[str, Any], least: int, wanted: int, want: str) -> int:
        """True where it holds in so many; not assessable where so many cannot be told."""
        each, scene = functools.partial(self.each, criterion, least), self.scene
        too_many = max(0, len(scene.count.groups) - wanted + 1)
        if want == TRUE:
            return scene.at_least(wanted, each(TRUE))
        if want == NOT_TRUE:
            return scene.at_least(too_many, each(NOT_TRUE))
        if want == FALSE:
            fails = scene.at_least(too_many, each(NOT_TRUE))
            told = [scene.any([self.in_group(criterion, group, least, TRUE),
                               self.in_group(criterion, group, least, FALSE)]) for group in scene.count.groups]
            return scene.all([fails, scene.at_least(wanted, told)])
        untold = [scene.all([self.in_group(criterion, group, least, NOT_TRUE),
                             self.in_group(criterion, group, least, NOT_FALSE)]) for group in scene.count.groups]
        holds = scene.at_least(wanted, each(TRUE))
        return scene.any([holds, scene.at_least(too_many, untold)])


class MeasureFormula:
    """What would have to hold for one measure to hold in one table, or not to."""

    def __init__(self, scene: Scene, table: str, want: str) -> None:
        self.scene, self.rule, self.name, self.want = scene, scene.rule, table, want
        self.table = scene.tables.groups[table] if table else scene.tables.panel
        self.holds = wants(want, True)

    def of(self, criterion: Dict[str, Any]) -> int:
        return getattr(self, criterion["measure"].replace("-", "_"))(criterion)

    def not_assessable(self) -> int:
        return self.scene.ALWAYS if wants(self.want, None) else self.scene.NEVER_SO

    def between(self, low: int, high: int) -> Points:
        return tuple(int(low <= score <= high) for score in self.rule.scores())

    def compared(self, counted: str, points: Points, op: str, right: Fraction) -> int:
        def one(comparison: str) -> int:
            return self.scene.sum(self.name, counted, points, comparison, right)
        if self.holds:
            return one(op)
        return one(OPPOSITE[op]) if op != "=" else self.scene.any([one("<"), one(">")])

    def people(self, points: Points, right: int) -> int:
        return self.compared("people", points, ">=", Fraction(right))

    def share(self, criterion: Dict[str, Any]) -> int:
        below = criterion.get("denominator", self.rule.denominator)
        total = self.table.totals[below]
        if total == 0:
            return self.not_assessable()
        right = criterion["value"] * total - self.table.weight(below, criterion.get("plus", []))
        return self.compared(below, self.between(*criterion["band"]), criterion["op"], right)

    def mean(self, criterion: Dict[str, Any]) -> int:
        total = self.table.totals["scored"]
        if total == 0:
            return self.not_assessable()
        return self.compared("scored", tuple(self.rule.scores()), criterion["op"], criterion["value"] * total)

    def share_near_median(self, criterion: Dict[str, Any]) -> int:
        """Whichever median it will be, so much of the weight has to be near it."""
        below = self.rule.denominator
        total = self.table.totals[below]
        if self.table.totals["scored"] == 0 or total == 0:
            return self.not_assessable()
        ways = []
        for halves in range(2 * self.rule.low, 2 * self.rule.high + 1):
            near = tuple(int(abs(Fraction(halves, 2) - score) <= criterion["within"])
                         for score in self.rule.scores())
            ways.append(self.scene.all([self.median_from(halves), self.median_up_to(halves), self.compared(
                below, near, criterion["op"], criterion["value"] * total)]))
        return self.scene.any(ways)

    def median(self, criterion: Dict[str, Any]) -> int:
        """A median is the mean of a lower and an upper one, which are scores: in halves it is their sum."""
        if self.table.totals["scored"] == 0:
            return self.not_assessable()
        halves = min(max(criterion["value"] * 2, Fraction(2 * self.rule.low - 1)), Fraction(2 * self.rule.high + 1))
        floor = halves.numerator // halves.denominator
        ceiling = -(-halves.numerator // halves.denominator)
        op = criterion["op"]
        if op == "=" and self.holds:
            if floor != ceiling:
                return self.scene.NEVER_SO
            return self.scene.all([self.median_from(floor), self.median_up_to(floor)])
        if op == "=":
            return self.scene.any([self.median_up_to(ceiling - 1), self.median_from(floor + 1)])
        op = op if self.holds else OPPOSITE[op]
        if op == ">=":
            return self.median_from(ceiling)
        if op == ">":
            return self.median_from(floor + 1)
        return self.median_up_to(floor if op == "<=" else ceiling - 1)

    def weight_up_to(self, score: int, op: str) -> int:
        """The weight up to the score, compared with half of all."""
        if score < self.rule.low or score >= self.rule.high:
            whole = Fraction(score >= self.rule.high)
            return self.scene.ALWAYS if COMPARISONS[op](whole, Fraction(1, 2)) else self.scene.NEVER_SO
        return self.scene.sum(self.name, "scored", self.between(self.rule.low, score), op,
                              self.table.totals["scored"] / 2)

    def median_from(self, halves: int) -> int:
        """The lower median is the first score up to which half of the weight lies, the upper one the first
        up to which more than half does."""
        if halves <= 2 * self.rule.low:
            return self.scene.ALWAYS
        ways = []
        for lower in range(self.rule.low, (halves + 1) // 2 + 1):
            upper = max(lower, halves - lower)
            if upper <= self.rule.high:
                ways.append(self.scene.all([self.weight_up_to(lower - 1, "<"), self.weight_up_to(upper - 1, "<=")]))
        return self.scene.any(ways)

    def median_up_to(self, halves: int) -> int:
        if halves >= 2 * self.rule.high:
            return self.scene.ALWAYS
        ways = []
        for lower in range(self.rule.low, halves // 2 + 1):
            upper = min(self.rule.high, halves - lower)
            ways.append(self.scene.all([self.weight_up_to(lower, ">="), self.weight_up_to(upper, ">")]))
        return self.scene.any(ways)

    def iqr(self, criterion: Dict[str, Any]) -> int:
        if self.table.scored == 0:
            return self.not_assessable()
        if len(self.rule.scores()) > PERCENTILE_POINTS_MAX:
            return self.scene.ALWAYS  # Left out: it would branch too often.

        def reaching(op: str) -> int:
            return self.percentiles(Fraction(1, 4), Fraction(3, 4), op[0] == ">",
                                    lambda low, high: COMPARISONS[op](high - low, criterion["value"]))
        op = criterion["op"]
        if op != "=":
            return reaching(op if self.holds else OPPOSITE[op])
        both = [reaching(one) for one in ((">=", "<=") if self.holds else ("<", ">"))]
        return self.scene.all(both) if self.holds else self.scene.any(both)

    def ipras(self, criterion: Dict[str, Any]) -> int:
        if self.table.scored == 0:
            return self.not_assessable()
        if len(self.rule.scores()) > PERCENTILE_POINTS_MAX or abs(criterion["slope"]) > 2:
            return self.scene.ALWAYS  # Under a steeper slope a wider range can be less of a disagreement.
        return self.percentiles(criterion["lower"], criterion["upper"], self.holds, lambda low, high:
                                (high - low > ipras(criterion, low, high)) == self.holds)

    def tails(self, criterion: Dict[str, Any]) -> int:
        row = row_for(criterion["table"], self.table.scored)
        if row is None:
            return self.not_assessable()
        parts = [self.people(self.between(*criterion[band]), row[2]) for band in ("low", "high")]
        return self.scene.all(parts) if self.holds else self.scene.any(parts)

    def outside_at_most(self, criterion: Dict[str, Any]) -> int:
        row = row_for(criterion["table"], self.table.scored)
        if row is None or self.table.scored == 0:
            return self.not_assessable()
        inside = self.table.scored - row[2]
        if criterion["region"] == "mode":
            parts = [self.people(self.between(score, score), inside) for score in self.rule.scores()]
            return self.scene.any(parts) if self.holds else self.scene.all(parts)
        ways = []
        for score in self.rule.scores():
            band = next((one for one in self.rule.bands if one[0] <= score <= one[1]), None)
            here = self.not_assessable() if band is None else self.people(self.between(*band), inside)
            ways.append(self.scene.all([self.median_from(2 * score - 1), self.median_up_to(2 * score), here]))
        return self.scene.any(ways)

    def percentiles(self, lower: Fraction, upper: Fraction, wide: bool,
                    fits: Callable[[Fraction, Fraction], bool]) -> int:
        """Two type-7 percentiles whose range fits; `wide` says whether it still fits after its ends move
        apart, or else together. A percentile lies between two neighbors in the order of scores."""
        ends = []
        for part in (lower, upper):
            rank = part * (self.table.scored - 1)
            first = rank.numerator // rank.denominator
            beyond = rank - first
            pairs = [(a, b, a + beyond * (b - a)) for a in self.rule.scores()
                     for b in range(a, (self.rule.high if beyond else a) + 1)]
            ends.append((first, beyond, pairs))

        def covers(a: Any, b: Any, up_to: bool) -> bool:
            """Whether b asks no less than a."""
            return a[0] >= b[0] and a[1] >= b[1] if up_to else a[0] <= b[0] and a[1] <= b[1]

        ways: List[Tuple[Any, Any]] = []
        for low in ends[0][2]:
            for high in ends[1][2]:
                if not fits(low[2], high[2]) or any(covers(a, low, wide) and covers(b, high, not wide)
                                                    for a, b in ways):
                    continue
                ways = [(a, b) for a, b in ways if not (covers(low, a, wide) and covers(high, b, not wide))]
                ways.append((low, high))
        return self.scene.any([self.scene.all([self.placed(ends[0], low, wide),
                                               self.placed(ends[1], high, not wide)]) for low, high in ways])

    def placed(self, end: Any, pair: Any, up_to: bool) -> int:
        """Both neighbors lie up to the pair's scores, or from them on."""
        first, beyond, _ = end
        places = []
        for score, rank in [(pair[0], first)] + ([(pair[1], first + 1)] if beyond else []):
            last = score if up_to else score - 1
            if self.rule.low <= last < self.rule.high:
                places.append(self.scene.sum(self.name, "people", self.between(self.rule.low, last),
                                             ">" if up_to else "<=", Fraction(rank)))
        return self.scene.all(places)


class Branch:
    """Needs that have to be met, and choices among further ones: (node, first part, how many more)."""

    def __init__(self) -> None:
        self.needs: List[Need] = []
        self.by_table: Dict[str, int] = {}  # The fewest people that one of the table's needs takes alone.
        self.choices: List[Tuple[int, int, int]] = []
        self.bound = 0  # It takes no fewer people.
        self.mover: Optional[Mover] = None

    def copy(self) -> "Branch":
        other = Branch()
        other.needs, other.by_table = list(self.needs), dict(self.by_table)
        other.choices, other.bound = list(self.choices), self.bound
        return other


class Recipe(NamedTuple):
    """How a branch is made from another one when its turn comes: most never come to it."""
    origin: Branch
    part: Optional[int]  # Asked beside what the origin asks.
    choice: Optional[Tuple[int, int, int]]  # And this is left to choose.


class FlipSearch:
    def __init__(self, scene: Scene, movable: List[bool]) -> None:
        self.scene, self.movable = scene, movable
        self.alone: Dict[Need, int] = {}
        self.fewest: List[int] = []  # By node, were nothing else asked.
        for node in scene.nodes:
            self.fewest.append(self.fewest_for(node.need) if node.need
                               else self.fewest_of(node.parts, 0, node.wanted))
        self.people = sum(sum(scores) for may, scores in zip(movable, scene.scores) if may)
        # In order of how many people they need at least, then of arrival.
        self.branches: List[Tuple[int, int, Union[Branch, Recipe]]] = []
        self.arrived = 0
        self.tries = TRIES_MAX
        self.stuck: List[Branch] = []  # Cut short, or their moves changed nothing.
        self.found: Optional[int] = None

    def fewest_for(self, need_of: Need) -> int:
        if need_of not in self.alone:
            self.alone[need_of] = self.scene.fewest(need_of, self.movable)
        return self.alone[need_of]

    def fewest_of(self, parts: Sequence[int], first: int, wanted: int) -> int:
        if wanted == 0:
            return 0
        if len(parts) - first < wanted:
            return NEVER
        return sorted(self.fewest[part] for part in parts[first:])[wanted - 1]

    def run(self) -> Tuple[Optional[int], Optional[int]]:
        """No fewer than so many, and so many can."""
        self.consider(Recipe(Branch(), self.scene.root, None))
        opened = 0
        while self.branches and self.found is None and opened < BRANCHES_MAX:
            opened += 1
            branch = self.made(*heapq.heappop(self.branches))
            if branch.choices:
                self.open(branch)
            else:
                self.try_to_meet(branch)
        bounds = [branch.bound for branch in self.stuck]
        bounds += [self.branches[0][0]] if self.found is None and self.branches else []
        at_least = min(bounds + ([] if self.found is None else [self.found]), default=None)
        self.look_for_proof(at_least)
        return at_least, self.found

    def look_for_proof(self, at_least: Optional[int]) -> None:
        """Moves of as few people as are needed at least, in branches that the search did not settle."""
        waiting = [] if self.found is not None else [self.made(*one) for one in sorted(
            (one for one in self.branches if one[0] == at_least), key=lambda one: one[1])]
        for branch in [*self.stuck, *waiting]:
            if branch.choices or branch.bound != at_least or self.found == at_least:
                continue
            moves = (branch.mover or Mover(self.scene, branch.needs, self.movable)).greedily()
            if moves is not None and sum(move[3] for move in moves) == at_least and self.changes(moves):
                self.found = at_least

    def made(self, bound: int, _: int, branch: Union[Branch, Recipe]) -> Branch:
        if isinstance(branch, Recipe):
            branch = self.follow(branch) or Branch()
        branch.bound = bound
        return branch

    def follow(self, recipe: Recipe) -> Optional[Branch]:
        branch = recipe.origin.copy()
        if recipe.part is not None and not self.require(recipe.part, branch):
            return None
        branch.choices += [recipe.choice] if recipe.choice else []
        return branch

    def require(self, part: int, branch: Branch) -> bool:
        """Adds what a part asks; False where it can never be."""
        node = self.scene.nodes[part]
        if self.fewest[part] == NEVER:
            return False
        if node.need:
            self.demand(node.need, branch)
            for number, other in enumerate(branch.needs):
                if other[:2] == node.need[:2]:  # Of two needs for more of the same, the larger one.
                    branch.needs[number] = max(other, node.need)
                    return True
            branch.needs.append(node.need)
            return True
        if node.wanted < len(node.parts):
            branch.choices.append((part, 0, node.wanted))
            return True
        return all(self.require(each, branch) for each in node.parts)

    def demand(self, need_of: Need, branch: Branch) -> None:
        table = self.scene.bases[need_of.basis].table
        branch.by_table[table] = max(branch.by_table.get(table, 0), self.fewest_for(need_of))

    def consider(self, recipe: Recipe) -> None:
        branch = self.follow(recipe)
        if branch is None:
            return
        if not branch.choices:  # Two needs of one table imply their sum, which can ask for more than either.
            for a, b in itertools.combinations(branch.needs, 2):
                if a.basis == b.basis:
                    points = tuple(map(int.__add__, a.points, b.points))
                    self.demand(Need(a.basis, points, a.least + b.least), branch)
        if NEVER in branch.by_table.values():
            return
        bound = max(1, branch.bound, self.scene.together(branch.by_table))
        for node, first, wanted in branch.choices:
            bound = max(bound, self.fewest_of(self.scene.nodes[node].parts, first, wanted))
        self.keep(bound, recipe)

    def keep(self, bound: int, branch: Union[Branch, Recipe]) -> None:
        if bound <= self.people:
            heapq.heappush(self.branches, (bound, self.arrived, branch))
            self.arrived += 1

    def open(self, branch: Branch) -> None:
        """Takes up the choice with the fewest parts."""
        def width(choice: Tuple[int, int, int]) -> int:
            return len(self.scene.nodes[choice[0]].parts) - choice[1]
        node, first, wanted = choice = min(branch.choices, key=width)
        branch.choices.remove(choice)
        parts = self.scene.nodes[node].parts
        # One of several: each in turn. More than one: with the first, or without it.
        for number in range(first, len(parts) if wanted == 1 else first + 1):
            self.consider(Recipe(branch, parts[number], (node, number + 1, wanted - 1) if wanted > 1 else None))
        if wanted > 1 and len(parts) - first > wanted:
            self.consider(Recipe(branch, None, (node, first + 1, wanted)))

    def try_to_meet(self, branch: Branch) -> None:
        """With exactly as many people as its bound says, which no other branch can do better."""
        mover = branch.mover = branch.mover or Mover(self.scene, branch.needs, self.movable)
        mover.work = allowed = min(self.tries, TRIES_A_BRANCH)
        moves = mover.within(branch.bound)
        self.tries -= allowed - mover.work
        if moves is not None and self.changes(moves):
            self.found = branch.bound
        elif moves is not None or mover.work == 0:
            self.stuck.append(branch)
        else:
            self.keep(branch.bound + 1, branch)

    def changes(self, moves: Sequence[Tuple[int, int, int, int]]) -> bool:
        return self.scene.verdict_after(moves) != self.scene.verdict


class Mover:
    """The search for moves that meet all of the needs at once."""

    def __init__(self, scene: Scene, needs: List[Need], movable: Sequence[bool]) -> None:
        self.scene, self.needs, self.work = scene, needs, 0
        self.missing = [scene.missing(need_of) for need_of in needs]
        # Points that count alike for every need.
        regions: Dict[Points, List[int]] = {}
        for point in range(len(scene.rule.scores())):
            regions.setdefault(tuple(need_of.points[point] for need_of in needs), []).append(point)
        self.regions = list(regions.values())
        # People whom the needs cannot tell apart: what their moves add, and (cohort, region, targets) of each.
        self.kinds: List[Tuple[Tuple[Effects, ...], List[Tuple[int, int, List[int]]]]] = []
        self.sizes: List[int] = []
        self.find_kinds(movable)
        self.order_options()
        self.rest: List[int] = []
        self.left: List[int] = []
        self.chosen: List[int] = []

    def useful_moves(self, cohort: int, region: int) -> List[Tuple[Effects, int]]:
        """Those that help some need, without those that another is as good as everywhere."""
        def no_better(a: Effects, b: Effects) -> bool:
            return all(x <= y for x, y in zip(a, b))

        moves: List[Tuple[Effects, int]] = []
        origin = self.regions[region][0]
        for target, points in enumerate(self.regions):
            effects = tuple(self.scene.bases[n.basis].weights[cohort] * (n.points[points[0]] - n.points[origin])
                            for n in self.needs)
            if not any(gain > 0 for gain in effects) or any(no_better(effects, other) for other, _ in moves):
                continue
            moves = [(other, at) for other, at in moves if not no_better(other, effects)]
            moves.append((effects, target))
        return sorted(moves)

    def find_kinds(self, movable: Sequence[bool]) -> None:
        numbers: Dict[Tuple[Effects, ...], int] = {}
        for cohort, scores in enumerate(self.scene.scores):
            for region, points in enumerate(self.regions if movable[cohort] else []):
                people = sum(scores[point] for point in points)
                moves = self.useful_moves(cohort, region) if people else []
                if not moves:
                    continue
                effects = tuple(effect for effect, _ in moves)
                if effects not in numbers:
                    numbers[effects] = len(self.kinds)
                    self.kinds.append((effects, []))
                    self.sizes.append(0)
                self.kinds[numbers[effects]][1].append((cohort, region, [target for _, target in moves]))
                self.sizes[numbers[effects]] += people

    def usefulness(self, effects: Effects) -> int:
        return sum(min(gain, missing) * WHOLE_WAY // missing
                   for gain, missing in zip(effects, self.missing) if gain > 0 and missing > 0)

    def order_options(self) -> None:
        order = sorted(range(len(self.kinds)),
                       key=lambda kind_of: -max(0, *map(self.usefulness, self.kinds[kind_of][0])))
        self.options = [(kind_of, number) for kind_of in order for number in range(len(self.kinds[kind_of][0]))]
        self.effects = [self.kinds[kind_of][0][number] for kind_of, number in self.options]
        self.by_gain, self.hurt = [], []
        for number in range(len(self.needs)):
            gaining = [option for option, effects in enumerate(self.effects) if effects[number] > 0]
            self.by_gain.append(sorted(gaining, key=lambda option: -self.effects[option][number]))
            self.hurt.append(any(effects[number] < 0 for effects in self.effects))

    def start(self) -> None:
        self.rest, self.left = list(self.missing), list(self.sizes)
        self.chosen = [0] * len(self.options)

    def take(self, option: int, people: int) -> None:
        self.rest = [rest - gain * people for rest, gain in zip(self.rest, self.effects[option])]
        self.left[self.options[option][0]] -= people
        self.chosen[option] += people

    def all_met(self) -> bool:
        return all(rest <= 0 for rest in self.rest)

    def can_still_do(self, option: int, people: int) -> bool:
        """If each need had the options from this one on to itself."""
        by_table: Dict[str, int] = {}
        for number, rest in enumerate(self.rest):
            if rest <= 0:
                continue
            fewest = 0
            for candidate in self.by_gain[number]:
                if candidate < option:
                    continue
                gain = self.effects[candidate][number]
                steps = min(self.left[self.options[candidate][0]], -(-rest // gain))
                fewest += steps
                rest -= gain * steps
                if rest <= 0 or fewest > people:
                    break
            if rest > 0 or fewest > people:
                return False
            table = self.scene.bases[self.needs[number].basis].table
            by_table[table] = max(by_table.get(table, 0), fewest)
        return self.scene.together(by_table) <= people

    def useful(self, option: int, people: int) -> int:
        """As many as it takes to meet every need that the option helps."""
        available = min(people, self.left[self.options[option][0]])
        return max((min(available, -(-rest // gain)) for rest, gain in zip(self.rest, self.effects[option])
                    if gain > 0 and rest > 0), default=0)

    def search(self, option: int, people: int) -> bool:
        if self.all_met():
            return True
        if self.work == 0 or option == len(self.options):
            return False
        self.work -= 1
        if not self.can_still_do(option, people):
            return False
        useful = self.useful(option, people)
        most = useful
        if any(gain > 0 and hurt for gain, hurt in zip(self.effects[option], self.hurt)):
            most = min(people, self.left[self.options[option][0]])  # To make up for moves that hurt a need.
        for moved in [*range(useful, -1, -1), *range(useful + 1, most + 1)]:
            if self.work == 0:
                break
            self.take(option, moved)
            if self.search(option + 1, people - moved):
                return True
            self.take(option, -moved)
        return False

    def within(self, people: int) -> Optional[List[Tuple[int, int, int, int]]]:
        """Moves of at most so many people, if there are any; with no work left, None says nothing."""
        self.start()
        return self.moves() if self.search(0, people) else None

    def distance(self, effects: Effects) -> int:
        summed = 0
        for rest, gain, missing, need_of in zip(self.rest, effects, self.missing, self.needs):
            whole = max(missing, self.scene.bases[need_of.basis].unit)
            if rest - gain > 0:
                summed += (rest - gain) * WHOLE_WAY // whole + 1
        return summed

    def greedily(self) -> Optional[List[Tuple[int, int, int, int]]]:
        """Moves found by always taking the one that helps most; more people than needed, perhaps."""
        self.start()
        while not self.all_met():
            nearest, best = self.distance((0,) * len(self.needs)), None
            for option, (kind_of, _) in enumerate(self.options):
                distance = self.distance(self.effects[option]) if self.left[kind_of] else nearest
                if distance < nearest:
                    nearest, best = distance, option
            if best is None:
                return None
            self.take(best, max(1, self.useful(best, self.left[self.options[best][0]]) // 4))
        return self.moves()

    def moves(self) -> List[Tuple[int, int, int, int]]:
        """(cohort, from, to, people): each to the nearest point, those first who have the shortest way."""
        moves = []
        left = [list(scores) for scores in self.scene.scores]
        for (kind_of, number), people in zip(self.options, self.chosen):
            for cohort, region, targets in self.kinds[kind_of][1]:
                to_points = self.regions[targets[number]]
                ways = [(origin, min(to_points, key=lambda to: abs(to - origin))) for origin in self.regions[region]]
                for origin, to in sorted(ways, key=lambda way: abs(way[0] - way[1])):
                    here = min(people, left[cohort][origin])
                    if here:
                        left[cohort][origin] -= here
                        people -= here
                        moves.append((cohort, origin, to, here))
        return moves


# --- 14. Choices: voting rules ---
#
# Candidates are the items in their order on the floor, called by their numbers here. Every rule names all
# who are tied; what breaks a tie is the order on the floor or a lot from the log, where the plan says so.

WEIGHT_BITS_MAX = 100_000
APPROVAL_BITS_MAX = 2_000
APPROVAL_UNITS_MAX = 2 ** 40
# Beyond these this program says that it does not count again, where the first one has other limits.
KEMENY_MEMBERS_MAX = 15
ENUMERATED_MAX = 300_000
STATES_MAX = 20_000
COMMITTEES_MAX = 1_000

Marks = List[Optional[int]]  # By candidate: a place, 1 for approved, or a grade.


class Election(NamedTuple):
    """Ballots that are not blank and weigh something, with what the plan says."""
    names: List[str]
    ballots: List[Tuple[Marks, Fraction]]
    plan: Dict[str, Any]
    place_of: List[int]  # In the tie order, the first wins; empty without one.

    @property
    def size(self) -> int:
        return len(self.names)


class Answer(NamedTuple):
    """What a rule answers, as far as the log holds it."""
    winners: List[int]
    ranking: Optional[List[List[int]]] = None
    scores: Optional[List[Fraction]] = None
    tied: Optional[bool] = None  # Where it is not simply more winners than one.
    decided: bool = False  # By the tie order.
    committees: Optional[int] = None


def publishable_outcome(study: Study, choice: Vote) -> Dict[str, Any]:
    """What came of the newest iteration of a choice, as far as it may be published."""
    plan, box = choice.plan, choice.iterations[-1].box
    voters = [(study.participants[name].membership, ballot.answers) for name, ballot in box.ballots.items()
              if any(mark is not None for mark in ballot.answers)]
    people = {group: sum(1 for membership, _ in voters if membership and group in membership.hats)
              for group in study.terms.groups}
    outcome: Dict[str, Any] = {
        "rule": plan["rule"], "seats": str(plan["seats"]), "voters": str(len(voters)),
        "blank": str(len(box.ballots) - len(voters)), "winners": [], "tied": False}
    quorum = plan["quorum"]
    if len(voters) < max(1, quorum["panel"]) or min(people.values()) < quorum["each_group"]:
        outcome["inquorate"] = True
    else:
        try:
            outcome.update(count_choice(study, choice, voters))
        except Uncountable:
            outcome["refused"] = True
    hide = len(voters) < study.terms.k
    if study.exact:
        hide = hide or choice_tells(study, voters)
    elif study.terms.voice["voice"] != "per-person":
        hide = hide or held_back(people, study.terms.k) != []
    if hide:
        for figure in ("scores", "pairwise", "ranking", "committees_count"):
            outcome.pop(figure, None)
        outcome["figures_withheld"] = True
    return outcome


def choice_tells(study: Study, voters: Sequence[Tuple[Any, Marks]]) -> bool:
    """Whether figures tell of few: by the k rule over the voters as the voice weighs them, or because everybody
    marked alike, which the protocol has not warned of."""
    if all(marks == voters[0][1] for _, marks in voters) and not study.terms.unanimity_shown:
        return True
    weights = ballot_weights(study.terms.voice, [membership for membership, _ in voters])
    sorts = [Alike((), weights.count(weight), weight) for weight in sorted(set(weights))]
    shown = Disclosure(sorts, [], study.terms.k).choose()
    return not shown.panel or not shown.weights


def count_choice(study: Study, choice: Vote, voters: Sequence[Tuple[Any, Marks]]) -> Dict[str, Any]:
    plan = choice.plan
    names = [item.item for item in choice.items]
    weights = ballot_weights(study.terms.voice, [membership for membership, _ in voters])
    ballots = [(marks, weight) for (_, marks), weight in zip(voters, weights) if weight != 0]
    election = Election(names, ballots, plan, places_in_tie_order(names, plan["tie"], choice.lot))
    ranked = is_one_winner(plan)
    answer = count_ranked(election) if ranked else count_committee(election)
    several = len(answer.winners) > 1 if ranked else False
    counted: Dict[str, Any] = {"winners": [names[c] for c in answer.winners],
                               "tied": several if answer.tied is None else answer.tied}
    if answer.ranking is not None:
        counted["ranking"] = [[names[c] for c in place] for place in answer.ranking]
    if answer.scores is not None:
        counted["scores"] = {name: str(score) for name, score in zip(names, answer.scores)}
    if answer.committees is not None:
        counted["committees_count"] = str(answer.committees)
    if answer.decided:
        counted["decided_by"] = plan["tie"]
    if ranked and ballot_kind(plan) == "ranks":
        above = pairwise(election)
        counted["pairwise"] = {names[a]: {names[b]: str(above[a][b]) for b in range(len(names)) if a != b}
                               for a in range(len(names))}
    return counted


def ballot_weights(voice: Dict[str, Any], voters: Sequence[Membership]) -> List[Fraction]:
    """One weight a voter, by the conventions of a tally's panel."""
    if voice["voice"] == "person-weights":
        return [voter.weight for voter in voters]
    cohorts = [Cohort(tuple(voter.hats), Fraction(1), False, {0: 1}) for voter in voters]
    return panel_factors(cohorts, voice, "scored")


def places_in_tie_order(names: Sequence[str], tie: str, lot: Optional[Dict[str, Any]]) -> List[int]:
    if tie == "order":
        return list(range(len(names)))
    if tie != "lot" or lot is None:
        return []
    order = sorted(range(len(names)), key=lambda c: names[c].encode())
    numbers = split_mix(fnv1a("%d:%s" % (lot["size"], lot["root"])))
    for i in range(len(order) - 1, 0, -1):
        j = next(numbers) % (i + 1)
        order[i], order[j] = order[j], order[i]
    places = [0] * len(order)
    for place, candidate in enumerate(order):
        places[candidate] = place
    return places


def fnv1a(text: str) -> int:
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2 ** 64
    return value


def split_mix(state: int) -> Iterator[int]:
    """SplitMix64: the lot's numbers."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2 ** 64
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2 ** 64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2 ** 64
        yield mixed ^ mixed >> 31


def shared_denominator(weights: Iterable[Fraction], bits_max: int) -> int:
    shared = 1
    for weight in weights:
        shared *= weight.denominator // gcd(shared, weight.denominator)
        if shared.bit_length() - 1 > bits_max:
            raise Uncountable("weights without a reasonable common denominator")
    return shared


def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


# One winner.

def count_ranked(election: Election) -> Answer:
    rule = election.plan["rule"]
    shared_denominator((weight for _, weight in election.ballots), WEIGHT_BITS_MAX)
    answer = RANKED[rule](election)
    if rule in STV_RULES or rule in SET_RULES or len(answer.winners) < 2 or not election.place_of:
        return answer
    return answer._replace(winners=[min(answer.winners, key=election.place_of.__getitem__)], decided=True)


def highest_wins(scores: Sequence[Fraction]) -> Answer:
    ranking = [[c for c in range(len(scores)) if scores[c] == score]
               for score in sorted(set(scores), reverse=True)]
    return Answer(ranking[0], ranking, list(scores))


def first_choices(election: Election, active: Iterable[int]) -> List[Fraction]:
    """Equal first places are split in exact shares."""
    tally = [Fraction(0)] * election.size
    wanted = set(active)
    for marks, weight in election.ballots:
        standing = [c for c in wanted if marks[c] is not None]
        best = min((marks[c] for c in standing), default=None)
        first = [c for c in standing if marks[c] == best]
        for c in first:
            tally[c] += weight / len(first)
    return tally


def plurality(election: Election) -> Answer:
    return highest_wins(first_choices(election, range(election.size)))


def grade_sums(election: Election) -> List[Fraction]:
    sums = [Fraction(0)] * election.size
    for marks, weight in election.ballots:
        for c, mark in enumerate(marks):
            sums[c] += weight * (mark or 0)
    return sums


def refuse_missing(election: Election) -> None:
    if election.plan["missing"] == "refuse" and any(None in marks for marks, _ in election.ballots):
        raise Uncountable("a blank grade")


def score(election: Election) -> Answer:
    refuse_missing(election)
    return highest_wins(grade_sums(election))


def borda(election: Election) -> Answer:
    """n-1..0 points; candidates of one place share those of the positions that they fill together."""
    size, zero = election.size, election.plan["borda_unranked"] == "zero"
    points = [Fraction(0)] * size
    for marks, weight in election.ballots:
        for c, mark in enumerate(marks):
            ranked = [other for other in marks if other is not None]
            if mark is None:
                own = Fraction(0) if zero else Fraction(size - len(ranked) - 1, 2)
            else:
                before = sum(other < mark for other in ranked)
                own = size - before - Fraction(ranked.count(mark) + 1, 2)
            points[c] += weight * own
    return highest_wins(points)


Matrix = List[List[Fraction]]


def pairwise(election: Election) -> Matrix:
    """[a][b]: the weight of the ballots with a above b. Two unranked ones are never compared."""
    apart, size = election.plan["unranked"] == "apart", election.size
    above = [[Fraction(0)] * size for _ in range(size)]
    for marks, weight in election.ballots:
        for a, upper in enumerate(marks):
            if upper is None:
                continue
            row = above[a]
            for b, lower in enumerate(marks):
                if a != b and (not apart if lower is None else upper < lower):
                    row[b] += weight
    return above


def beats(above: Matrix, a: int, b: int) -> bool:
    return above[a][b] > above[b][a]


def copeland(election: Election) -> Answer:
    above, everybody = pairwise(election), range(election.size)
    return highest_wins([Fraction(sum(beats(above, a, b) - beats(above, b, a) for b in everybody))
                         for a in everybody])


def minimax(election: Election) -> Answer:
    """The worst defeat; the smaller, the better."""
    above, strength = pairwise(election), election.plan["strength"]
    worst = []
    for a in range(election.size):
        defeats = [Fraction(0)]
        for b in range(election.size):
            if a != b and (strength == "opposition" or beats(above, b, a)):
                defeats.append(above[b][a] - (above[a][b] if strength == "margin" else 0))
        worst.append(max(defeats))
    answer = highest_wins([-defeat for defeat in worst])
    return answer._replace(scores=worst)


def strength_ranks(election: Election, above: Matrix, equal_support_differs: bool = False) -> List[List[int]]:
    """Every victory's strength as a small number; 0 is no victory."""
    strength = election.plan["strength"]

    def key(won: Fraction, lost: Fraction) -> Any:
        if strength == "ratio":
            return (1, won) if lost == 0 else (0, won / lost)
        if strength == "margin":
            return won - lost
        return (won, -lost) if equal_support_differs else won

    keys = {(a, b): key(above[a][b], above[b][a]) for a in range(election.size)
            for b in range(election.size) if beats(above, a, b)}
    number = {one: rank for rank, one in enumerate(sorted(set(keys.values())), 1)}
    return [[number[keys[a, b]] if (a, b) in keys else 0 for b in range(election.size)]
            for a in range(election.size)]


def schulze(election: Election) -> Answer:
    """Winners first, then the unbeaten among the rest by the same paths."""
    size = election.size
    paths = strength_ranks(election, pairwise(election))
    for through in range(size):
        for a in range(size):
            if a != through and paths[a][through]:
                for b in range(size):
                    if b not in (a, through):
                        paths[a][b] = max(paths[a][b], min(paths[a][through], paths[through][b]))
    left, ranking = list(range(size)), []
    while left:
        level = [a for a in left if not any(paths[b][a] > paths[a][b] for b in left)]
        ranking.append(level)
        left = [c for c in left if c not in level]
    return Answer(ranking[0], ranking)


def reach(size: int, linked: Callable[[int, int], bool]) -> List[int]:
    """By candidate: whom the links lead to, as bits."""
    to = [sum(1 << b for b in range(size) if a != b and linked(a, b)) for a in range(size)]
    for through in range(size):
        for a in range(size):
            if to[a] >> through & 1:
                to[a] |= to[through]
    return to


def components(size: int, linked: Callable[[int, int], bool]) -> List[List[int]]:
    """Those who reach one another, in order of their first members."""
    to = reach(size, linked)
    found: List[List[int]] = []
    for c in range(size):
        for members_of in found:
            if to[c] >> members_of[0] & 1 and to[members_of[0]] >> c & 1:
                members_of.append(c)
                break
        else:
            found.append([c])
    return found


def tiers(above: Matrix) -> List[List[int]]:
    """Everybody in a higher tier beats everybody in a lower one; the first is the Smith set."""
    found = components(len(above), lambda a, b: not beats(above, b, a))
    return sorted(found, key=lambda tier: sum(beats(above, other[0], tier[0]) for other in found))


def condorcet(election: Election) -> Answer:
    above, everybody = pairwise(election), range(election.size)
    return Answer([a for a in everybody if all(a == b or beats(above, a, b) for b in everybody)])


def smith(election: Election) -> Answer:
    return Answer(tiers(pairwise(election))[0])


def schwartz(election: Election) -> Answer:
    """All smallest sets whose members nobody outside beats."""
    above = pairwise(election)
    found = components(election.size, functools.partial(beats, above))
    free = [one for one in found if not any(beats(above, a, b) for b in one
                                            for a in range(election.size) if a not in one)]
    return Answer(sorted(itertools.chain(*free)))


# Ranked pairs. A graph is what the locks lead to: by candidate, whom they stand above, as bits.

OUTCOMES_MAX = 20_000
Locks = Tuple[int, ...]


def lock(graph: Locks, a: int, b: int) -> Locks:
    beyond = graph[b] | 1 << b
    return tuple(row | beyond if x == a or row >> a & 1 else row for x, row in enumerate(graph))


def is_open(graph: Locks, pair: Tuple[int, int]) -> bool:
    return not graph[pair[0]] >> pair[1] & 1 and not graph[pair[1]] >> pair[0] & 1


def extend(graph: Locks, level: Sequence[Tuple[int, int]], graphs: set) -> None:
    """Adds every outcome over all orders of equally strong pairs: those that no order can prevent are locked
    at once, the others one after another."""
    waiting_pairs = [pair for pair in level if is_open(graph, pair)]
    everything = graph
    for pair in waiting_pairs:
        everything = lock(everything, *pair)
    if len(waiting_pairs) > 1:
        contested = [pair for pair in waiting_pairs if everything[pair[1]] >> pair[0] & 1]
    else:
        contested = []
    for pair in waiting_pairs:
        if pair not in contested:
            graph = lock(graph, *pair)
    seen, waiting = set(), [graph]
    while waiting:
        following = waiting.pop()
        free = [pair for pair in contested if is_open(following, pair)]
        for pair in free:
            more = lock(following, *pair)
            if more not in seen:
                seen.add(more)
                waiting.append(more)
        if not free:
            graphs.add(following)
        if len(seen) + len(graphs) > OUTCOMES_MAX:
            raise Uncountable("too many outcomes of equally strong pairs")


def settle(election: Election, ranks: Sequence[Sequence[int]], tier: Sequence[int]) -> set:
    """The outcomes within one tier, by the members' numbers in it."""
    levels: Dict[int, List[Tuple[int, int]]] = {}
    for a, b in itertools.permutations(range(len(tier)), 2):
        rank = ranks[tier[a]][tier[b]]
        if rank:
            levels.setdefault(rank, []).append((a, b))
    graphs = {(0,) * len(tier)}
    for rank in sorted(levels, reverse=True):
        if election.place_of:
            graph = next(iter(graphs))
            for pair in sorted(levels[rank], key=lambda p: [election.place_of[tier[c]] for c in p]):
                if is_open(graph, pair):
                    graph = lock(graph, *pair)
            graphs = {graph}
            continue
        before, graphs = graphs, set()
        for graph in before:
            extend(graph, levels[rank], graphs)
    return graphs


def ranked_pairs(election: Election) -> Answer:
    above = pairwise(election)
    ranks = strength_ranks(election, above, equal_support_differs=True)
    winners: Optional[List[int]] = None
    ranking: Optional[List[List[int]]] = []
    for tier in tiers(above):
        try:
            graphs = settle(election, ranks, tier)
        except Uncountable:
            if winners is None:
                raise
            ranking = None
            continue
        counts = {graph: [sum(row >> c & 1 for row in graph) for c in range(len(tier))] for graph in graphs}
        if winners is None:
            winners = sorted({tier[c] for graph in graphs for c in range(len(tier)) if counts[graph][c] == 0})
        if len(graphs) > 1 or ranking is None:
            ranking = None
            continue
        graph, count = next(iter(counts.items()))
        if any(count[a] < count[b] and not graph[a] >> b & 1 for a in range(len(tier)) for b in range(len(tier))):
            ranking = None
            continue
        ranking += [[tier[c] for c in range(len(tier)) if count[c] == level] for level in sorted(set(count))]
    return Answer(winners or [], ranking)


def circles(above: Matrix) -> List[List[int]]:
    """Those who beat one another in circles, in an order that turns no victory between them round; of those
    that may come next, the one with the first member."""
    left = components(len(above), functools.partial(beats, above))
    ordered = []
    while left:
        free = next(one for one in left if not any(beats(above, a, b) for other in left if other is not one
                                                   for a in other for b in one))
        ordered.append(free)
        left = [one for one in left if one is not free]
    return ordered


def best_orders(above: Matrix, circle: Sequence[int]) -> Tuple[List[int], List[int]]:
    """Who stands first in an order that turns round the least of the victories, and one such order, the
    first in the candidates' order. By the sets that can stand at the bottom."""
    size = len(circle)
    if size > KEMENY_MEMBERS_MAX:
        raise NotComputed("outcomes of choices by kemeny with so large a circle")
    margin = [[max(above[a][b] - above[b][a], Fraction(0)) for b in circle] for a in circle]
    cost: List[Fraction] = [Fraction(0)] * (1 << size)

    def on_top(member: int, below: int) -> Fraction:
        """Of the whole order's cost, what those below turn round by standing below."""
        return cost[below] + sum((margin[b][member] for b in range(size) if below >> b & 1), Fraction(0))

    for members_of in range(1, 1 << size):
        cost[members_of] = min(on_top(member, members_of ^ 1 << member)
                               for member in range(size) if members_of >> member & 1)

    def tops(members_of: int) -> List[int]:
        return [member for member in range(size) if members_of >> member & 1
                and on_top(member, members_of ^ 1 << member) == cost[members_of]]

    left, order = (1 << size) - 1, []
    while left:
        order.append(tops(left)[0])
        left ^= 1 << order[-1]
    return [circle[c] for c in tops((1 << size) - 1)], [circle[c] for c in order]


def kemeny(election: Election) -> Answer:
    above = pairwise(election)
    firsts: List[int] = []
    ranking: List[List[int]] = []
    for circle in circles(above):
        own, order = best_orders(above, circle)
        ranking += [[c] for c in order]
        firsts += [c for c in own if not any(beats(above, other, c) for other in range(election.size)
                                             if other not in circle)]
    return Answer(sorted(firsts), ranking)


def irv(election: Election) -> Answer:
    """Winners over all orders of those tied for last place."""
    everybody = frozenset(range(election.size))
    winners, seen, waiting = set(), {everybody}, [everybody]
    while waiting:
        active = waiting.pop()
        tally = first_choices(election, active)
        in_play = sum((tally[c] for c in active), Fraction(0))
        standing = sorted(active)
        best = max(standing, key=lambda c: (tally[c], -c))
        if in_play == 0:
            winners.update(standing)
            continue
        if len(standing) == 1 or 2 * tally[best] > in_play:
            winners.add(best)
            continue
        least = min(tally[c] for c in standing)
        last = [c for c in standing if tally[c] == least]
        others = [tally[c] for c in standing if tally[c] != least]
        # Those who cannot overtake anybody even together all go before anybody else does.
        together = bool(others) and least * len(last) < min(others)
        for following in [active - set(last)] if together else [active - {c} for c in last]:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
        if len(seen) > 20_000:
            raise Uncountable("too many ways through the count")
    return Answer(sorted(winners))


def star(election: Election) -> Answer:
    """Score, then automatic runoff; ties go down the official ladder."""
    refuse_missing(election)
    scores, size = grade_sums(election), election.size
    grades = [([mark or 0 for mark in marks], weight) for marks, weight in election.ballots]
    duels = [[sum((w for marks, w in grades if marks[a] > marks[b]), Fraction(0)) for b in range(size)]
             for a in range(size)]
    top = max(5, election.plan["grade_max"])
    stars = [sum((w for marks, w in grades if marks[c] == top), Fraction(0)) for c in range(size)]
    if size == 1:
        return Answer([0], scores=scores)

    def take(tied: Sequence[int], places: int, figure: Callable[[int], Fraction]) -> Tuple[List[int], List[int]]:
        """Those who are in by the figure, and those whom it leaves open."""
        cut = sorted((figure(c) for c in tied), reverse=True)[places - 1]
        inside = [c for c in tied if figure(c) > cut]
        still_open = [c for c in tied if figure(c) == cut]
        return (inside + still_open, []) if len(inside) + len(still_open) == places else (inside, still_open)

    finalists, still_open = take(range(size), 2, scores.__getitem__)
    tied = list(still_open)
    for figure in (lambda c: sum((duels[c][other] for other in tied if other != c), Fraction(0)),
                   stars.__getitem__):
        if still_open:
            more, still_open = take(still_open, 2 - len(finalists), figure)
            finalists += more
    runoffs = [(*finalists, *rest) for rest in itertools.combinations(still_open, 2 - len(finalists))]
    winners = set()
    for a, b in runoffs:
        ladder = ((duels[a][b], duels[b][a]), (scores[a], scores[b]), (stars[a], stars[b]))
        decisive = next((step for step in ladder if step[0] != step[1]), None)
        winners.update([a, b] if decisive is None else [a if decisive[0] > decisive[1] else b])
    return Answer(sorted(winners), scores=scores)


def majority_judgment(election: Election) -> Answer:
    """The lower median; equal ones are removed one by one, which compares the grades outward from the
    middle, the one below first."""
    levels = election.plan["grade_max"] + 1
    merits = [[Fraction(0)] * levels for _ in range(election.size)]
    for marks, weight in election.ballots:
        for c, mark in enumerate(marks):
            if mark is not None:
                merits[c][mark] += weight
    total = sum((weight for _, weight in election.ballots), Fraction(0))
    missing = election.plan["missing"]
    if missing == "refuse" and len({sum(merit) for merit in merits}) > 1:
        raise Uncountable("unequal numbers of grades")
    if missing in ("worst", "median"):
        for merit in merits:
            merit[lower_median(merit) if missing == "median" else 0] += total - sum(merit)

    def compare(a: int, b: int) -> int:
        return compare_runs(outward(merits[a]), outward(merits[b]))

    order = sorted(range(election.size), key=functools.cmp_to_key(lambda a, b: -compare(a, b)))
    ranking: List[List[int]] = []
    for c in order:
        if not ranking or compare(ranking[-1][0], c) != 0:
            ranking.append([])
        ranking[-1].append(c)
    return Answer(ranking[0], ranking)


def lower_median(merit: Sequence[Fraction]) -> int:
    cumulative, half = Fraction(0), sum(merit, Fraction(0)) / 2
    for grade, weight in enumerate(merit):
        cumulative += weight
        if cumulative >= half and cumulative != 0:
            return grade
    return 0


def outward(merit: Sequence[Fraction]) -> List[Tuple[Fraction, int, int]]:
    """From the middle outward: how far a pair of grades reaches, the one below and the one above."""
    middle = sum(merit, Fraction(0)) / 2
    below, above, begin = {}, {}, Fraction(0)
    for grade, weight in enumerate(merit):
        end = begin + weight
        if weight != 0 and begin < middle:
            below[middle - begin] = grade
        if weight != 0 and end > middle:
            above[end - middle] = grade
        begin = end
    return [(until, below[min(b for b in below if b >= until)], above[min(a for a in above if a >= until)])
            for until in sorted({*below, *above})]


def compare_runs(a: List[Tuple[Fraction, int, int]], b: List[Tuple[Fraction, int, int]]) -> int:
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i][1:] != b[j][1:]:
            return 1 if a[i][1:] > b[j][1:] else -1
        step = (a[i][0], b[j][0])
        i += step[0] <= step[1]
        j += step[1] <= step[0]
    return 0


# Single transferable vote. Where a rule leaves a tie open, every way of breaking it is followed.

CONTINUING, ELECTED, EXCLUDED = "continuing", "elected", "excluded"


class StvCount:
    """One way through a count. A rule moves surpluses and excludes; both are in its step()."""

    def __init__(self, election: Election) -> None:
        self.election, self.seats = election, election.plan["seats"]
        self.fates = [CONTINUING] * election.size
        self.winners: List[int] = []
        self.open: List[int] = []  # Without a vote and with too few seats: which of them win is open.

    def copy(self) -> "StvCount":
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update({name: list(value) if isinstance(value, list) else value
                               for name, value in self.__dict__.items()})
        return other

    def continuing(self) -> List[int]:
        return [c for c, fate in enumerate(self.fates) if fate == CONTINUING]

    def by_order(self, tied: List[int], excluded: bool) -> List[int]:
        place_of = self.election.place_of
        return [(max if excluded else min)(tied, key=place_of.__getitem__)] if place_of else tied

    def settle_voteless(self, tied: List[int], continuing: int) -> List[int]:
        """Those without a vote are all alike: the last goes, and if some can stay, they are noted."""
        if len(tied) < 2:
            return tied
        if continuing - len(tied) < self.seats - len(self.winners) and not self.open:
            self.open = tied
        return [tied[-1]]

    def run(self) -> List[int]:
        raise NotImplementedError

    def take(self, candidate: int) -> None:
        raise NotImplementedError

    def key(self) -> Any:
        raise NotImplementedError


class GregoryCount(StvCount):
    """Surpluses are moved by weighing papers down: the weighted inclusive Gregory method, exact, or as
    Scottish elections cut it to five decimals a paper."""

    SCALE = 100_000

    def __init__(self, election: Election) -> None:
        super().__init__(election)
        self.cuts = election.plan["rule"] == "stv-scottish"
        if self.cuts:
            for marks, weight in election.ballots:
                ranked = [mark for mark in marks if mark is not None]
                if len(set(ranked)) != len(ranked) or weight.denominator != 1:
                    raise Uncountable("equal places, or papers that are not whole")
        valid = sum((weight for _, weight in election.ballots), Fraction(0))
        self.quota = Fraction(valid // (self.seats + 1) + 1) if self.cuts else valid / (self.seats + 1)
        self.votes = [Fraction(0)] * election.size
        self.due = [False] * election.size
        self.papers: List[Tuple[Tuple[int, Fraction], ...]] = [()] * election.size
        self.history: List[Tuple[Fraction, ...]] = []
        self.done = False
        for ballot in range(len(election.ballots)):
            self.give(ballot, Fraction(1))
        self.end_stage()

    def give(self, ballot: int, value: Fraction) -> None:
        """To the best placed continuing candidate; equal ones share the paper."""
        marks, weight = self.election.ballots[ballot]
        standing = [c for c in self.continuing() if marks[c] is not None]
        best = min((marks[c] for c in standing), default=None)
        takers = [c for c in standing if marks[c] == best]
        for c in takers:
            share = value / len(takers)
            self.votes[c] += share * weight
            self.papers[c] += ((ballot, share),)

    def end_stage(self) -> None:
        self.history.append(tuple(self.votes))
        reached = (lambda c: self.votes[c] >= self.quota) if self.cuts else (lambda c: self.votes[c] > self.quota)
        self.elect([c for c in self.continuing() if reached(c)])
        continuing, seats_left = self.continuing(), self.seats - len(self.winners)
        if len(continuing) <= seats_left:
            self.elect(continuing)
        self.done = len(continuing) <= seats_left or seats_left == 0

    def elect(self, candidates: List[int]) -> None:
        """Those with more votes go first, now or at the latest stage where they differ."""
        for c in sorted(candidates, key=lambda c: [-votes[c] for votes in reversed(self.history)]):
            self.fates[c] = ELECTED
            self.due[c] = self.votes[c] > self.quota
            self.winners.append(c)

    def run(self) -> List[int]:
        while not self.done:
            surpluses = [c for c in range(self.election.size) if self.due[c]]
            tied = surpluses or self.continuing()
            wanted = max if surpluses else min
            stages = [tuple(self.votes), *(reversed(self.history) if self.cuts else ())]
            for votes in stages:
                extreme = wanted(votes[c] for c in tied)
                tied = [c for c in tied if votes[c] == extreme]
            tied = self.by_order(tied, excluded=not surpluses)
            if self.votes[tied[0]] == 0:
                tied = self.settle_voteless(tied, len(self.continuing()))
            if len(tied) > 1:
                return tied
            self.take(tied[0])
        return []

    def take(self, candidate: int) -> None:
        moved, votes = self.papers[candidate], self.votes[candidate]
        self.papers[candidate] = ()
        if self.due[candidate]:
            self.due[candidate] = False
            part = (votes - self.quota) / votes
            self.votes[candidate] = self.quota
            moved = tuple((ballot, self.cut(value * part)) for ballot, value in moved)
        else:
            self.fates[candidate] = EXCLUDED
            self.votes[candidate] = Fraction(0)
        for ballot, value in moved:
            self.give(ballot, value)
        self.end_stage()

    def cut(self, value: Fraction) -> Fraction:
        if not self.cuts:
            return value
        scaled = value * self.SCALE
        return Fraction(scaled.numerator // scaled.denominator, self.SCALE)

    def key(self) -> Any:
        kept = [c for c in range(self.election.size) if self.fates[c] != EXCLUDED]
        return (tuple(self.fates), tuple(self.due), tuple(tuple(votes[c] for c in kept) for votes in self.history),
                tuple(tuple(sorted(self.papers[c])) for c in kept))


class MeekCount(StvCount):
    """Every elected candidate keeps a part of each paper and hands on the rest, until what they keep is the
    quota of the votes in play to within 1e-9. Decimals of 18 digits and 9 guard digits; figures closer than
    a tenth of the 18th digit are equal."""

    ONE = 10 ** 27
    NEAR = 10 ** 8

    def __init__(self, election: Election) -> None:
        super().__init__(election)
        weights = [weight for _, weight in election.ballots]
        self.unit = shared_denominator(weights, WEIGHT_BITS_MAX)
        self.units = [int(weight * self.unit) for weight in weights]
        if (self.unit + sum(self.units)).bit_length() - 1 >= 128:
            raise Uncountable("weights of more than 128 bits")
        self.keeps = [self.ONE] * election.size
        self.votes = [0] * election.size
        self.quota = self.surplus = 0
        self.distribute()

    def above(self, a: int, b: int) -> bool:
        return a - b >= self.NEAR

    def distribute(self) -> None:
        self.votes = [0] * self.election.size
        for (marks, _), units in zip(self.election.ballots, self.units):
            standing = [c for c, fate in enumerate(self.fates) if fate != EXCLUDED and marks[c] is not None]
            weight = self.ONE
            for place in sorted({marks[c] for c in standing}):
                group = [c for c in standing if marks[c] == place]
                part = weight // len(group)
                for c in group:
                    self.votes[c] += part * self.keeps[c] // self.ONE * units
                weight = sum(part * (self.ONE - self.keeps[c]) // self.ONE for c in group)
                if weight == 0 or not any(self.fates[c] == ELECTED for c in group):
                    break
        self.quota = sum(self.votes) // (self.seats + 1)

    def elect(self, candidates: Iterable[int]) -> None:
        order = functools.cmp_to_key(lambda a, b: self.above(self.votes[b], self.votes[a])
                                     - self.above(self.votes[a], self.votes[b]))
        for c in sorted(candidates, key=order):
            self.fates[c] = ELECTED
            self.winners.append(c)

    def converge(self) -> bool:
        """Lowers what the elected keep; True once somebody is elected."""
        last: Optional[int] = None
        while True:
            self.distribute()
            reached = [c for c in self.continuing() if self.above(self.votes[c], self.quota)]
            if reached:
                self.elect(reached)
                return True
            elected = [c for c, fate in enumerate(self.fates) if fate == ELECTED]
            self.surplus = sum(self.votes[c] - self.quota for c in elected)
            if not self.above(self.surplus, 10 ** 18 * self.unit):
                return False
            if last is not None and not self.above(last, self.surplus):
                return False
            last = self.surplus
            for c in elected:  # Rounded up twice, so that nobody ends below the quota.
                kept = -(-self.keeps[c] * self.quota // self.ONE)
                self.keeps[c] = -(-kept * self.ONE // self.votes[c])

    def run(self) -> List[int]:
        while True:
            continuing, seats_left = self.continuing(), self.seats - len(self.winners)
            if seats_left == 0 or len(continuing) <= seats_left:
                if seats_left and continuing:
                    self.distribute()
                    self.elect(continuing)
                return []
            if self.converge():
                continue
            least = min(self.votes[c] for c in continuing) + max(self.surplus, 0)
            tied = self.by_order([c for c in continuing if not self.above(self.votes[c], least)], excluded=True)
            if all(self.votes[c] == 0 for c in tied):
                tied = self.settle_voteless(tied, len(continuing))
            if len(tied) > 1:
                return tied
            self.take(tied[0])

    def take(self, candidate: int) -> None:
        self.fates[candidate] = EXCLUDED
        self.keeps[candidate] = 0
        self.distribute()

    def key(self) -> Any:
        return tuple(self.fates), tuple(self.keeps)


def stv(election: Election) -> Answer:
    """The winners in order of election, or all who win in some way of breaking the ties left open."""
    choices = sum(mark is not None for marks, _ in election.ballots for mark in marks)
    counts_max = min(max(400_000_000 // ((100 + len(election.ballots) + choices) * 100), 32), 5_000)
    state: Optional[StvCount] = (MeekCount if election.plan["rule"] == "stv-meek" else GregoryCount)(election)
    finished: List[StvCount] = []
    found, seen, pending, counts = set(), set(), [], 0
    while state is not None:
        tied = state.run()
        if not tied and frozenset(state.winners) not in found:
            found.add(frozenset(state.winners))
            finished.append(state)
        pending += [(state, candidate) for candidate in reversed(tied)]
        state = None
        while state is None and pending:
            counts += 1
            if counts > counts_max:
                pending = []
                break
            parent, candidate = pending.pop()
            child = parent.copy()
            child.take(candidate)
            if child.key() not in seen:
                seen.add(child.key())
                state = child
    everybody = {c for one in finished for c in [*one.winners, *one.open]}
    if len(everybody) > len(finished[0].winners):
        return Answer(sorted(everybody), tied=True)
    return Answer(finished[0].winners, tied=False)


RANKED: Dict[str, Callable[[Election], Answer]] = {
    "plurality": plurality, "approval": lambda e: highest_wins(grade_sums(e)), "score": score, "star": star,
    "majority-judgment": majority_judgment, "borda": borda, "copeland": copeland, "minimax": minimax,
    "schulze": schulze, "ranked-pairs": ranked_pairs, "kemeny": kemeny, "condorcet": condorcet, "smith": smith,
    "schwartz": schwartz, "irv": irv, "stv-scottish": stv, "stv-meek": stv, "stv-wig": stv}


# Committees, from approvals. A committee is a sorted tuple of candidates; the first of all tied ones in the
# order of the candidates is named, and how many there are.

Committee = Tuple[int, ...]


class Approvals:
    """Who approves whom, by weight. In a stated tie order the candidates are numbered in that order, so that
    the first of the tied ones is the one to take."""

    def __init__(self, election: Election) -> None:
        self.order = sorted(range(election.size), key=election.place_of.__getitem__) if election.place_of \
            else list(range(election.size))
        self.takes_first = bool(election.place_of)
        self.size, self.seats = election.size, election.plan["seats"]
        self.completion = election.plan["completion"]
        merged: Dict[Committee, Fraction] = {}
        for marks, weight in election.ballots:
            approved = tuple(number for number, c in enumerate(self.order) if marks[c])
            merged[approved] = merged.get(approved, Fraction(0)) + weight
        self.total = sum(merged.values(), Fraction(0))
        unit = shared_denominator(merged.values(), APPROVAL_BITS_MAX)
        shared = functools.reduce(gcd, (int(weight * unit) for weight in merged.values()), 0)
        if shared and self.total * unit / shared > APPROVAL_UNITS_MAX:
            raise Uncountable("weights that add up to more than 2^40 units")
        self.ballots = [(approved, weight) for approved, weight in merged.items() if approved]
        self.support = [sum((w for approved, w in self.ballots if c in approved), Fraction(0))
                        for c in range(self.size)]


def by_single_scores(approvals: Approvals, scores: List[Fraction]) -> Answer:
    limit = sorted(scores, reverse=True)[approvals.seats - 1]
    sure = [c for c in range(approvals.size) if scores[c] > limit]
    tied = [c for c in range(approvals.size) if scores[c] == limit]
    places = approvals.seats - len(sure)
    ways = 1
    for taken in range(places):
        ways = ways * (len(tied) - taken) // (taken + 1)
    by_candidate = [scores[approvals.order.index(c)] for c in range(approvals.size)]
    return named(approvals, tuple(sorted(sure + tied[:places])), ways)._replace(scores=by_candidate)


def named(approvals: Approvals, first: Committee, ways: int, met_tie: bool = False, cut: bool = False) -> Answer:
    winners = sorted(approvals.order[c] for c in first)
    if approvals.takes_first:
        return Answer(winners, tied=False, decided=met_tie or ways > 1, committees=1)
    return Answer(winners, tied=cut or ways > 1, committees=ways)


def satisfaction(approvals: Approvals) -> List[Fraction]:
    """Each ballot is split among those it approves."""
    return [sum((w / len(approved) for approved, w in approvals.ballots if c in approved), Fraction(0))
            for c in range(approvals.size)]


def by_best(approvals: Approvals, harmonic: bool) -> Answer:
    """PAV: a ballot with j members gives 1 + 1/2 + .. + 1/j. Chamberlin-Courant: 1 with any. All committees
    are compared."""
    number = 1
    for taken in range(approvals.seats):
        number = number * (approvals.size - taken) // (taken + 1)
    if number > ENUMERATED_MAX:
        raise NotComputed("outcomes of choices by pav or cc among so many committees")
    gains = [Fraction(0)]
    for j in range(1, approvals.seats + 1):
        gains.append(gains[-1] + (Fraction(1, j) if harmonic else Fraction(j == 1)))
    unit = shared_denominator([*gains, *(w for _, w in approvals.ballots)], WEIGHT_BITS_MAX)
    whole = [int(gain * unit) for gain in gains]
    ballots = [(sum(1 << c for c in approved), int(w * unit)) for approved, w in approvals.ballots]
    best, ties, first = -1, 0, ()
    for committee in itertools.combinations(range(approvals.size), approvals.seats):
        bits = sum(1 << c for c in committee)
        value = sum(whole[bin(bits & approved).count("1")] * weight for approved, weight in ballots)
        if value > best:
            best, ties, first = value, 0, committee
        ties += value == best
    return named(approvals, first, min(ties, COMMITTEES_MAX), cut=ties > COMMITTEES_MAX)


class Seating:
    """One way through a sequential rule. `choices` are the candidates tied for the next act."""

    def __init__(self, approvals: Approvals, seats: int) -> None:
        self.approvals, self.seats = approvals, seats
        self.elected: Tuple[int, ...] = ()

    def copy(self) -> "Seating":
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update({name: list(value) if isinstance(value, list) else value
                               for name, value in self.__dict__.items()})
        return other

    def rest(self) -> List[int]:
        return [c for c in range(self.approvals.size) if c not in self.elected]

    def elect(self, candidate: int) -> None:
        self.elected = tuple(sorted((*self.elected, candidate)))

    def choices(self) -> List[int]:
        raise NotImplementedError

    def take(self, candidate: int) -> None:
        raise NotImplementedError

    def key(self) -> Any:
        return self.elected


def extremes(candidates: Iterable[int], figure: Callable[[int], Optional[Fraction]], largest: bool) -> List[int]:
    """Those with the largest (or smallest) figure, of those that have one."""
    figures = {c: figure(c) for c in candidates}
    some = [value for value in figures.values() if value is not None]
    best = (max if largest else min)(some, default=None)
    return [c for c, value in figures.items() if value is not None and value == best]


class SeqPav(Seating):
    """The next seat goes where it adds most to the score."""

    def gain(self, candidate: int) -> Fraction:
        return sum((w / (1 + sum(c in self.elected for c in approved))
                    for approved, w in self.approvals.ballots if candidate in approved), Fraction(0))

    def choices(self) -> List[int]:
        return [] if len(self.elected) == self.seats else extremes(self.rest(), self.gain, True)

    def take(self, candidate: int) -> None:
        self.elect(candidate)


class RevSeqPav(Seating):
    """Of all candidates the one whom the score misses least goes, until enough are left."""

    def __init__(self, approvals: Approvals, seats: int) -> None:
        super().__init__(approvals, seats)
        self.elected = tuple(range(approvals.size))

    def loss(self, candidate: int) -> Fraction:
        return sum((w / sum(c in self.elected for c in approved)
                    for approved, w in self.approvals.ballots if candidate in approved), Fraction(0))

    def choices(self) -> List[int]:
        if len(self.elected) == self.seats:
            return []
        # A stated order keeps the earlier ones, so the last of the tied goes first.
        return extremes(self.elected, self.loss, False)[::-1]

    def take(self, candidate: int) -> None:
        self.elected = tuple(c for c in self.elected if c != candidate)


class Phragmen(Seating):
    """A seat costs 1, which its supporters take on as load; whoever leaves the least load on each is next."""

    def __init__(self, approvals: Approvals, seats: int) -> None:
        super().__init__(approvals, seats)
        self.loads = [Fraction(0)] * len(approvals.ballots)

    def load(self, candidate: int) -> Optional[Fraction]:
        support = self.approvals.support[candidate]
        if support == 0:
            return None
        carried = sum((w * load for (approved, w), load in zip(self.approvals.ballots, self.loads)
                       if candidate in approved), Fraction(0))
        return (1 + carried) / support

    def choices(self) -> List[int]:
        if len(self.elected) == self.seats:
            return []
        return extremes(self.rest(), self.load, False) or self.rest()

    def take(self, candidate: int) -> None:
        load = self.load(candidate)
        self.elect(candidate)
        if load is not None:
            self.loads = [load if candidate in approved else own
                          for (approved, _), own in zip(self.approvals.ballots, self.loads)]

    def key(self) -> Any:
        return self.elected, tuple(self.loads)


class EqualShares(Phragmen):
    """Everybody gets the same money, blank ballots too; a seat costs 1, which its supporters pay in equal
    shares as far as their money goes. Then its completion. Money is a load below zero."""

    def __init__(self, approvals: Approvals, seats: int, budget: int, completion: str) -> None:
        super().__init__(approvals, seats)
        self.completion, self.buying = completion, True
        self.loads = [-Fraction(budget) / (approvals.total or 1)] * len(approvals.ballots)

    def price(self, candidate: int) -> Optional[Fraction]:
        """The most that one unit of weight has to pay; None where they cannot pay for a seat together."""
        supporters = sorted((-load, w) for (approved, w), load in zip(self.approvals.ballots, self.loads)
                            if candidate in approved)
        amount, share = Fraction(1), self.approvals.support[candidate]
        for purse, weight in supporters:  # From the poorest up: who cannot pay a full share gives all.
            if amount <= purse * share:
                return amount / share
            amount -= purse * weight
            share -= weight
        return None

    def choices(self) -> List[int]:
        if len(self.elected) == self.seats:
            return []
        if self.buying:
            affordable = extremes(self.rest(), self.price, False)
            if affordable:
                return affordable
            if self.completion == "approval":
                return extremes(self.rest(), self.approvals.support.__getitem__, True)
            if self.completion == "none":
                return []
        return super().choices()

    def take(self, candidate: int) -> None:
        price = self.price(candidate) if self.buying else None
        if price is not None:
            self.elect(candidate)
            self.loads = [min(Fraction(0), load + price) if candidate in approved else load
                          for (approved, _), load in zip(self.approvals.ballots, self.loads)]
        elif self.completion == "approval":
            self.elect(candidate)
        else:
            self.buying = False
            super().take(candidate)

    def key(self) -> Any:
        return self.buying, super().key()


class Seated(NamedTuple):
    committees: List[Committee]  # In the order of the candidates.
    met_tie: bool
    cut: bool


def follow_ties(start: Seating) -> Seated:
    """Every way of breaking the ties, or in a stated order the first of the tied each time."""
    takes_first = start.approvals.takes_first
    found, seen, pending, met_tie = set(), set(), [], False
    state: Optional[Seating] = start
    states = 0
    while state is not None:
        choices = state.choices()
        met_tie = met_tie or len(choices) > 1
        if choices and (len(choices) == 1 or takes_first):
            state.take(choices[0])
            continue
        if not choices:
            found.add(state.elected)
        pending += [(state, choice) for choice in reversed(choices)]
        state = None
        while state is None and pending and len(found) <= COMMITTEES_MAX:
            parent, choice = pending.pop()
            states += 1
            if states > STATES_MAX:
                raise NotComputed("outcomes of choices with so many ties")
            child = parent.copy()
            child.take(choice)
            if child.key() not in seen:
                seen.add(child.key())
                state = child
    cut = bool(pending) or len(found) > COMMITTEES_MAX
    return Seated(sorted(found)[:COMMITTEES_MAX], met_tie, cut)


def equal_shares(approvals: Approvals) -> Seated:
    seats, completion = approvals.seats, approvals.completion

    def run(places: int, budget: int, then: str) -> Seated:
        return follow_ties(EqualShares(approvals, places, budget, then))

    if completion != "increment":
        return run(seats, seats, completion)
    # Money for one seat more each time. All candidates can be elected, so that too large an outcome shows.
    reachable = min(seats, sum(support > 0 for support in approvals.support))
    lengths = sum(len(approved) + 1 for approved, _ in approvals.ballots)
    most = min(1_000, max(200, min(50_000, 400_000_000 // ((100 + lengths) * 20))))
    for budget in itertools.count(seats):
        seated = run(approvals.size, budget, "none")
        exact = [committee for committee in seated.committees if len(committee) == reachable]
        if exact:
            if reachable < seats or approvals.takes_first:
                return run(seats, budget, "approval")
            return seated._replace(committees=exact)
        if any(len(committee) > reachable for committee in seated.committees):
            return run(seats, budget - 1, "approval")
        if budget - seats == most:
            return run(seats, budget, "approval")
    raise AssertionError


def count_committee(election: Election) -> Answer:
    approvals, rule = Approvals(election), election.plan["rule"]
    if rule in ("approval", "sav"):
        return by_single_scores(approvals, approvals.support if rule == "approval" else satisfaction(approvals))
    if rule in ("pav", "cc"):
        return by_best(approvals, rule == "pav")
    if rule == "equal-shares":
        seated = equal_shares(approvals)
    else:
        start = {"seq-pav": SeqPav, "rev-seq-pav": RevSeqPav, "phragmen": Phragmen}[rule]
        seated = follow_ties(start(approvals, approvals.seats))
    return named(approvals, seated.committees[0], len(seated.committees), seated.met_tie, seated.cut)


# --- 15. The walk through the log, the files, the report ---

Files = Dict[str, bytes]

CORE = ("log.vkey", "checkpoint", "entries.ndjson")
SUMS = "SHA256SUMS"
NO_BUNDLE = "NO BUNDLE"  # In JSON, in the line of one folder among several.
CHECKPOINTS = "checkpoints/"
# Beside further results and checklists, which only the first program knows to name.
ALWAYS_THERE = ("VERIFY.md", "report.html", "results/columns.csv", "results/items.csv",
                "results/tallies.csv")


class NoBundle(Exception):
    """A folder that is no record."""


def read_folder(path: str) -> Files:
    """Every file under the folder, by its path with '/' between folders."""
    if not os.path.isdir(path):
        raise NoBundle(path + " is no folder")
    files: Files = {}
    waiting = [""]
    try:
        while waiting:
            inside = waiting.pop()
            for found in os.scandir(os.path.join(path, inside)):
                name = inside + found.name
                mode = found.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    waiting.append(name + "/")
                elif stat.S_ISREG(mode):
                    with open(found.path, "rb") as file:
                        files[name] = file.read()
                else:
                    raise NoBundle(name + " is neither a file nor a folder; a record has no links")
    except OSError as error:
        raise NoBundle("cannot be read: " + str(error)) from None
    missing = [name for name in CORE if name not in files]
    if missing:
        raise NoBundle(path + " is no record: it lacks " + ", ".join(missing))
    return files


class Openings:
    """The lines that open entries, found by what they commit to. They usually lie in the order of the log,
    so the next one is tried first."""

    def __init__(self, text: bytes) -> None:
        *self.lines, self.rest = text.split(b"\n")
        self.next = 0
        self.taken = 0
        self.table: Optional[Dict[str, bytes]] = None

    def take(self, commitment: str) -> Optional[bytes]:
        if self.table is None:
            in_order = self.lines[self.next] if self.next < len(self.lines) else self.rest
            if in_order and commitment_to(in_order) == commitment:
                # A last line without its line feed opens its entry, but is no line that is left over.
                self.taken += self.next < len(self.lines)
                self.next += self.next < len(self.lines)
                return in_order
            self.table = {commitment_to(line): line for line in reversed(self.lines[self.next:])}
        line = self.table.pop(commitment, None)
        self.taken += line is not None
        return line

    def left(self) -> int:
        return len(self.lines) - self.next if self.table is None else len(self.table)


class Verifier:
    """Replays the log. Each fact is asked of the rules of conduct; each finding is computed again."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.auditor = "openings.ndjson" in files
        opened = "openings.ndjson" if self.auditor else "statements.ndjson"
        self.openings = Openings(files.get(opened, b""))
        self.unopened = 0
        self.failures: Dict[str, str] = {}
        self.tree, self.study = Tree(), Study()
        self.key: Optional[Key] = None
        self.expected: List[Finding] = []
        self.stopped = False
        self.tallies = self.standing = self.explained = 0
        # Openings that are not there, and that are, by whose they are; nobody's go by the empty name.
        self.missing: Dict[str, int] = {}
        self.opened: Dict[str, int] = {}
        self.decisions = self.overrides = 0
        self.not_computed: Dict[str, int] = {}
        self.label = ""

    def fail(self, stage: str, detail: str) -> None:
        self.failures.setdefault(stage, detail)

    def run(self) -> List[Dict[str, Any]]:
        newest = self.open_newest()
        if newest is not None:
            self.replay(newest.size)
            self.check_roots(newest)
            if not self.stopped and self.openings.left() > 0:
                self.fail("commitments", "%d openings open no entry of the log" % self.openings.left())
            for name in self.erased():
                if name in self.opened:
                    self.fail("erasures", "entry %d: the log says that this was erased, but its opening is still "
                              "here" % self.opened[name])
        stages = [self.report_of(stage, newest is not None) for stage in STAGES[:-1]]
        return stages + [self.check_files()]

    def open_newest(self) -> Optional[Checkpoint]:
        try:
            self.key = read_key(self.files["log.vkey"])
        except Malformed as wrong:
            self.fail("note", "log.vkey: " + str(wrong))
            return None
        try:
            newest = open_checkpoint(self.files["checkpoint"], self.key)
        except Malformed as wrong:
            self.fail("note", "checkpoint: " + str(wrong))
            return None
        self.label = newest.origin.rpartition("/")[2]
        return newest

    def replay(self, size: int) -> None:
        *lines, rest = self.files["entries.ndjson"].split(b"\n")
        for line in lines:
            self.tree.append(leaf_hash(line))
            if not self.stopped and len(self.tree) <= size:
                self.step(line)
        if rest:
            self.fail("sequence", "entries.ndjson ends in the middle of a line")
        elif not self.stopped and self.expected:
            self.fail("tallies", "the log ends before the findings of its last closing")

    def step(self, line: bytes) -> None:
        place = "entry %d" % self.study.size
        try:
            entry = self.with_content(place, read_entry(self.label, self.study.size, line))
        except Malformed as wrong:
            self.fail("sequence", place + ": " + str(wrong))
            self.stopped = True
            return
        if KINDS[entry.kind].finding:
            self.check_finding(place, entry)
        else:
            self.check_fact(place, entry)
        if not self.stopped:
            apply(self.study, entry)

    def with_content(self, place: str, entry: Entry) -> Entry:
        """The entry with what it committed to, if that is here."""
        if "commitment" not in entry.event:
            return entry
        line = self.openings.take(entry.event["commitment"])
        person = person_in(entry)
        if line is None:
            self.missing[person] = self.missing.get(person, 0) + 1
            self.unopened += 1
            return entry
        try:
            opened = entry._replace(content=read_opening(self.label, entry.kind, line))
            self.opened.setdefault(person, self.study.size)
            return opened
        except Malformed as wrong:
            self.fail("commitments", place + ": " + str(wrong))
            return entry

    def check_fact(self, place: str, entry: Entry) -> None:
        if self.expected:
            self.fail("tallies", place + ": a finding of the last closing should stand here")
            self.stopped = True
            return
        try:
            permit(self.study, entry)
        except Refused as refused:
            self.fail(refused.stage, place + ": " + str(refused))
            self.stopped = True
            return
        if "lot" in entry.event:
            root = self.tree.root(entry.event["lot"]["size"])
            if root is None or to_base64(root) != entry.event["lot"]["root"]:
                self.fail("decisions", place + ": the lot is not drawn from the log's root then")
        self.decisions += entry.kind == "decision.recorded"
        self.overrides += entry.kind == "decision.overridden"
        self.expected = findings_after(self.study, entry)

    def check_finding(self, place: str, entry: Entry) -> None:
        if not self.expected or self.expected[0].kind != entry.kind:
            self.fail("tallies", place + ": a finding that nothing has led to")
            self.stopped = True
            return
        if (entry.role, entry.actor) != ENGINE:
            self.fail("eligibility", place + ": findings are the engine's, nobody else's")
        if entry.time != self.study.last_time:
            self.fail("life-cycle", place + ": a finding has the time of the closing it follows")
        finding = self.expected.pop(0)
        if entry.kind == "response.found":
            self.compare_responses(place, entry, finding)
            return
        if any(entry.event[name] != value for name, value in finding.fixed.items()):
            self.fail("tallies", place + ": is not the finding that should stand here")
            self.stopped = True
            return
        if not has_form(entry):
            self.fail("tallies", place + ": is not written as a finding of its kind is")
            self.stopped = True
        elif finding.known:
            self.compare(place, entry, finding)
        elif entry.kind == "item.tallied":
            self.standing += 1
            # The whole of a tally that holds somebody back goes with the erasure of one of its voters.
            if "suppressed" in entry.event["tally"] and entry.content is None:
                self.missing[""] = self.missing.get("", 0) - 1

    def compare_responses(self, place: str, entry: Entry, finding: Finding) -> None:
        """Without openings nobody's hats are known, but people can still be counted."""
        computed, recorded = finding.compute()["responses"], entry.event["responses"]
        if self.study.contents_known and recorded != computed:
            self.fail("counts", place + ": the head counts are not what the log counts")
        if entry.event["basis"] != finding.fixed["basis"] or not recorded or recorded[0] != computed[0]:
            self.fail("counts", place + ": the panel's head count is not what the log counts")

    def compare(self, place: str, entry: Entry, finding: Finding) -> None:
        """A wrong finding is named, and stands: the replay goes on with what was recorded."""
        try:
            computed = finding.compute()
        except NotComputed as why:
            self.not_computed[str(why)] = self.not_computed.get(str(why), 0) + 1
            return
        self.tallies += entry.kind == "item.tallied"
        self.explained += entry.kind in ("round.explained", "item.explained")
        whole = computed.pop("whole", None)
        for name, value in computed.items():
            if canonical(entry.event[name]) != canonical(value):
                self.fail("tallies", place + ", " + entry.kind + ": the ballots give another " + name)
        if whole is not None and entry.content and canonical(entry.content["tally"]) != canonical(whole):
            self.fail("tallies", place + ": the ballots give another whole tally")

    def check_roots(self, newest: Checkpoint) -> None:
        if newest.size != len(self.tree):
            self.fail("root", "the checkpoint covers %d entries, the file holds %d"
                      % (newest.size, len(self.tree)))
        elif self.tree.root(newest.size) != newest.root:
            self.fail("root", "the entries make another root than the checkpoint's: something was changed")
        assert self.key is not None
        for name in self.checkpoints():
            try:
                earlier = open_checkpoint(self.files[name], self.key)
            except Malformed as wrong:
                self.fail("prefixes", name + ": " + str(wrong))
                continue
            # The log itself may say that what this checkpoint signed was lost.
            stated = (earlier.size, to_base64(earlier.root)) in self.study.recoveries
            if self.tree.root(earlier.size) != earlier.root and not stated:
                self.fail("prefixes", "the checkpoint over %d entries is no prefix of this log" % earlier.size)

    def checkpoints(self) -> List[str]:
        return sorted(name for name in self.files if name.startswith(CHECKPOINTS))

    def passed(self, stage: str) -> str:
        """What a stage that holds has to show for it."""
        study = self.study
        return {
            "note": "signed by " + (self.key.name if self.key else ""),
            "root": "%d entries make the signed root" % len(self.tree),
            "prefixes": "%d earlier checkpoints are prefixes, or cut off by %d breaks that the log states"
                        % (len(self.checkpoints()), len(study.recoveries)),
            "sequence": "%d entries read in order" % study.size,
            "life-cycle": "%d rounds opened and closed in turn" % len(study.rounds),
            "eligibility": "%d participants, each within their rights" % len(study.participants),
            "commitments": "%d commitments opened, %d not opened" % (self.openings.taken, self.unopened),
            "counts": "invited and responding people counted again",
            "tallies": self.tallied_words(),
            "decisions": "%d decisions follow the rule, %d overridden with a reason"
                         % (self.decisions, self.overrides),
            "erasures": "%d people were erased; what was counted before stands" % len(self.erased())
                        if self.erased() else "no erasure is recorded",
        }[stage]

    def erased(self) -> List[str]:
        return [name for name, person in self.study.participants.items() if person.erased]

    def tallied_words(self) -> str:
        text = "%d tallies and %d explanations recomputed from the ballots" % (self.tallies, self.explained)
        if self.standing:
            text += "; %d recorded tallies stand: not all of their ballots are here" % self.standing
        for what, number in sorted(self.not_computed.items()):
            text += "; %d %s not recomputed by this program" % (number, what)
        return text

    def report_of(self, stage: str, readable: bool) -> Dict[str, Any]:
        if stage in self.failures:
            return {"stage": stage, "ok": False, "detail": self.failures[stage]}
        if not readable or (self.stopped and stage in REPLAYED):
            return {"stage": stage, "ok": False, "detail": "not reached"}
        return {"stage": stage, "ok": True, "detail": self.passed(stage)}

    # The files beside the log.

    def check_files(self) -> Dict[str, Any]:
        wrong = self.wrong_digests()
        if self.failures:
            detail = "digests hold; the other files were not compared with a log that fails"
        else:
            wrong += self.wrong_names()
            detail = ("%d files have the digests of SHA256SUMS, and protocol.json is what the log gives; the "
                      "report, the tables and the checklists are not written again by this program"
                      % len(self.files))
        if wrong:
            detail = "; ".join(wrong[:5]) + ("; and %d more" % (len(wrong) - 5) if len(wrong) > 5 else "")
        return {"stage": "files", "ok": not wrong, "detail": detail}

    def wrong_digests(self) -> List[str]:
        """SHA256SUMS must list every other file, once, with its digest."""
        if SUMS not in self.files:
            return ["SHA256SUMS is missing"]
        wrong = []
        listed = set()
        *lines, rest = self.files[SUMS].split(b"\n")
        if rest:
            wrong.append("SHA256SUMS ends in the middle of a line")
        for number, line in enumerate(lines, 1):
            digest, path = line[:64], os.fsdecode(line[66:])
            if len(line) <= 66 or line[64:66] != b"  ":
                wrong.append("SHA256SUMS line %d is not a digest and a path" % number)
            elif path in listed:
                wrong.append(path + " is listed twice in SHA256SUMS")
            elif path not in self.files:
                wrong.append(path + " is listed in SHA256SUMS but missing")
            elif hashlib.sha256(self.files[path]).hexdigest().encode() != digest:
                wrong.append(path + " was changed after SHA256SUMS was written")
            listed.add(path)
        unlisted = sorted(set(self.files) - listed - {SUMS})
        return wrong + [path + " is not listed in SHA256SUMS" for path in unlisted]

    def wrong_names(self) -> List[str]:
        """The terms beside the log are those in it, and a checkpoint's file is named for its size."""
        assert self.key is not None
        wrong = [name + " is not the checkpoint that its name says" for name in self.checkpoints()
                 if name != CHECKPOINTS + str(open_checkpoint(self.files[name], self.key).size)]
        if self.study.protocol is None:
            return wrong + ["entries.ndjson holds no protocol, so nothing could be published"]
        if self.files.get("protocol.json") != canonical(self.study.protocol.document).encode() + b"\n":
            wrong.append("protocol.json is not what the log gives")
        return wrong + [name + " is missing" for name in ALWAYS_THERE if name not in self.files]

    def result(self, stages: Sequence[Dict[str, Any]]) -> str:
        """The first stage that failed, not one that was merely not reached."""
        first = next((stage for stage in STAGES if stage in self.failures), None)
        if first is None and not stages[-1]["ok"]:
            first = "files"
        if first is not None:
            return "FAILED " + first.upper().replace("-", "_")
        erased = self.erased()
        accounted = all(number == 0 or name in erased for name, number in self.missing.items())
        if self.unopened and not accounted:
            return PARTIAL
        return "VERIFIED WITH %d ERASED" % len(erased) if erased else "VERIFIED"


def verify(files: Files) -> Dict[str, Any]:
    """The report on a record: {"result", "stages": [{"stage", "ok", "detail"}]}."""
    verifier = Verifier(files)
    try:
        stages = verifier.run()
    except Exception as error:  # pylint: disable=broad-except
        # Nothing that lies in a folder may make this program say nothing.
        verifier.fail("sequence", "this program could not read the record to its end: %s: %s"
                      % (type(error).__name__, str(error)[:200]))
        verifier.stopped = True
        stages = [verifier.report_of(stage, True) for stage in STAGES[:-1]]
        stages.append({"stage": "files", "ok": False, "detail": "not reached"})
    return {"result": verifier.result(stages), "stages": stages}


def plain(text: str) -> str:
    """A tampered file may hold anything; it must not steer the reader's terminal."""
    kept = "".join("?" if c < " " or c == "\x7f" else c for c in text)
    return kept.encode("utf-8", "replace").decode()


def show(path: str, as_json: bool, among_others: bool) -> int:
    try:
        report = verify(read_folder(path))
    except NoBundle as why:
        print("verify.py: " + plain(str(why)), file=sys.stderr)
        if as_json and among_others:
            print(json.dumps({"result": NO_BUNDLE, "stages": []}, sort_keys=True))
        return 2
    if as_json:
        print(json.dumps(report, sort_keys=True))
    else:
        for stage in report["stages"]:
            mark = "ok      " if stage["ok"] else "FAILED  "
            print(stage["stage"].ljust(13) + mark + plain(stage["detail"]))
        print(report["result"])
    return 1 if report["result"].startswith("FAILED") else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Checks a published Quorate record from its files alone.",
        epilog="Exit code 0: VERIFIED or PARTIAL; 1: FAILED; 2: the folder is no record.")
    parser.add_argument("bundle", nargs="*", metavar="BUNDLE", help="the record's folder (where this file lies)")
    parser.add_argument("--json", action="store_true", help="answer in JSON, a line a folder")
    arguments = parser.parse_args()
    folders = arguments.bundle or [os.path.dirname(os.path.abspath(__file__))]
    sys.setrecursionlimit(max(5_000, sys.getrecursionlimit()))
    return max(show(folder, arguments.json, len(folders) > 1) for folder in folders)


if __name__ == "__main__":
    sys.exit(main())
