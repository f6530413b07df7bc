#!/usr/bin/env python3
"""Proofs from a server and from a bundle, checked offline; and other universities that cosign, from files and over HTTP."""

import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

from harness import Server, programs

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


class HttpWitness:
    """`quorate witness serve` on a free port, in `with`. Leaving it stops it as a service manager would."""

    def __init__(self, work, name, log_key):
        self.command = [programs() / "quorate", "witness", "serve", "--listen", "127.0.0.1:0", "--log", log_key,
                        "--key", work / f"{name}.key", "--state", work / f"state-{name}"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.url = re.fullmatch(r"The witness \S+ listens on (http://127\.0\.0\.1:\d+)\n", line).group(1)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.told, _ = self.process.communicate(timeout=20)
        assert self.process.returncode == 0, self.process.returncode

    def raw(self, request):
        """What bare bytes are answered with."""
        host, port = self.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 20) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(4096), b""))


def second_verifier(bundle):
    """The Python verifier that lies in the bundle."""
    done = subprocess.run([sys.executable, "-B", bundle / "verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)


def over_http(server, work):
    """Published with a witness, again, and again after the study went on; the witness is asked from what it has."""
    bundle = work / "cosigned"
    keys = {name: server.quorate("witness", "key", f"{name}.http.example", "--out", work / f"{name}.key").strip()
            for name in ("four", "five")}
    log_key = work / "http.vkey"
    shutil.copy(work / "bundle" / "log.vkey", log_key)
    publish = ["publish", LABEL, "--out", bundle]
    again = ["--request-id", "5b0c3f3e-1d2a-4c6b-8f7e-0123456789ab"]
    says(server.run(*publish, "--witness", "http://127.0.0.1:1"), "--witness-key", "0 times for 1", code=1)
    assert not bundle.exists()

    with HttpWitness(work, "four", log_key) as four, HttpWitness(work, "five", log_key) as five:
        ask = ["--witness", four.url, "--witness", five.url, "--witness-key", keys["five"], "--witness-key", keys["four"]]
        trust = ["--witness-key", keys["four"], "--witness-key", keys["five"]]
        says(server.run(*publish, *again, *ask), "Cosigned: four.http.example at ", "Cosigned: five.http.example at ")
        says(server.run("verify", bundle, *trust, "--witnesses", 2), "2 of 2 witnesses", "PARTIAL")
        second_verifier(bundle)

        # The same publication again is the same checkpoint: what was cosigned stays, to the byte.
        first = (bundle / "checkpoint").read_bytes()
        first_size = first.decode().splitlines()[1]
        server.quorate(*publish, *again)
        assert (bundle / "checkpoint").read_bytes() == first
        says(server.run("verify", bundle, *trust), "2 of 2 witnesses", "PARTIAL")

        # The study goes on, and one witness is asked from its old size; the older word stays with the older checkpoint.
        server.quorate("item", "add", LABEL, "mood=Mood")
        server.quorate(*publish)
        assert b"http.example" not in (bundle / "checkpoint").read_bytes()
        assert (bundle / "checkpoints" / first_size).read_bytes() == first
        says(server.run("witness", "ask", bundle, four.url, "--witness-key", keys["four"]), "Cosigned: four.http.example")
        says(server.run("verify", bundle, *trust, "--witnesses", 1), "1 of 2 witnesses", "four.http.example", "PARTIAL")
        second_verifier(bundle)

        says(server.run("witness", "ask", bundle, five.url, "--witness-key", keys["four"]), "--witness-key", code=1)
        says(server.run("witness", "ask", work / "fork", four.url, "--witness-key", keys["four"]), "another history", code=1)
        assert four.raw(b"GET / HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 404 ")
        assert four.raw(b"GET /add-checkpoint HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 405 ")
        kept = (bundle / "checkpoint").read_text(encoding="utf-8").splitlines()[1]
    assert f"200 {log_key.read_text(encoding='utf-8').split('+')[0]}: cosigned over {kept} entries" in four.told, four.told
    assert " 422 " in four.told or " 409 " in four.told, four.told

    # A witness that does not answer does not keep the record from being published, and it is said.
    done = server.run(*publish, "--witness", four.url, "--witness-key", keys["four"])
    says(done, f"Wrote {bundle}: ", "is published all the same, but 1 of 1 witnesses", "cannot be reached", code=1)
    answer = server.run(*publish, "--json", "--witness", four.url, "--witness-key", keys["four"])
    assert answer.returncode == 1 and json.loads(answer.stdout)["witnesses"][0]["cosigned"] is False, answer.stdout
    says(server.run("verify", bundle), "PARTIAL")

    # Started again, it goes on from what it has kept; `witness cosign` may share its folder.
    with HttpWitness(work, "four", log_key) as four:
        server.quorate("witness", "cosign", bundle, "--log", log_key, "--key", work / "four.key", "--state", work / "state-four")
        says(server.run("witness", "ask", bundle, four.url, "--witness-key", keys["four"]), "Cosigned: four.http.example")
        server.quorate(*publish)
        says(server.run("witness", "ask", bundle, four.url, "--witness-key", keys["four"]), "Cosigned: four.http.example")
    says(server.run("verify", bundle, "--witness-key", keys["four"], "--witnesses", 1), "1 of 1 witnesses", "PARTIAL")
    second_verifier(bundle)


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
        over_http(server, work)
    print("Proofs, growth and witnesses hold.")


if __name__ == "__main__":
    main()
