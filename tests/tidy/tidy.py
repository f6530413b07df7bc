#!/usr/bin/env python3
"""The house rules as tests: tidy.py RULE... judges a checkout and names every place that breaks one.

Answers 0 if all rules hold, 1 if one is broken, 77 if one cannot be judged here, 2 for misuse.
"""

import argparse
import pathlib
import sys

import contents
import layers
import mirror
import names
import one_type
import pages
import sizes
from tree import Skip, Tree

RULES = {
    "layers": layers.check,
    "sizes": sizes.check,
    "binaries": sizes.check_binaries,
    "names": names.check,
    "test-names": names.check_tests,
    "contents": contents.check,
    "format": contents.check_format,
    "readmes": pages.check_readmes,
    "map": pages.check_map,
    "scripts": pages.check_scripts,
    "mirror": mirror.check,
    "one-type": one_type.check,
}
SKIPPED = 77


def judge(rule, tree):
    """Prints what breaks `rule`; answers the exit code."""
    try:
        violations = list(RULES[rule](tree))
    except Skip as reason:
        print(f"{rule}: skipped: {reason}")
        return SKIPPED
    for violation in violations:
        print(violation)
    print(f"{rule}: {len(violations)} broken in {len(tree.files)} files" if violations
          else f"{rule}: holds in {len(tree.files)} files")
    return 1 if violations else 0


def main():
    parser = argparse.ArgumentParser(
        description="Judges the house rules.", formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="rules:\n" + "\n".join(f"  {name:<12}{' '.join(rule.__doc__.split())}"
                                      for name, rule in RULES.items()))
    parser.add_argument("rules", nargs="*", metavar="RULE", help="all of them if none is named")
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2],
                        help="the checkout to judge (this one)")
    arguments = parser.parse_args()
    unknown = [rule for rule in arguments.rules if rule not in RULES]
    if unknown:
        parser.error(f"no such rule: {', '.join(unknown)}")
    tree = Tree(arguments.root)
    codes = [judge(rule, tree) for rule in arguments.rules or RULES]
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
