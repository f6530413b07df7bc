#!/usr/bin/env python3
"""The Python verifier: vectors of the standards, conventions of counting, and that every stage can fail."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "differential"))

import played  # noqa: E402
import record as records  # noqa: E402
from record import Record, verifier as v  # noqa: E402

LOGS = ROOT / "tests" / "golden" / "logs"


def stage(report, name):
    return next(stage for stage in report["stages"] if stage["stage"] == name)


class Ed25519(unittest.TestCase):
    """RFC 8032, section 7.1."""

    VECTORS = [
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595"
         "bbe24655141438e7a100b"),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb43"
         "02aeeb00d291612bb0c00"),
        ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716"
         "ed28dc027beceea1ec40a"),
    ]

    def test_vectors(self):
        for seed, public, message, signature in self.VECTORS:
            public, message, signature = map(bytes.fromhex, (public, message, signature))
            self.assertEqual(records.public_key(bytes.fromhex(seed)), public)
            self.assertEqual(records.sign(bytes.fromhex(seed), message), signature)
            self.assertTrue(v.ed25519_holds(public, message, signature))

    def test_what_is_changed_does_not_hold(self):
        _, public, message, signature = self.VECTORS[2]
        public, message, signature = map(bytes.fromhex, (public, message, signature))
        self.assertFalse(v.ed25519_holds(public, message + b"x", signature))
        for at in (0, 31, 32, 63):
            changed = bytearray(signature)
            changed[at] ^= 1
            self.assertFalse(v.ed25519_holds(public, message, bytes(changed)), at)
        larger = int.from_bytes(signature[32:], "little") + v.L
        self.assertFalse(v.ed25519_holds(public, message, signature[:32] + larger.to_bytes(32, "little")))
        self.assertFalse(v.ed25519_holds(b"\xff" * 32, message, signature))
        self.assertFalse(v.ed25519_holds(public, message, signature[:-1]))


class Tree(unittest.TestCase):
    """The roots of RFC 6962's reference test over its eight leaves."""

    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOTS = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
             "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
             "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
             "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
             "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
             "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]

    def test_roots(self):
        tree = v.Tree()
        for leaf in self.LEAVES:
            tree.append(v.leaf_hash(bytes.fromhex(leaf)))
        self.assertEqual([tree.root(size).hex() for size in range(9)], self.ROOTS)
        self.assertIsNone(tree.root(9))


class Json(unittest.TestCase):
    def test_the_one_spelling_is_read(self):
        for text in ('{"a":1,"b":[true,false,"x"]}', '{"\u00e9":"caf\u00e9"}', '"\\u0001\\n\\t\\"\\\\"', "-5",
                     '{"\ud83d\ude00":1,"\ue000":2}', "9007199254740991", '{"a":"null"}'):
            self.assertEqual(v.canonical(v.read_json(text.encode("utf-16", "surrogatepass").decode("utf-16").encode())),
                             text.encode("utf-16", "surrogatepass").decode("utf-16"))

    def test_other_spellings_are_refused(self):
        for data in (b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":01}',
                     b'{"a":-0}', b'{"a":null}', b"[null]", b'{"a":NaN}', b'"\\u0041"', b'"\\/"', b'"\\u000a"',
                     b"9007199254740992", b'"\xff"', b'"\xed\xa0\x80"', "\"e\u0301\"".encode(), b"", b"{", b"1 ",
                     b'"\x01"', b'{"\xee\x80\x80":2,"\xf0\x9f\x98\x80":1}', b"[" * 100_000, b"1" * 50_000):
            with self.assertRaises(v.Malformed, msg=data[:40]):
                v.read_json(data)

    def test_fractions_stand_in_lowest_terms(self):
        self.assertEqual(v.read_fraction("-13/2"), Fraction(-13, 2))
        for text in ("2/4", "1/0", "0.5", "70%", "1e3", "01", "-0", "", "1/-2", "9" * 41, 3, None, "\u0663"):
            with self.assertRaises(v.Malformed, msg=text):
                v.read_fraction(text)

    def test_times_exist(self):
        self.assertEqual(v.read_time("1970-01-02T00:00:01Z"), 86_401)
        for text in ("2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "1969-12-31T23:59:59Z", "2026-1-01T00:00:00Z",
                     "2026-01-01T00:00:00Z\n"):
            with self.assertRaises(v.Malformed, msg=text):
                v.read_time(text)


def rule(**changes):
    document = {**played.RULES[0], **changes}
    return v.rule_form(json.loads(json.dumps(document)))


def count_of(members, k=3, voice=None, of_rule=None, version=3):
    """A count of one item: (hats, weight, answer) a person."""
    count = v.Count.__new__(v.Count)
    count.basis, count.items, count.rule, count.round = "round/1", [v.ItemVersion("S1", 1)], of_rule or rule(), 1
    count.groups, count.k, count.exact, count.unanimity_shown = ["a", "b"], k, version >= 3, False
    count.voice = voice or {"voice": "per-person", "hats": "declared", "weights": {}}
    count.members = [v.Member(str(n), tuple(hats), Fraction(weight), [answer])
                     for n, (hats, weight, answer) in enumerate(members)]
    count.completed, count.tallies = None, {}
    return count


class Counting(unittest.TestCase):
    def test_sixteen_of_twenty_three_is_below_seventy_percent(self):
        members = [("a", 1, 8)] * 16 + [("a", 1, 5)] * 7
        verdict, tally = v.whole_tally(count_of(members), 0)
        self.assertEqual(verdict.word, "NONE")
        self.assertEqual(tally["panel"]["bands"]["7-9"], {"count": "16", "share": "16/23"})

    def test_a_weighted_median_at_exactly_half_is_the_mean_of_two_scores(self):
        voice = {"voice": "person-weights", "hats": "declared", "weights": {}}
        _, tally = v.whole_tally(count_of([("a", 2, 3), ("a", 0, 5), ("a", 1, 8), ("a", 1, 9)], voice=voice), 0)
        self.assertEqual(tally["panel"]["median"], "11/2")
        self.assertEqual(tally["panel"]["unweighted"]["median"], "13/2")
        self.assertEqual(tally["panel"]["effective_n"], "8/3")

    def test_equal_groups_share_by_who_is_in_the_denominator(self):
        voice = {"voice": "equal-groups", "hats": "declared", "weights": {}}
        members = [("a", 1, 9)] * 3 + [("b", 1, 1), ("b", 1, "unable")]
        _, tally = v.whole_tally(count_of(members, voice=voice), 0)
        self.assertEqual(tally["panel"]["bands"]["7-9"]["share"], "1/2")
        self.assertEqual(tally["panel"]["weight"], "1")

    def test_percentiles_are_of_type_7(self):
        self.assertEqual(v.percentile([1, 1, 1, 1], 1, Fraction(3, 10)), Fraction(19, 10))
        self.assertIsNone(v.percentile([0, 0], 1, Fraction(1, 2)))

    def test_not_assessable_is_neither_true_nor_false(self):
        self.assertIs(v.all_of([True, None]), None)
        self.assertIs(v.all_of([False, None]), False)
        self.assertIs(v.any_of([True, None]), True)
        self.assertIs(v.any_of([False, None]), None)

    def test_nobody_is_inquorate(self):
        self.assertEqual(v.whole_tally(count_of([("a", 1, "skipped")]), 0)[0].word, "INQUORATE")

    def test_small_groups_and_what_would_give_them_back_are_held_back(self):
        self.assertEqual(v.held_back({"a": 2, "b": 7, "c": 9}, 3), ["a", "b"])
        self.assertEqual(v.held_back({"a": 0, "b": 7}, 3), [])
        self.assertEqual(v.held_back({"a": 1, "b": 2, "c": 9}, 3), ["a", "b"])

    def test_no_combination_of_tables_concerns_few(self):
        one = v.Disclosure([v.Alike(("a",), 5), v.Alike(("b",), 5), v.Alike(("a", "b"), 1)], ["a", "b"], 3).choose()
        self.assertEqual((one.panel, one.hidden), (True, ["a"]))
        alike = count_of([("a", 1, 9)] * 4 + [("b", 1, 2), ("b", 1, 5), ("b", 1, 7)])
        self.assertEqual(v.publishable_tally(alike, 0)["suppressed"], ["a", "b"])

    def test_the_fewest_who_turn_a_verdict(self):
        members = [("a", 1, 8)] * 7 + [("a", 1, 5)] * 3
        count = count_of(members)
        cohorts = count.cohorts(0)
        flips = v.flips_of(count, count.tables(0), cohorts, "IN")
        self.assertEqual((flips["at_least"], flips["at_most"]), ("1", "1"))
        self.assertEqual(flips["groups"], {"a": {"at_least": "1", "at_most": "1"}, "b": {}})

    def test_a_rule_that_contradicts_itself_is_unsound(self):
        unsound = dict(played.RULES[0], clauses=[
            {"verdict": "IN", "when": played.share([7, 9], ">=", "1/2")},
            {"verdict": "OUT", "when": played.share([1, 3], ">=", "1/2")}])
        with self.assertRaises(v.Refused):
            v.check_rule(v.canonical(unsound))
        v.check_rule(v.canonical(played.RULES[0]))


class Choosing(unittest.TestCase):
    """Small elections whose answers are known."""

    @staticmethod
    def count(name, ballots, seats=1, **more):
        plan = {"rule": name, "seats": seats, "grade_max": 5, "unranked": "last", "strength": "winning",
                "borda_unranked": "averaged", "missing": "refuse", "completion": "phragmen", "tie": "none", **more}
        names = [chr(97 + n) for n in range(len(ballots[0][0]))]
        election = v.Election(names, [(marks, Fraction(weight)) for marks, weight in ballots], plan,
                              v.places_in_tie_order(names, plan["tie"], None))
        return v.count_ranked(election) if v.is_one_winner(plan) else v.count_committee(election)

    def test_the_tennessee_capital(self):
        # Memphis, Nashville, Chattanooga, Knoxville.
        ballots = [([1, 2, 3, 4], 42), ([4, 1, 2, 3], 26), ([4, 3, 1, 2], 15), ([4, 3, 2, 1], 17)]
        winners = {"plurality": [0], "irv": [3], "borda": [1], "copeland": [1], "minimax": [1], "schulze": [1],
                   "ranked-pairs": [1], "kemeny": [1], "condorcet": [1], "smith": [1], "schwartz": [1]}
        for name, expected in winners.items():
            self.assertEqual(self.count(name, ballots).winners, expected, name)
        self.assertEqual(self.count("kemeny", ballots).ranking, [[1], [2], [3], [0]])

    def test_a_circle_has_no_condorcet_winner(self):
        circle = [([1, 2, 3], 1), ([3, 1, 2], 1), ([2, 3, 1], 1)]
        self.assertEqual(self.count("condorcet", circle).winners, [])
        self.assertEqual(self.count("smith", circle).winners, [0, 1, 2])
        self.assertEqual(self.count("ranked-pairs", circle).winners, [0, 1, 2])
        self.assertEqual(self.count("schulze", circle, tie="order").winners, [0])

    def test_a_lot_is_the_same_for_everybody(self):
        lot = {"size": 43, "root": "abc="}
        self.assertEqual(v.places_in_tie_order(["x", "y", "z"], "lot", lot),
                         v.places_in_tie_order(["x", "y", "z"], "lot", dict(lot)))
        self.assertEqual(next(v.split_mix(0)), 0xE220A8397B1DCDAF)
        self.assertEqual(v.fnv1a("a"), 0xAF63DC4C8601EC8C)

    def test_committees_in_proportion(self):
        ballots = [([1, 1, 0, 0], 6), ([0, 0, 1, 1], 3)]
        for name in ("pav", "seq-pav", "phragmen", "equal-shares"):
            chosen = self.count(name, ballots, seats=3).winners
            self.assertEqual(sum(candidate < 2 for candidate in chosen), 2, name)
        self.assertEqual(self.count("sav", ballots, seats=2).winners, [0, 1])
        self.assertEqual(self.count("cc", ballots, seats=2).committees, 4)

    def test_grades(self):
        grades = [([5, 3], 2), ([0, 4], 1)]
        self.assertEqual(self.count("score", grades).winners, [0, 1])
        self.assertEqual(self.count("star", grades).winners, [0])
        self.assertEqual(self.count("majority-judgment", grades).winners, [0])

    def test_transferable_votes(self):
        ballots = [([1, 2, 3], 4), ([3, 1, 2], 3), ([3, 2, 1], 2)]
        for name in v.STV_RULES:
            self.assertEqual(sorted(self.count(name, ballots, seats=2).winners), [0, 1], name)


class Records(unittest.TestCase):
    def test_golden_records_verify(self):
        for folder in sorted(LOGS.iterdir()):
            self.assertRegex(v.verify(v.read_folder(folder / "auditor"))["result"], "^VERIFIED")
            self.assertEqual(v.verify(v.read_folder(folder / "public"))["result"], v.PARTIAL)

    def test_nothing_is_left_uncomputed(self):
        for folder in sorted(LOGS.iterdir()):
            report = v.verify(v.read_folder(folder / "auditor"))
            self.assertNotIn("not recomputed", stage(report, "tallies")["detail"])

    def test_a_played_study_verifies_in_both_tiers(self):
        record = played.play(3)
        for whole in (True, False):
            record.whole = whole
            report = v.verify(record.seal())
            self.assertEqual([one["stage"] for one in report["stages"] if not one["ok"]], ["files"])


class EachStageFails(unittest.TestCase):
    def setUp(self):
        self.record = Record.read(LOGS / "v2-small" / "auditor")

    def fails(self, name, files=None):
        report = v.verify(files or self.record.seal())
        self.assertFalse(stage(report, name)["ok"], report)
        self.assertEqual(report["result"], "FAILED " + name.upper().replace("-", "_"))

    def entry(self, *kinds):
        return self.record.entries[self.record.of_kind(*kinds)[0]]

    def test_note(self):
        self.fails("note", {**self.record.seal(), "checkpoint": b"x\n"})

    def test_root(self):
        files = self.record.seal()
        self.fails("root", {**files, "entries.ndjson": files["entries.ndjson"].replace(b"sleep", b"sleeq")})

    def test_prefixes(self):
        self.record.more_checkpoints.append((5, bytes(32)))
        self.fails("prefixes")

    def test_sequence(self):
        self.entry("ballot.cast").leaf["kind"] = "ballot.moved"
        self.fails("sequence")

    def test_life_cycle(self):
        self.entry("round.closed").payload["round"] = 2
        self.fails("life-cycle")

    def test_eligibility(self):
        self.entry("round.opened").leaf["actor"] = "participant/x"
        self.fails("eligibility")

    def test_commitments(self):
        self.record.more_openings.append(b"{}")
        self.fails("commitments")

    def test_counts(self):
        self.entry("response.found").payload["responses"][0]["responded"] += 1
        self.fails("counts")

    def test_tallies(self):
        self.entry("item.tallied").payload["tally"]["panel"]["n"] = "99"
        self.fails("tallies")

    def test_tallies_for_want_of_form(self):
        self.record.whole = False
        self.entry("attrition.found").payload["attrition"] = {}
        self.fails("tallies")

    def test_decisions(self):
        self.entry("decision.recorded").payload["verdict"] = "inquorate"
        self.fails("decisions")

    def test_erasures(self):
        record = self.record = next(one for one in map(played.play, range(3, 60))
                                    if one.of_kind("erasure.recorded"))
        record.entries.pop(record.of_kind("erasure.recorded")[-1])
        name = next(entry.payload["participant"] for entry in record.entries
                    if entry.kind == "participant.enrolled" and entry.opening)
        leaf = dict(record.entries[-1].leaf, kind="erasure.recorded", payload={"participant": name},
                    actor="facilitator/chair")
        record.entries.append(records.Sealed(leaf))
        self.fails("erasures")

    def test_files(self):
        files = self.record.seal()
        self.fails("files", {**files, "report.html": files["report.html"] + b" "})
        self.fails("files", {**files, "more": b""})
        files["protocol.json"] = b"{}\n"
        files["SHA256SUMS"] = records.sums_of(files)
        self.fails("files", files)


class Program(unittest.TestCase):
    """As people run it."""

    def run_on(self, *arguments):
        return subprocess.run([sys.executable, "-B", records.VERIFIER, *map(str, arguments)], capture_output=True,
                              text=True, timeout=120, check=False)

    def test_exit_codes(self):
        done = self.run_on(LOGS / "v1-small" / "auditor")
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1], done.stderr), (0, "VERIFIED", ""))
        self.assertEqual(self.run_on(LOGS).returncode, 2)
        self.assertEqual(self.run_on("/nowhere", "--json").stdout, "")
        with tempfile.TemporaryDirectory() as folder:
            for name in v.CORE:
                pathlib.Path(folder, name).write_bytes(b"")
            done = self.run_on(folder)
            self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (1, "FAILED NOTE"))
            os.symlink("checkpoint", pathlib.Path(folder, "link"))
            self.assertEqual(self.run_on(folder).returncode, 2)

    def test_several_folders_answer_a_line_each(self):
        done = self.run_on("--json", LOGS / "v1-small" / "auditor", LOGS, LOGS / "v1-small" / "public")
        results = [json.loads(line)["result"] for line in done.stdout.splitlines()]
        self.assertEqual(results, ["VERIFIED", v.NO_BUNDLE, v.PARTIAL])
        self.assertEqual(done.returncode, 2)

    def test_it_lies_in_a_record_and_finds_it(self):
        with tempfile.TemporaryDirectory() as folder:
            files = v.read_folder(LOGS / "v1-small" / "public")
            records.write({**files, "verify.py": records.VERIFIER.read_bytes()}, folder)
            done = subprocess.run([sys.executable, "-B", pathlib.Path(folder, "verify.py"), "--json"],
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(json.loads(done.stdout)["result"], "FAILED FILES")  # It is not in SHA256SUMS.

    def test_hostile_files_give_a_failure_and_no_traceback(self):
        files = Record.read(LOGS / "v2-small" / "auditor").seal()
        for path in ("log.vkey", "checkpoint", "entries.ndjson", "openings.ndjson", "SHA256SUMS"):
            for data in (b"", b"\x00" * 1000, b"\xff\n" * 50, b"[" * 300_000 + b"\n", b"9" * 100_000 + b"\n"):
                report = v.verify({**files, path: data})
                self.assertTrue(report["result"].startswith("FAILED"), path)
                self.assertNotIn("this program could not", json.dumps(report))


if __name__ == "__main__":
    unittest.main()
