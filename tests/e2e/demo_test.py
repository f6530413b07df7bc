#!/usr/bin/env python3
"""The demo study is played, published and verified; interrupted it goes on; played twice it changes nothing."""

import json
import subprocess
import tempfile
import time

from harness import Failed, Server

FINAL = {
    "personal recovery", "connectedness", "clinical recovery of bipolar symptoms", "mental health and wellbeing",
    "physical health", "self-monitoring and management", "medication effects", "quality of life",
    "service outcomes", "experience of care", "use of coercion",
}


def play(server, bundle, *more):
    return server.run("demo", "play", "--bundle", bundle, *more)


def check_final_set(server):
    texts = {item["name"].rsplit("/", 1)[1]: item["text"] for item in server.json("item", "list", "demo")["items"]}
    decisions = server.json("decision", "list", "demo")["decisions"]
    agreed = {texts[one["item"]["item"].rsplit("/", 1)[1]] for one in decisions
              if one.get("standing") and one["consensus"] == "CONSENSUS_IN"}
    # Items that met the rule were all voted on or merged, so what is IN is IN by the workshop's vote.
    assert agreed == FINAL, agreed ^ FINAL


def check_flow(server):
    rounds = server.json("round", "show", "demo")["rounds"]
    assert [one["responses"][0]["responded"] for one in rounds[:2]] == [50, 38], rounds
    assert [len(one["items"]) for one in rounds] == [66, 79, 60]
    assert rounds[2]["present"] == 14
    entries = [json.loads(line) for line in server.quorate("log", "entries", "demo", "--lines").splitlines()]
    papers = [entry for entry in entries if entry["kind"] == "vote.cast" and entry["payload"]["channel"] == "paper"]
    again = [entry for entry in entries if entry["kind"] == "vote.opened" and entry["payload"]["iteration"] > 1]
    assert papers and again


def interrupted(server, bundle):
    """Plays, is cut off after a moment, and is begun anew."""
    command = [server.bin / "quorate", "demo", "play", "--bundle", bundle, "--server", server.address,
               "--token-file", server.token_file]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as first:
        time.sleep(0.4)
        first.kill()


def main():
    with Server() as server, tempfile.TemporaryDirectory() as work:
        bundle = f"{work}/demo"
        interrupted(server, bundle)
        begin = time.monotonic()
        done = play(server, bundle)
        if done.returncode != 0:
            raise Failed(done.stdout + done.stderr)
        print(done.stdout, end="")
        print(f"Played in {time.monotonic() - begin:.1f} s")
        check_final_set(server)
        check_flow(server)
        size = server.log_size("demo")
        assert play(server, bundle).returncode == 0
        assert server.log_size("demo") == size, "playing twice changed the record"
        other = play(server, f"{work}/other", "--seed", "2")
        assert other.returncode == 1 and "another seed" in other.stderr, other.stderr
        assert "VERIFIED" in server.quorate("verify", bundle)


if __name__ == "__main__":
    main()
