// The verifier of published records: no DOM, no network, no clock.

export { decodeUtf8, toBase64, toHex, utf8 } from "./bytes.ts";
export { checkFiles, evidenceIn, type Files, missingFrom, tierOf, verifyBundle } from "./bundle.ts";
export { type Alike, type HeldBack, type Shown, whatMayBeShown } from "./disclosure.ts";
export { Fraction } from "./fraction.ts";
export { checkReceipt, type Receipt } from "./receipt.ts";
export { readVerifierKey } from "./note.ts";
export { Replay, type Stage, STAGES } from "./replay.ts";
export {
  type Evidence,
  hasFailed,
  type Report,
  type StageReport,
  verify,
  verifyInSteps,
} from "./verify.ts";
