#!/usr/bin/env python3
"""Backups under load: python3 tests/fault/backup_test.py

Participants cast ballots without a pause while backups are made. Each backup is restored on an empty host, where the
record it publishes must be the original's at that size, to the byte. An old backup restored over what was signed later
must not sign anything, every time.
"""

import filecmp
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from harness import Failed, Server  # noqa: E402

LABEL = "backup"
PEOPLE = 5
IDS = [str(uuid.uuid4()) for _ in range(3)]
PROTOCOL = {
    "title": "Backed up under load", "groups": [{"id": "everybody", "name": "Everybody"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}],
}


class Voter(threading.Thread):
    def __init__(self, server, token, over):
        super().__init__()
        self.server, self.token, self.over = server, token, over
        self.cast = 0

    def run(self):
        while not self.over.is_set():
            done = self.server.run("ballot", "cast", LABEL, 1, f"pain={self.cast % 9 + 1}", "sleep=unable",
                                   token=self.token)
            assert done.returncode == 0, done.stderr
            self.cast += 1


def set_up(server, work):
    protocol = work / "protocol.json"
    protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
    server.quorate("study", "create", LABEL, "--title", "Backed up under load")
    server.quorate("study", "draft", LABEL, "--protocol", protocol)
    server.quorate("study", "freeze", LABEL)
    server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
    people = [server.quorate("panel", "enrol", LABEL, "--hats", "everybody").split()[0] for _ in range(PEOPLE)]
    tokens = [server.token(LABEL, "participant", one) for one in people]
    server.quorate("round", "open", LABEL)
    return tokens


def back_up(server, file, *more):
    server.quorate("backup", "--data", server.folder, "--out", file, *more)
    return file


def restored(server, file, data):
    server.quorate("restore", file, "--data", data)
    return Server(data=data)


def under_load(server, work, tokens):
    """Backs up while people vote; answers the archives."""
    over = threading.Event()
    voters = [Voter(server, token, over) for token in tokens]
    for voter in voters:
        voter.start()
    try:
        archives = []
        for i in range(3):
            while sum(voter.cast for voter in voters) < 30 * (i + 1):
                over.wait(0.05)
            # The same request id asks for the same publication again, on whatever host.
            server.quorate("publish", LABEL, "--request-id", IDS[i], "--out", work / f"original-{i}")
            archives.append(back_up(server, work / f"{i}.tar"))
    finally:
        over.set()
        for voter in voters:
            voter.join()
    return archives, sum(voter.cast for voter in voters)


def same_record(server, work, archives):
    """Each copy publishes, from an empty host, the very bundle that the original published at that size."""
    sizes = []
    for i, archive in enumerate(archives):
        with restored(server, archive, work / f"host-{i}") as copy:
            copy.quorate("publish", LABEL, "--request-id", IDS[i], "--out", work / f"copy-{i}")
            compare(work / f"copy-{i}", work / f"original-{i}")
            copy.quorate("verify", work / f"copy-{i}")
            sizes.append(copy.log_size(LABEL))
    assert sizes == sorted(sizes) and sizes[-1] <= server.log_size(LABEL), sizes
    return sizes


def compare(left, right):
    names = sorted(str(path.relative_to(left)) for path in left.rglob("*") if path.is_file())
    others = sorted(str(path.relative_to(right)) for path in right.rglob("*") if path.is_file())
    assert names == others, set(names) ^ set(others)
    _, different, broken = filecmp.cmpfiles(left, right, names, shallow=False)
    assert not different and not broken, (different, broken)


def refuses(server, work, archives):
    """Old backups over the newer signing state: not one of them starts to sign."""
    data = work / "stale"
    server.stop()
    shutil.copytree(server.folder, data)
    refused = 0
    for archive in archives:
        server.quorate("restore", archive, "--data", data, "--replace")
        stale = Server(data=data)
        try:
            stale.start(within=10)
        except Failed as failed:
            assert "was signed" in str(failed) and "does not extend" in str(failed), failed
            refused += 1
        else:
            stale.stop()
            raise AssertionError(f"{archive} started over a newer signing state")
    assert refused == len(archives)
    return data


def recovers(server, data):
    """Once the break is stated in the log, the copy serves again, and its record says so and verifies."""
    done = subprocess.run(
        [server.bin / "quorated", "--data", data, "--recover", LABEL, "--reason", "The newer disk burnt."],
        capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and "break is stated" in done.stdout, done
    with Server(data=data) as copy:
        copy.quorate("round", "close", LABEL, 1)
        copy.quorate("publish", LABEL, "--out", data.parent / "recovered")
        told = copy.quorate("verify", data.parent / "recovered")
        assert "breaks of the log are stated" in told, told
        assert "log.recovered" in copy.quorate("log", "entries", LABEL)
    again = subprocess.run([server.bin / "quorated", "--data", data, "--recover", LABEL, "--reason", "Once more."],
                           capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 1 and "nothing is lost" in again.stderr, again


def main():
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tokens = set_up(server, work)
        # Signed once at the beginning, so that every copy has something to extend.
        server.quorate("log", "checkpoint", LABEL)
        archives, cast = under_load(server, work, tokens)
        sizes = same_record(server, work, archives)
        server.quorate("log", "checkpoint", LABEL)
        recovers(server, refuses(server, work, archives))
        archive_bytes = archives[-1].stat().st_size
        print(f"{cast} ballots cast during {len(archives)} backups; copies of {sizes} entries are the original's to "
              f"the byte; {len(archives)} of {len(archives)} old copies refused to sign; archive {archive_bytes} bytes")


if __name__ == "__main__":
    main()
