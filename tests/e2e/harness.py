"""A real server in a folder of its own, the real `quorate`, and the data that tests may read.

Scripts find the programs in $QUORATE_BIN, else in build/release/bin of this checkout.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def programs():
    """The folder that holds quorate and quorated."""
    folder = pathlib.Path(os.environ.get("QUORATE_BIN", ROOT / "build" / "release" / "bin"))
    for name in ("quorate", "quorated"):
        if not (folder / name).exists():
            sys.exit(f"{folder / name} is not there. Build it (./services/up --help) or set QUORATE_BIN.")
    return folder


def data_folder(arguments, part):
    """The data folder: first argument, $QUORATE_DATA, or ../shared/data; leaves with 77 where none is there."""
    for place in [*arguments[:1], os.environ.get("QUORATE_DATA"), ROOT.parent / "shared" / "data"]:
        if place and (pathlib.Path(place) / part).is_dir():
            return pathlib.Path(place) / part
    print(f"Skipped: no data folder with {part}/ in it. Give it as the first argument or as QUORATE_DATA;")
    print("tests/e2e/README.md says where the data comes from.")
    sys.exit(SKIPPED)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Failed(Exception):
    """A command that ended otherwise than it should have."""


class Server:
    """A quorated of its own. Use it in `with`; its folder goes when it ends well."""

    def __init__(self, data=None, more=()):
        self.bin = programs()
        self.folder = pathlib.Path(data or tempfile.mkdtemp(prefix="quorate-e2e-"))
        self.own = data is None
        self.more = more
        self.port = None
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, value, trace):
        self.stop()
        if kind is not None and self.own:
            print(f"The server's data and log are kept in {self.folder}", file=sys.stderr)
        elif self.own:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    @property
    def token_file(self):
        return self.folder / "facilitator.token"

    def start(self, within=30):
        """Starts on the port of before, or on another one if somebody else has taken it meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(3):
            self.port = self.port or free_port()
            if self.comes_up(within):
                return
            self.port = None
        raise Failed("quorated did not start:\n" + (self.folder / "quorated.log").read_text()[-2000:])

    def comes_up(self, within):
        with open(self.folder / "quorated.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "quorated", "--data", self.folder, "--listen", self.address, *self.more],
                stdout=log, stderr=log,
            )
        end = time.monotonic() + within
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                if self.token_file.exists():
                    return True
            except OSError:
                pass
            time.sleep(0.02)
        if self.process.poll() is None:
            self.kill()
        return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise Failed("quorated did not stop within 20 seconds of SIGTERM") from None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def run(self, *arguments, token=None, text=True, **options):
        """Runs quorate; answers the finished process, whatever its exit code."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("QUORATE_")}
        environment["QUORATE_SERVER"] = self.address
        if token is None:
            environment["QUORATE_TOKEN_FILE"] = str(self.token_file)
        else:
            environment["QUORATE_TOKEN"] = token
        return subprocess.run(
            [self.bin / "quorate", *map(str, arguments)],
            env=environment, capture_output=True, text=text, timeout=300, check=False, **options,
        )

    def quorate(self, *arguments, token=None):
        """Runs quorate, which must succeed; answers its standard output."""
        done = self.run(*arguments, token=token)
        if done.returncode != 0:
            raise Failed(f"quorate {' '.join(map(str, arguments))}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *arguments, token=None):
        return json.loads(self.quorate(*arguments, "--json", token=token))

    def token(self, study, role, pseudonym=None):
        extra = ["--for", pseudonym] if pseudonym else []
        return self.quorate("token", "create", study, "--role", role, *extra).strip()

    def log_size(self, study):
        return int(self.json("study", "show", study).get("log_size", 0))
