#!/usr/bin/env python3
"""The README's walk-through, executed line by line: walkthrough/commands.sh on a server of its own.

Prints commands and output as they stand in the README, so that it can be mended from here.
"""

import os
import pathlib
import subprocess
import tempfile

from harness import Failed, Server

FOLDER = pathlib.Path(__file__).parent / "walkthrough"


def commands():
    text = (FOLDER / "commands.sh").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("quorate ")]


def main():
    with Server() as server, tempfile.TemporaryDirectory() as out:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("QUORATE_")}
        environment.update(OUT=out, QUORATE_SERVER=server.address, QUORATE_TOKEN_FILE=str(server.token_file),
                           PATH=f"{server.bin}:{environment['PATH']}")
        outputs = []
        for line in commands():
            done = subprocess.run(["bash", "-c", line], cwd=FOLDER, env=environment, capture_output=True,
                                  text=True, timeout=120, check=False)
            print(f"$ {line}\n{done.stdout}{done.stderr}", end="", flush=True)
            if done.returncode != 0:
                raise Failed(line)
            outputs.append(done.stdout)
        assert "VERIFIED" in outputs[-1], outputs[-1]


if __name__ == "__main__":
    main()
