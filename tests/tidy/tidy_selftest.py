#!/usr/bin/env python3
"""Each rule is shown a small tree that keeps it and trees that break it: a rule that cannot fail is none."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

import contents
import layers
import mirror
import names
import one_type
import pages
import sizes
import tidy
from tree import Skip, Tree, code_lines

CONFIG = {
    "may_include": {"engine/base": [], "engine/log": ["engine/base"], "services/store": ["engine/log"],
                    "services/server": ["*"], "clients/cli": ["proto", "engine"]},
    "bans": [{"within": ["engine"], "why": "pure", "includes": ["grpc*", "*.pb.h", "mutex"],
              "words": ["std::unordered_\\w+", "\\bgetenv\\b"]}],
    "sources_only": {"within": ["engine"], "why": "slow", "includes": ["boost/graph/*"]},
    "floating_point": {"within": ["engine"], "why": "exact", "descriptive": ["engine/base/mean.h"]},
}
MEAN = {"engine/base/mean.h": "double Mean();\n"}


class RuleTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="tidy_selftest_"))
        self.addCleanup(shutil.rmtree, self.root)

    def found(self, check, files, *arguments, programs=()):
        """What `check` finds in a tree of `files`, as "path:line" (or the path) without the message."""
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
            if path in programs:
                target.chmod(0o755)
        return [f"{v.path}:{v.line}" if v.line else v.path
                for v in check(Tree(self.root), *arguments)]

    def layers(self, files):
        return self.found(layers.check, {**MEAN, **files}, CONFIG)


class LayersTest(RuleTest):
    def test_allowed_includes_pass(self):
        self.assertEqual([], self.layers({
            "engine/log/tree.h": '#include <vector>\n#include "engine/base/result.h"\n',
            "engine/log/tree.cc": '#include "engine/log/tree.h"\n#include <boost/graph/graph.hpp>\n',
            "clients/cli/main.cc": '#include "quorate/v1/study.pb.h"\n#include "engine/log/tree.h"\n',
            "services/server/main.cc": '#include "services/store/store.h"\n'}))

    def test_an_include_against_the_direction_is_found(self):
        self.assertEqual(["engine/base/a.h:2"], self.layers(
            {"engine/base/a.h": '#pragma once\n#include "engine/log/tree.h"\n'}))

    def test_the_command_line_never_includes_services(self):
        self.assertEqual(["clients/cli/main.cc:1"], self.layers(
            {"clients/cli/main.cc": '#include "services/store/store.h"\n'}))

    def test_nothing_includes_tests(self):
        self.assertEqual(["services/store/a.cc:1"], self.layers(
            {"services/store/a.cc": '#include "tests/support/fake.h"\n'}))

    def test_a_folder_without_a_line_is_found(self):
        self.assertEqual(["engine/new/a.h"], self.layers({"engine/new/a.h": "\n"}))

    def test_banned_includes_are_found(self):
        self.assertEqual(["engine/log/a.cc:1", "engine/log/a.cc:2", "engine/log/a.cc:3", "engine/log/a.cc:3"],
                         self.layers({"engine/log/a.cc": "#include <grpcpp/grpcpp.h>\n#include <mutex>\n"
                                                         '#include "quorate/v1/study.pb.h"\n'}))

    def test_boost_graph_in_a_header_is_found(self):
        self.assertEqual(["engine/log/a.h:1"], self.layers(
            {"engine/log/a.h": "#include <boost/graph/adjacency_list.hpp>\n"}))

    def test_banned_words_are_found_in_code_and_not_in_comments(self):
        self.assertEqual(["engine/log/a.cc:3"], self.layers(
            {"engine/log/a.cc": '// getenv\nauto a = "getenv"; /* getenv\n*/ auto b = getenv("A");\n'}))

    def test_floating_point_is_found_outside_descriptive_files(self):
        self.assertEqual(["engine/log/a.h:1"], self.layers({"engine/log/a.h": "double Share();\n"}))

    def test_a_stale_descriptive_file_is_found(self):
        self.assertEqual(["tests/tidy/layers.json"], self.found(
            layers.check, {"engine/base/a.h": "\n"}, CONFIG))


class SizesTest(RuleTest):
    def test_the_limit_itself_passes(self):
        self.assertEqual([], self.found(sizes.check, {"a.h": "\n" * 200, "a.cc": "\n" * 500}))

    def test_one_line_more_is_found(self):
        self.assertEqual(["a.h", "a.cc"], self.found(
            sizes.check, {"a.h": "\n" * 201, "a.cc": "\n" * 501}))

    def test_a_reason_excuses_and_an_empty_one_does_not(self):
        self.assertEqual(["b.h"], self.found(
            sizes.check, {"a.h": "// size: one table\n" + "\n" * 200, "b.h": "// size:\n" + "\n" * 200}))

    def test_too_many_excuses_are_found(self):
        self.assertEqual(["."], self.found(
            sizes.check, {f"a{i}.h": "// size: a table\n" + "\n" * 200 for i in range(11)}))

    def test_large_and_binary_files_are_found(self):
        self.assertEqual(["a.out", "large.csv"], self.found(sizes.check_binaries, {
            "a.out": b"\x7fELF\0", "large.csv": b"1\n" * 600_000, "icon.png": b"\x89PNG\0", "a.csv": b"1\n"}))


class NamesTest(RuleTest):
    def test_honest_names_pass(self):
        self.assertEqual([], self.found(names.check, {
            "session_table.cc": "// a helper\nusing A = std::common_type_t<int>;\n"
                                'auto b = "util"; google::protobuf::util::JsonOptions c;\n',
            "tests/shell.py": "import shutil  # not our helper\nimport importlib.util\n"}))

    def test_empty_words_in_file_names_are_found(self):
        self.assertEqual(["log-utils.ts", "services/common/a.h", "session_manager.h"], self.found(names.check, {
            "session_manager.h": "", "services/common/a.h": "", "log-utils.ts": ""}))

    def test_empty_words_in_identifiers_are_found_in_every_spelling(self):
        self.assertEqual(["a.h:1", "a.h:2", "a.proto:1", "a.py:2"], self.found(names.check, {
            "a.h": "class SessionManager;\nint misc_count = 0;\nSessionManager* again;\n",
            "a.proto": "message UtilRequest {}\n",
            "a.py": "# helper\nhelper = 1\n"}))

    def test_underscores_in_test_names_are_found(self):
        self.assertEqual(["a_test.cc:2", "a_test.cc:4"], self.found(names.check_tests, {
            "a_test.cc": "TEST(TreeTest, EightLeaves) {}\nTEST_F(Tree_Test, Grows) {}\n"
                         "TEST_P(TreeTest,\n       Grows_Well) {}\n// TEST(A_B, C)\n"}))


class ContentsTest(RuleTest):
    def test_addresses_of_the_web_pass(self):
        self.assertEqual([], self.found(contents.check, {
            "a.md": "https://example.org/work/ and ~/root/ and /var/lib/ and mktemp abc.XXXXXX\n"}))

    def test_each_forbidden_string_is_found(self):
        slash = "/"  # Put together here, so that this file keeps the rule.
        bad = [slash + "work/x", slash + "root/x", slash + "tmp/bash_jobs/1", "registry." + "npmjs.org",
               "deb." + "debian.org", "TO" + "DO: later", "FIX" + "ME", "XX" + "X"]
        text = "\n".join(bad) + "\n"
        self.assertEqual([f"a.txt:{line}" for line in range(1, len(bad) + 1)],
                         self.found(contents.check, {"a.txt": text}))

    def test_layout_is_checked(self):
        files = {".clang-format": "BasedOnStyle: Google\n", "good.cc": "int a = 1;\n",
                 "bad.cc": "int a = 1;\nint  b=1;\n"}
        try:
            self.assertEqual(["bad.cc:2"], self.found(contents.check_format, files))
        except Skip as reason:
            self.skipTest(str(reason))

    def test_without_a_formatter_it_says_so(self):
        with self.assertRaises(Skip):
            self.found(contents.check_format, {"a.cc": ""}, "clang-format-that-is-not-there")


class PagesTest(RuleTest):
    def test_a_folder_without_a_page_is_found(self):
        self.assertEqual(["engine/log"], self.found(pages.check_readmes, {
            "README.md": "", "engine/log/a.h": "", "engine/base/a.h": "", "engine/base/README.md": "",
            "proto/README.md": "", "proto/quorate/v1/a.proto": "", ".ci/run": ""}))

    def test_a_page_that_stands_above_must_be_there(self):
        self.assertEqual(["proto/quorate/v1"], self.found(
            pages.check_readmes, {"README.md": "", "proto/quorate/v1/a.proto": ""}))

    def test_a_true_map_passes(self):
        self.assertEqual([], self.found(pages.check_map, {
            "README.md": "See `engine/log/FORMAT.md`, `tests/run --label unit` and `bundles/demo/`.\n"
                         "```\nengine/   log/ base/   the pure part\n          (engine/none) continues\n"
                         "tests/    run\n```\n```\n$ ./tests/run --help\n```\n",
            "engine/log/FORMAT.md": "", "engine/base/a.h": "", "tests/run": ""}))

    def test_names_of_missing_paths_are_found(self):
        self.assertEqual(["README.md:1", "README.md:9", "README.md:4", "README.md:6"], self.found(pages.check_map, {
            "README.md": "See `engine/gone.h`.\n\n```\nengine/   base/ gone/   pure\ntests/\n  gone/   what\n"
                         "```\n```\n./services/gone\n```\n",
            "engine/base/a.h": "", "tests/run": ""}))

    def test_a_page_without_a_map_is_found(self):
        self.assertEqual(["README.md"], self.found(pages.check_map, {"README.md": "Hello.\n"}))

    def test_run_bits_are_checked_both_ways(self):
        script = "#!/bin/sh\n"
        self.assertEqual([".ci/run", "data.csv", "tests/run"], self.found(
            pages.check_scripts, {"services/up": script, "tests/run": script, "data.csv": "1\n"},
            programs=("services/up", "data.csv")))


class MirrorTest(RuleTest):
    def test_a_test_beside_or_an_include_or_a_line_in_the_list_is_enough(self):
        self.assertEqual([], self.found(mirror.check, {
            "engine/log/a.h": "", "tests/engine/log/a_test.cc": "",
            "engine/log/b.h": "", "tests/property/b_test.cc": '#include "engine/log/b.h"\n',
            "engine/log/c.h": ""}, {"engine/log/c.h": "plain data"}))

    def test_an_untested_header_and_a_stale_line_are_found(self):
        self.assertEqual(["engine/log/a.h", "tests/tidy/plain_data.json"], self.found(
            mirror.check, {"engine/log/a.h": ""}, {"engine/log/gone.h": "plain data"}))


class OneTypeTest(RuleTest):
    def test_types_of_one_name_in_two_namespaces_or_only_named_ahead_are_fine(self):
        self.assertEqual([], self.found(one_type.check, {
            "engine/a.h": "namespace q::engine {\nstruct Row {\n};\nclass Ahead;\n}\n",
            "engine/b.h": "namespace q::engine {\nclass Ahead {\n};\nstruct Table {\n  struct Row {\n  };\n};\n}\n",
            "services/c.h": "namespace q::services {\nstruct Row {\n};\n}\n"}))

    def test_a_second_type_of_the_name_is_found(self):
        self.assertEqual(["engine/b.h:2"], self.found(one_type.check, {
            "engine/a.h": "namespace q::engine {\nstruct Margin {\n};\n}\n",
            "engine/b.h": "namespace q::engine {\nenum class Margin { kWide };\n}\n"}))


class TreeTest(RuleTest):
    def test_what_git_ignores_is_left_out_and_untracked_files_are_not(self):
        subprocess.run(["git", "init", "--quiet", self.root], check=True)
        found = self.found(lambda tree: (), {".gitignore": "/made/\n", "made/a.h": "", "b.h": ""})
        self.assertEqual([], found)
        self.assertEqual([".gitignore", "b.h"], Tree(self.root).files)

    def test_a_source_archive_without_git_is_read_too(self):
        self.found(lambda tree: (), {"build/a.h": "", "b.h": ""})
        self.assertEqual(["b.h"], Tree(self.root).files)

    def test_comments_and_strings_are_blanked_and_lines_are_kept(self):
        text = 'int a = 1\'000;  // x\n/* y\n y */ char b = \'"\'; auto c = R"(z\nz)"; char d = \'"\';\n'
        self.assertEqual(["int a = 1'000;  ", "", ' char b = ""; auto c = ""', '; char d = "";'],
                         code_lines(text))


class CommandTest(RuleTest):
    def test_every_rule_has_a_sentence_and_is_run_by_ctest(self):
        declared = (pathlib.Path(__file__).parent / "CMakeLists.txt").read_text(encoding="utf-8")
        listed = declared.split("foreach(rule ", 1)[1].split(")", 1)[0].split()
        self.assertEqual(list(tidy.RULES), listed)
        for rule in tidy.RULES.values():
            self.assertTrue(rule.__doc__)

    def test_a_broken_rule_answers_one_and_a_kept_one_zero(self):
        (self.root / "a.h").write_text("\n" * 300, encoding="utf-8")
        self.assertEqual(1, tidy.judge("sizes", Tree(self.root)))
        self.assertEqual(0, tidy.judge("names", Tree(self.root)))


if __name__ == "__main__":
    unittest.main()
