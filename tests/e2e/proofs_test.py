#!/usr/bin/env python3
"""Proofs from a server and from a bundle, checked offline; and a second university that cosigns without a server."""

import json
import pathlib
import shutil
import tempfile

from harness import Server

LABEL = "proofs"
PROTOCOL = {
    "title": "Proofs", "groups": [{"id": "everybody", "name": "Everybody"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}],
}


def set_up(server, work):
    protocol = work / "protocol.json"
    protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
    server.quorate("study", "create", LABEL, "--title", "Proofs")
    server.quorate("study", "draft", LABEL, "--protocol", protocol)
    server.quorate("study", "freeze", LABEL)
    server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
    for _ in range(6):
        server.quorate("panel", "enrol", LABEL, "--hats", "everybody")
    server.quorate("round", "open", LABEL)


def says(done, *words, code=0):
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    for word in words:
        assert word in done.stdout + done.stderr, (word, done.stdout, done.stderr)


def proofs(server, work, key):
    """Every entry at every size from the server; one byte changed proves nothing."""
    size = server.log_size(LABEL)
    for entry in range(0, size, 3):
        for at in {entry + 1, (entry + size) // 2 + 1, size}:
            file = work / f"{entry}-{at}.tlog-proof"
            server.quorate("log", "proof", LABEL, "--entry", entry, "--size", at, "--out", file)
            says(server.run("verify", "receipt", file, "--key", key), f"Entry {entry} of the log", f"first {at} entries")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"index {entry}", f"index {entry + 1}"), encoding="utf-8")
    says(server.run("verify", "receipt", file, "--key", key), "proves nothing", code=1)
    says(server.run("log", "proof", LABEL, "--entry", size, "--size", size), "", code=1)
    says(server.run("log", "proof", LABEL, "--entry", 0, "--size", size + 1), "", code=1)
    return size


def growth(server, work, key, size):
    for older in (1, size // 2, size - 1, size):
        kept = work / f"checkpoint-{older}"
        kept.write_text(server.quorate("log", "checkpoint", LABEL, "--size", older), encoding="utf-8")
        file = work / f"growth-{older}"
        server.quorate("log", "consistency", LABEL, older, size, "--out", file)
        says(server.run("verify", "consistency", file, "--older", kept, "--key", key),
             "only grew", f"first {older} entries", f"to {size} entries")
    says(server.run("verify", "consistency", work / "growth-1", "--older", kept, "--key", key), "proves nothing", code=1)


def from_bundle(server, work, key, bundle):
    """The bundle alone gives the same proofs as the server, to the byte."""
    size = server.log_size(LABEL)
    for entry in (0, size // 2, size - 1):
        asked = server.quorate("log", "proof", LABEL, "--entry", entry, "--size", size)
        assert server.quorate("log", "proof", "--bundle", bundle, "--entry", entry) == asked, entry
    asked = server.quorate("log", "consistency", LABEL, 5, size)
    assert server.quorate("log", "consistency", "--bundle", bundle, 5) == asked
    says(server.run("log", "proof", "--bundle", bundle, "--entry", 0, "--size", 2), "holds no checkpoint over 2", code=1)


def witnesses(server, work, bundle):
    """Two universities cosign; one from the folder, one from a file that was sent to it."""
    key = bundle / "log.vkey"
    keys = {}
    for name in ("one", "two", "three"):
        keys[name] = server.quorate("witness", "key", f"{name}.uni.example", "--out", work / f"{name}.key").strip()
    says(server.run("witness", "key", "one.uni.example", "--out", work / "one.key"), "keeps its key", code=1)
    ask = ["--witness-key", keys["one"], "--witness-key", keys["two"], "--witness-key", keys["three"]]
    says(server.run("verify", bundle, *ask, "--witnesses", 1), "FAILED NOTE", "only 0 of the 1", code=1)

    server.quorate("witness", "cosign", bundle, "--log", key, "--key", work / "one.key", "--state", work / "state-1")
    says(server.run("verify", bundle, *ask, "--witnesses", 1), "1 of 3 witnesses, 1 asked for: one.uni.example")
    says(server.run("verify", bundle, *ask, "--witnesses", 2), "FAILED NOTE", code=1)
    says(server.run("verify", bundle, *ask), "only 1 of the 3", code=1)

    request, answer = work / "request", work / "answer"
    server.quorate("log", "consistency", "--bundle", bundle, 0, "--out", request)
    cosign = ["witness", "cosign", "--request", request, "--log", key, "--key", work / "two.key", "--state", work / "state-2"]
    answer.write_text(server.quorate(*cosign), encoding="utf-8")
    says(server.run(*cosign), "409", code=1)
    says(server.run("witness", "add", bundle, answer, "--witness-key", keys["three"]), "no known witness", code=1)
    says(server.run("witness", "add", bundle, answer, "--witness-key", keys["two"]), "two.uni.example at")
    says(server.run("verify", bundle, *ask, "--witnesses", 2), "2 of 3 witnesses", "PARTIAL")

    # A proof made from the cosigned bundle carries the cosignatures along.
    proof = work / "cosigned.tlog-proof"
    server.quorate("log", "proof", "--bundle", bundle, "--entry", 1, "--out", proof)
    says(server.run("verify", "receipt", proof, "--key", key, *ask, "--witnesses", 2), "Cosigned: 2 of 3")

    # The log goes on; the witness follows the newer record and no longer signs the older one.
    older = work / "older"
    shutil.copytree(bundle, older)
    server.quorate("round", "close", LABEL, 1)
    server.quorate("publish", LABEL, "--out", bundle)
    server.quorate("witness", "cosign", bundle, "--log", key, "--key", work / "one.key", "--state", work / "state-1")
    says(server.run("witness", "cosign", older, "--log", key, "--key", work / "one.key", "--state", work / "state-1"),
         "shorter than what was cosigned", code=1)


def fork(server, work, bundle):
    """The same key signs another history: the verifier cannot see it from one copy, the witness refuses it."""
    key = bundle / "log.vkey"
    with Server() as other:
        other.stop()
        for name in ("signing.key", "origin"):
            shutil.copy(server.folder / name, other.folder / name)
        other.start()
        set_up(other, work)
        for _ in range(40):
            other.quorate("publish", LABEL, "--out", work / "fork")
        says(other.run("verify", work / "fork"), "PARTIAL")
        says(other.run("witness", "cosign", work / "fork", "--log", key, "--key", work / "one.key", "--state",
                       work / "state-1"), "422", code=1)


def main():
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        set_up(server, work)
        bundle = work / "bundle"
        server.quorate("publish", LABEL, "--out", bundle)
        key = bundle / "log.vkey"
        size = proofs(server, work, key)
        growth(server, work, key, size)
        from_bundle(server, work, key, bundle)
        witnesses(server, work, bundle)
        fork(server, work, bundle)
    print("Proofs, growth and witnesses hold.")


if __name__ == "__main__":
    main()
