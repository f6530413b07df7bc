#!/usr/bin/env python3
"""A full disk: writes are refused with a clear error, reads go on, and it recovers when there is room.

The data folder lies on a small tmpfs of its own, which needs root; without it the test is skipped.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from harness import SKIPPED, Server  # noqa: E402

LABEL = "full"
SIZE = 4 * 1024 * 1024
PROTOCOL = {
    "title": "A full disk", "groups": [{"id": "everybody", "name": "Everybody"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}],
}


class SmallDisk:
    """A tmpfs of a few megabytes."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="quorate-disk-"))

    def __enter__(self):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "quorate-test", self.folder],
                                 capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.folder.rmdir()
            print(f"Skipped: a small disk could not be mounted here ({mounted.stderr.strip()}).")
            sys.exit(SKIPPED)
        return self.folder

    def __exit__(self, kind, value, trace):
        subprocess.run(["umount", self.folder], check=False)
        self.folder.rmdir()


def fill(folder):
    """Takes all the room that is left."""
    ballast = folder / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for block in (65536, 4096, 512, 1):
            try:
                while file.write(b"\0" * block):
                    pass
            except OSError:
                continue
    return ballast


def cast(server, token, score):
    return server.run("ballot", "cast", LABEL, 1, f"pain={score}", "--json", token=token)


def main():
    with SmallDisk() as disk, tempfile.TemporaryDirectory() as work, Server(data=disk / "data") as server:
        protocol = pathlib.Path(work) / "protocol.json"
        protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
        server.quorate("study", "create", LABEL, "--title", "A full disk")
        server.quorate("study", "draft", LABEL, "--protocol", protocol)
        server.quorate("study", "freeze", LABEL)
        server.quorate("item", "add", LABEL, "pain=Pain")
        person = server.quorate("panel", "enrol", LABEL, "--hats", "everybody").split()[0]
        token = server.token(LABEL, "participant", person)
        server.quorate("round", "open", LABEL)
        acknowledged = [json.loads(cast(server, token, 5).stdout)["revision"]]

        ballast = fill(disk)
        refused = None
        for attempt in range(2_000):  # What is left in blocks already taken may hold a few more.
            done = cast(server, token, attempt % 9 + 1)
            if done.returncode != 0:
                refused = done
                break
            acknowledged.append(json.loads(done.stdout)["revision"])
        assert refused is not None, "a full disk refused nothing"
        print(f"after {len(acknowledged)} ballots: {refused.stderr.strip()}")
        assert refused.returncode == 1
        assert "full" in refused.stderr or "space" in refused.stderr, refused.stderr

        size = server.log_size(LABEL)
        mine = server.json("ballot", "show", LABEL, 1, token=token)
        assert mine["record"]["revision"] == acknowledged[-1], mine
        assert cast(server, token, 3).returncode == 1
        assert server.log_size(LABEL) == size, "a refused write is in the log"
        assert server.process.poll() is None, "the server has ended"
        print("reads go on")

        ballast.unlink()
        again = cast(server, token, 7)
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["revision"] == acknowledged[-1] + 1
        server.quorate("round", "close", LABEL, 1)
        server.quorate("publish", LABEL, "--tier", "auditor", "--out", f"{work}/bundle",
                       token=server.token(LABEL, "auditor"))
        print("recovered without a restart:",
              server.quorate("verify", f"{work}/bundle").strip().splitlines()[-1])


if __name__ == "__main__":
    main()
