#include "engine/report/verify_md.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kWithProgram = R"md(
## In a browser

Open `index.html`, from this folder or from a web server, and press *Check this record*. It needs no network. It checks the
same stages, but for the other files of this folder, unless you hand it the folder.

## With Python

    python3 verify.py FOLDER

One file that needs nothing but Python 3.9 or later; it was written apart from the program below, so that the two check each
other. A copy from another source than this folder is the better judge of it.

## With the program

    quorate verify FOLDER

It answers one line a stage and then a result:

| result | what it means |
|---|---|
| `VERIFIED` | Everything holds, and every tally was counted again from the ballots. |
| `VERIFIED WITH n ERASED` | The same, but n people had their answers erased, which the log records. Signed results stand as they were. |
| `PARTIAL (commitments not opened)` | Nothing contradicts anything, but the ballots are not in this folder (the public tier keeps them back), so tallies were not counted again. |
| `FAILED STAGE` | Something does not hold. `STAGE` is the first check that failed; its line says where. |

| stage | what was checked |
|---|---|
| `note` | The checkpoint carries a good signature by the key in `log.vkey`. |
| `root` | The entries are exactly those that were signed. |
| `prefixes` | Every earlier checkpoint covers a beginning of this log: nothing was rewritten. |
| `sequence` | Every line is a well-formed entry of a known kind, in its place. |
| `life-cycle` | Nothing happened in the wrong state, such as a ballot after the close. |
| `eligibility` | Everybody who acted was allowed to. |
| `commitments` | Every published opening is what its entry committed to. |
| `counts` | Invited and responding people were counted right. |
| `tallies` | Every tally and consensus follows from the ballots and the rule. |
| `decisions` | Every decision follows the rule, or says that it overrides it and why. |
| `erasures` | Every missing opening is accounted for. |
| `files` | The other files in this folder say what the log says. |

Witnesses are others who saw this log grow. If the study names some, ask for them by their keys:

    quorate verify FOLDER --witness-key KEY --witness-key KEY --witnesses 1

An entry can be taken out with its proof, and the proof be checked later against `log.vkey` alone:

    quorate log proof --bundle FOLDER --entry 0 --out entry-0.tlog-proof
    quorate verify receipt entry-0.tlog-proof --key log.vkey
)md";

constexpr std::string_view kWithoutProgram = R"md(
## Without the program

You need `bash`, `sha256sum`, `openssl` (3 or later) and `jq`. Run each block inside this folder.

**No file was changed since the list was made.** Every line must end in `OK`:

```bash
sha256sum --check SHA256SUMS
```

**The checkpoint is signed by the key.** Must print `Signature Verified Successfully`:

```bash
work=$(mktemp -d)
{ printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'
  cut -d+ -f3- log.vkey | base64 --decode | tail -c 32; } > "$work/key"
sed '/^$/,$d' checkpoint > "$work/text"
sed '1,/^$/d' checkpoint | head -n 1 | cut -d' ' -f3 | base64 --decode | tail -c 64 > "$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature"
rm -r "$work"
```

**The entries are those that were signed.** Every line is hashed behind a zero byte, then pairs are hashed
behind a one byte until one hash is left (RFC 6962). Some minutes for ten thousand entries. Must print
`root matches`:

```bash
unhex() { printf '%b' "$(sed 's/../\\x&/g')"; }
level=$(while IFS= read -r line; do { printf '\0'; printf '%s' "$line"; } | sha256sum | cut -c1-64; done < entries.ndjson)
while [ "$(printf '%s\n' "$level" | wc -l)" -gt 1 ]; do
  level=$(printf '%s\n' "$level" | paste -d' ' - - | while read -r left right; do
    if [ -z "$right" ]; then printf '%s\n' "$left"
    else { printf '\x01'; printf '%s%s' "$left" "$right" | unhex; } | sha256sum | cut -c1-64; fi
  done)
done
root=$(printf '%s' "$level" | unhex | base64)
[ "$root" = "$(sed -n 3p checkpoint)" ] && [ "$(wc -l < entries.ndjson)" = "$(sed -n 2p checkpoint)" ] \
  && echo "root matches" || echo "ROOT DIFFERS"
```

**Entries are in order, none missing.** Must print `true`:

```bash
jq -s '[.[].seq] == [range(length)]' entries.ndjson
```

**The protocol was fixed before the first round opened**, and `protocol.json` is the one in force. Must print
`true` and `same`:

```bash
jq -s '([.[] | select(.kind == "protocol.frozen") | .seq] | length == 1)
  and (([.[] | select(.kind == "round.opened") | .seq] | min // infinite)
       > ([.[] | select(.kind == "protocol.frozen") | .seq] | max))' entries.ndjson
diff <(jq -S . protocol.json) \
  <(jq -s -S '[.[] | select(.kind == "protocol.frozen" or .kind == "protocol.amended")] | last | .payload.protocol' entries.ndjson) \
  && echo same
```

**What was decided, and against the rule by whom and why:**

```bash
jq -c 'select(.kind == "decision.recorded" or .kind == "decision.overridden") | [.seq, .actor, .payload]' entries.ndjson
```
)md";

constexpr std::string_view kOpenings = R"md(
**The openings are what the log committed to.** An opening is one line; its commitment is the SHA-256 of the
words `quorate/opening/v1`, a line feed, and the line without its own line feed. Must print `0 strangers`:

```bash
strangers=0
while IFS= read -r line; do
  commitment=$({ printf 'quorate/opening/v1\n'; printf '%s' "$line"; } | sha256sum | cut -c1-64)
  grep -q "\"commitment\":\"$commitment\"" entries.ndjson || strangers=$((strangers + 1))
done < openings.ndjson
echo "$strangers strangers"
```

**Count round 1 again.** Only the last ballot of each person counts. Compare with the `panel` rows of
`results/histograms.csv` for `round/1`:

```bash
work=$(mktemp)
while IFS= read -r line; do
  commitment=$({ printf 'quorate/opening/v1\n'; printf '%s' "$line"; } | sha256sum | cut -c1-64)
  printf '{"commitment":"%s","opening":%s}\n' "$commitment" "$line"
done < openings.ndjson > "$work"
jq -c -s --slurpfile opened "$work" '
  ($opened | map({(.commitment): .opening.content}) | add) as $content
  | map(select(.kind == "ballot.cast" and .payload.round == 1).payload)
  | group_by(.participant) | map(max_by(.revision))
  | map($content[.commitment].answers | to_entries[])
  | group_by(.key)[]
  | {item: .[0].key, answers: (group_by(.value) | map({(.[0].value | tostring): length}) | add)}' entries.ndjson
rm "$work"
```
)md";

constexpr std::string_view kPromise = R"md(
## What this promises, and what it does not

It promises:

- Whoever kept a checkpoint can find out any later change, removal or reordering of the entries it covers.
- Whoever holds the auditor's bundle can count every tally and derive every decision again from the ballots.
- Each participant can prove, with their receipt, that their ballot was taken into the log.
- The accounts of facilitators cannot read, through the service, who cast which ballot.

It does not promise:

- A secret ballot or anonymity. Whoever runs the server can link people to pseudonyms, and a receipt shows
  its owner's ballot to anybody its owner shows it to.
- That the participant's own device sent what the participant meant; the receipt shows what was taken.
- That nobody was turned away before they had a receipt.
- That the times are right; they are the server's.
- Safety from somebody who holds both the server and its signing key, for readers who kept no earlier
  checkpoint. So keep checkpoints, or ask others for theirs.
- Fitness for public or statutory elections.
)md";

}  // namespace

std::string VerifyMd(const RecordName& record, Tier tier) {
  std::string text =
      "<!-- " + std::string(kReportGenerator) + " -->\n# How to check this record\n\n";
  text +=
      "This folder is the record of one study: its decision log `entries.ndjson`, a signed\n"
      "`checkpoint` over it, and files that were derived from it. The log is\n`" +
      record.origin + "`, " + std::to_string(record.size) + " entries.\n";
  text += tier == Tier::kPublic
              ? "It is the **public** tier: ballots and small groups are kept back.\n"
              : "It is the **auditor's** tier: `openings.ndjson` holds every ballot. Do not "
                "publish it.\n";
  text +=
      "\n`log.vkey` is only as good as the place you have it from. Compare it with the one that "
      "the\n"
      "study's paper, registry entry or website gives.\n";
  text += kWithProgram;
  text += kWithoutProgram;
  if (tier == Tier::kAuditor) text += kOpenings;
  return text += kPromise;
}

}  // namespace quorate::engine
