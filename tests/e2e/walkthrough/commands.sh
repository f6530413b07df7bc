# From a CSV of one's own to a verified record. Needs a running server (./services/up --no-demo), `quorate` on
# the PATH, and QUORATE_TOKEN_FILE set to the server's facilitator.token. Run it in this folder; the record is
# written to $OUT.
quorate study create knee --title "What matters in knee pain (synthetic example)"
quorate study draft knee --protocol protocol.json
quorate study freeze knee
quorate import items outcomes.csv --mapping outcomes.toml --study knee

# A token for bringing ballots in from another tool, and one for whoever may see everything.
quorate token create knee --role integrator > "$OUT/integrator.token"
quorate token create knee --role auditor > "$OUT/auditor.token"

quorate round open knee
quorate import ratings round1.csv --mapping ratings.toml --study knee --round 1 --dry-run
quorate import ratings round1.csv --mapping ratings.toml --study knee --round 1 --token-file "$OUT/integrator.token"
quorate round close knee 1

quorate round open knee
quorate import ratings round2.csv --mapping ratings.toml --study knee --round 2 --token-file "$OUT/integrator.token"
quorate round close knee 2
quorate results knee 2

quorate decision record knee
quorate study conclude knee
quorate publish knee --tier auditor --out "$OUT/knee-record" --token-file "$OUT/auditor.token"
quorate verify "$OUT/knee-record"
