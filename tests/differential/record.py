"""A record as something to tamper with: entries and what they commit to, sealed again with a key that we hold.

The Python verifier's own functions write what this needs: canonical JSON, commitments, the tree. What it seals is
judged by other programs, so a mistake here shows as a disagreement.
"""

import base64
import copy
import functools
import hashlib
import importlib.util
import json
import os
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "clients" / "python" / "quorate_verify.py"


def load_verifier():
    """The Python verifier as a module, which it is not installed as."""
    if "quorate_verify" not in sys.modules:
        spec = importlib.util.spec_from_file_location("quorate_verify", VERIFIER)
        module = importlib.util.module_from_spec(spec)
        sys.modules["quorate_verify"] = module
        spec.loader.exec_module(module)
    return sys.modules["quorate_verify"]


verifier = load_verifier()

# The seed of the records in tests/golden/logs and of those that are played here.
TEST_SEED = bytes([42]) * 32


def _secret(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & ((1 << 254) - 8) | 1 << 254, digest[32:]


def _times(number):
    return verifier.point_sum(number, verifier.BASE, 0, verifier.BASE)


@functools.lru_cache(maxsize=8)
def public_key(seed):
    return verifier.point_compress(_times(_secret(seed)[0]))


def sign(seed, message):
    """Ed25519, RFC 8032."""
    secret, prefix = _secret(seed)
    public = public_key(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % verifier.L
    point = verifier.point_compress(_times(r))
    h = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % verifier.L
    return point + ((r + h * secret) % verifier.L).to_bytes(32, "little")


def key_line(origin, seed):
    typed = b"\x01" + public_key(seed)
    key_id = hashlib.sha256(origin.encode() + b"\n" + typed).digest()[:4]
    return f"{origin}+{key_id.hex()}+{base64.b64encode(typed).decode()}\n".encode(), key_id


class Sealed:
    """One entry: its members, and those of its opening where that is here. `line` in place of both is written as it
    is, `keep` says which members of the leaf are not mended on sealing."""

    def __init__(self, leaf, opening=None):
        self.leaf, self.opening = leaf, opening
        self.line = None
        self.keep = set()

    @property
    def kind(self):
        return self.leaf["kind"]

    @property
    def payload(self):
        return self.leaf["payload"]

    @property
    def content(self):
        return self.opening["content"] if self.opening else None


class Record:
    """The log of a record. seal() writes the bytes that hang together, but for what a lie has left as it is."""

    def __init__(self, origin, seed=TEST_SEED):
        self.origin, self.seed = origin, seed
        self.entries = []
        self.sizes = []  # Of the earlier checkpoints.
        self.whole = True  # Openings are published: the auditor tier.
        self.more_openings = []  # Lines that open nothing, or once more.
        self.more_checkpoints = []  # Size and root of notes that no prefix makes.
        self.order = None  # How the openings are put in order: a function of the list.
        self.files = {}  # Beside the log, as they were.

    @classmethod
    def read(cls, folder, seed=TEST_SEED):
        folder = pathlib.Path(folder)
        files = {path.relative_to(folder).as_posix(): path.read_bytes()
                 for path in folder.rglob("*") if path.is_file()}
        record = cls(files["log.vkey"].decode().partition("+")[0], seed)
        record.whole = "openings.ndjson" in files
        lines = files.get("openings.ndjson", files.get("statements.ndjson", b"")).split(b"\n")[:-1]
        openings = {verifier.commitment_to(line): json.loads(line) for line in lines}
        for line in files["entries.ndjson"].split(b"\n")[:-1]:
            leaf = json.loads(line)
            record.entries.append(Sealed(leaf, openings.get(leaf["payload"].get("commitment"))))
        record.sizes = sorted(int(path.rpartition("/")[2]) for path in files if path.startswith("checkpoints/"))
        record.files = {path: data for path, data in files.items()
                        if path not in ("checkpoint", "entries.ndjson", "openings.ndjson", "statements.ndjson",
                                        "SHA256SUMS") and not path.startswith("checkpoints/")}
        return record

    @property
    def study(self):
        return self.origin.rpartition("/")[2]

    def copy(self):
        other = copy.copy(self)
        other.entries = copy.deepcopy(self.entries)
        other.sizes, other.files = list(self.sizes), dict(self.files)
        other.more_openings, other.more_checkpoints = list(self.more_openings), list(self.more_checkpoints)
        return other

    def of_kind(self, *kinds):
        """The places of the entries of these kinds."""
        return [place for place, entry in enumerate(self.entries) if entry.kind in kinds]

    def destroy(self, name):
        """What an erasure leaves: commitments to openings that are no more."""
        voted = {f"round/{entry.payload['round']}" if entry.kind == "ballot.cast"
                 else f"vote/{entry.payload['vote']}/{entry.payload['iteration']}"
                 for entry in self.entries if entry.kind in ("ballot.cast", "vote.cast")
                 and entry.payload["participant"] == name}
        for entry in self.entries:
            whole = entry.kind == "item.tallied" and entry.payload["basis"] in voted
            if self.is_of(entry, name) or (whole and "suppressed" in entry.payload["tally"]):
                self.close(entry)

    @staticmethod
    def is_of(entry, name):
        if entry.kind == "item.suggested":
            return entry.leaf["actor"] == "participant/" + name
        return "commitment" in entry.payload and entry.payload.get("participant") == name

    @staticmethod
    def close(entry):
        if entry.opening is not None:
            entry.payload["commitment"] = verifier.commitment_to(verifier.canonical(entry.opening).encode())
            entry.opening = None

    def lines(self):
        """The bytes of the entries and of the openings; a lot is drawn again from what stands before it."""
        lines, openings = [], []
        tree = verifier.Tree()
        for sequence, entry in enumerate(self.entries):
            if lines:
                tree.append(verifier.leaf_hash(lines[-1]))
            if entry.line is not None:
                lines.append(entry.line)
                continue
            if "seq" not in entry.keep:
                entry.leaf["seq"] = sequence
            self.draw(entry, tree)
            if entry.opening is not None:
                opened = entry.opening if isinstance(entry.opening, bytes) \
                    else verifier.canonical(entry.opening).encode()
                if "commitment" not in entry.keep:
                    entry.leaf["payload"]["commitment"] = verifier.commitment_to(opened)
                if self.whole or entry.kind == "dissent.stated":
                    openings.append(opened)
            lines.append(verifier.canonical(entry.leaf).encode())
        openings += self.more_openings
        return lines, self.order(openings) if self.order else openings

    def draw(self, entry, tree):
        lot = entry.payload.get("lot") if isinstance(entry.payload, dict) else None
        if not isinstance(lot, dict) or "lot" in entry.keep:
            return
        opened = [place for place, other in enumerate(self.entries[:len(tree)]) if other.kind == "round.opened"]
        lot["size"] = opened[-1] + 1 if opened else 0
        lot["root"] = verifier.to_base64(tree.root(lot["size"]))

    def note(self, size, root):
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
        blob = key_line(self.origin, self.seed)[1] + sign(self.seed, text)
        return text + b"\n" + f"\u2014 {self.origin} {base64.b64encode(blob).decode()}\n".encode()

    def seal(self):
        """All files; those that are derived from the log are the old ones, with their digests."""
        lines, openings = self.lines()
        tree = verifier.Tree()
        for line in lines:
            tree.append(verifier.leaf_hash(line))
        files = dict(self.files)
        files["log.vkey"] = key_line(self.origin, self.seed)[0]
        files["entries.ndjson"] = b"".join(line + b"\n" for line in lines)
        text = b"".join(line + b"\n" for line in openings)
        if self.whole:
            files["openings.ndjson"] = text
        elif text:
            files["statements.ndjson"] = text
        files["checkpoint"] = self.note(len(lines), tree.root(len(lines)))
        for size in self.sizes:
            if size < len(lines):
                files[f"checkpoints/{size}"] = self.note(size, tree.root(size))
        for size, root in self.more_checkpoints:
            files[f"checkpoints/{size}"] = self.note(size, root)
        files["SHA256SUMS"] = sums_of(files)
        return files


def sums_of(files):
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)
                   if path != "SHA256SUMS").encode()


def write(files, folder):
    """Writes a folder afresh."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        place = pathlib.Path(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    os.makedirs(folder, exist_ok=True)
