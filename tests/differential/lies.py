"""Lies of somebody who holds the key: the record is sealed again, so that only its meaning can tell.

A lie takes a copy of a record and a die, changes the record, and answers it, or None where it cannot be told there.
"""

import lies_about_acts
import lies_about_bytes
import lies_about_findings

LIES = lies_about_acts.LIES + lies_about_bytes.LIES + lies_about_findings.LIES
