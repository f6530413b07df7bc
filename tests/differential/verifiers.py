"""The verifiers that are compared, each run on many folders at once."""

import json
import os
import shutil
import subprocess
import sys

from record import ROOT, VERIFIER

NO_BUNDLE = {"result": "NO BUNDLE", "stages": []}
CRASHED = {"result": "NO ANSWER", "stages": []}


class Verifier:
    """A program that takes `--json DIR...` and answers a line of JSON a folder."""

    def __init__(self, name, command):
        self.name, self.command = name, [str(word) for word in command]
        self.takes_many = True

    def run(self, folders):
        done = subprocess.run([*self.command, *folders], capture_output=True, timeout=3_600, check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr

    def judge(self, folders):
        """One report a folder. Where a program cannot take several, or stopped on one of them, each is asked alone."""
        folders = [str(folder) for folder in folders]
        if self.takes_many and len(folders) > 1:
            code, lines, _ = self.run(folders)
            if code in (0, 1, 2) and len(lines) == len(folders):
                return [json.loads(line) for line in lines]
            self.takes_many = len(lines) > 0
        return [self.judge_one(folder) for folder in folders]

    def judge_one(self, folder):
        code, lines, errors = self.run([folder])
        if code == 2:
            return NO_BUNDLE
        if code not in (0, 1) or len(lines) != 1:
            words = errors.decode("utf-8", "replace").strip()[-300:]
            return {**CRASHED, "detail": f"exit {code}: {words}"}
        return json.loads(lines[0])


def found(arguments):
    """The verifiers that are on this machine: the Python one always, the others where they are built."""
    programs = [Verifier("python", [sys.executable, "-B", VERIFIER, "--json"])]
    folder = os.environ.get("QUORATE_BIN", ROOT / "build" / "release" / "bin")
    engine = os.path.join(folder, "quorate")
    if os.path.exists(engine):
        programs.append(Verifier("engine", [engine, "verify", "--json"]))
    built = os.environ.get("QUORATE_TYPESCRIPT", ROOT / "clients" / "typescript" / "dist")
    script = os.path.join(built, "verify-cli.js")
    if os.path.exists(script) and shutil.which("node"):
        programs.append(Verifier("typescript", ["node", script, "--json"]))
    for words in arguments.program or []:
        name, _, command = words.partition("=")
        programs.append(Verifier(name, command.split()))
    return programs
