// The audit page in a real browser, opened from a disk: it shows, checks, and says what is wrong.
//
// It needs Chromium (Debian's `chromium`, or one that CHROMIUM names) and fails without one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { golden, goldenFolder, receiptOf, text } from "../clients/typescript/records.mjs";

const CLIENTS = fileURLToPath(new URL("../../clients/", import.meta.url));
const PAGE = process.env.QUORATE_PAGE ?? join(CLIENTS, "web/dist/audit.html");
const packages = createRequire(join(CLIENTS, "package.json"));
const { chromium } = packages("playwright-core");
const axe = readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");
const { blockFor, fillPage } = await import(pathToFileURL(join(CLIENTS, "web/audit/fill.mjs")));

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

let browser;
let work;

function chromiumPath() {
  const name = process.env.CHROMIUM ?? "chromium";
  const found = spawnSync("sh", ["-c", `command -v "$1"`, "sh", name], { encoding: "utf8" });
  assert.equal(
    found.status,
    0,
    `There is no ${name} on PATH, and this test looks at the page in a browser. Install Debian's ` +
      "package chromium, or name another Chromium in CHROMIUM.",
  );
  return found.stdout.trim();
}

before(async () => {
  work = mkdtempSync(join(tmpdir(), "quorate-audit-"));
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
});
after(async () => {
  await browser?.close();
  rmSync(work, { recursive: true, force: true });
});

let made = 0;

// A copy of a golden bundle with the page in it. `change` may alter the data block's text.
function bundle(name, change = (block) => block, tooLarge = false) {
  const folder = join(work, String(++made));
  cpSync(goldenFolder(name), folder, { recursive: true });
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(join(folder, "index.html"), fillPage(page, change(blockFor(folder, tooLarge))));
  return folder;
}

// Opens the page and sees to it that it is quiet: no errors, and nothing asked of any network.
async function open(folder, options = {}) {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    const address = request.url();
    if (address !== page.url() && !address.startsWith("file:"))
      troubles.push(`asked for ${address}`);
  });
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(troubles, []);
    },
  };
}

async function check(page) {
  await page.click("#check-button");
  await page.waitForSelector(".verdict .result");
  return page.textContent(".verdict .result");
}

async function wrongInAxe(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

test("the public record is shown and checked, on a phone and on a desk", async () => {
  for (const viewport of [PHONE, DESK]) {
    const { page, close } = await open(bundle("v2-small/public"), { viewport });
    assert.match(await page.title(), /The primary outcome of a made-up sleep trial/);
    assert.match(await page.textContent(".lead"), /The panel agreed to keep 2 of 4 outcomes\./);
    assert.equal(await check(page), "PARTIAL (commitments not opened)");
    assert.equal(await page.locator(".stage.fails, .stage.unreached").count(), 0);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(over <= 0, "nothing sticks out at the side");
    await close();
  }
});

test("the auditor's record is verified", async () => {
  const { page, close } = await open(bundle("v2-small/auditor"));
  assert.equal(await check(page), "VERIFIED");
  await close();
});

const TAMPERED = [
  ["an entry", "root", (block) => block.replace("Hours of sleep", "Hours of sloth")],
  [
    "the checkpoint",
    "note",
    (block) => block.replace(/(\\n— [^ ]+ [^\\]{9})(.)/, (_, a, b) => a + (b === "A" ? "B" : "A")),
  ],
  [
    "an earlier checkpoint",
    "prefixes",
    (block) => block.replace(/("checkpoints\/19":"[^\\]*\\n)19/, "$118"),
  ],
];
for (const [what, stage, change] of TAMPERED) {
  test(`a record in which ${what} was changed fails at ${stage}`, async () => {
    const { page, close } = await open(bundle("v2-small/public", change));
    assert.equal(await check(page), `FAILED ${stage.toUpperCase()}`);
    const first = page.locator(".stage.fails").first();
    assert.match(await first.textContent(), new RegExp(`Fails.*${stage}`, "s"));
    await close();
  });
}

test("axe finds nothing to complain of, in light and in dark, opened and checked", async () => {
  for (const [name, colorScheme] of [
    ["v1-small/public", "light"],
    ["v2-small/auditor", "dark"],
  ]) {
    const { page, close } = await open(bundle(name), { colorScheme });
    await check(page);
    for (const summary of await page.locator("summary").all()) await summary.click();
    assert.deepEqual(await wrongInAxe(page), []);
    await close();
  }
});

test("a receipt is found, a later ballot is told of, and a broken one proves nothing", async () => {
  const files = golden("v2-small/auditor");
  const entries = text(files, "entries.ndjson")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const ballot = entries.findIndex(({ kind }) => kind === "ballot.cast");
  const { page, close } = await open(bundle("v2-small/public"));
  const answer = page.locator("#vote [role=status]");
  await page.fill("#receipt-text", receiptOf(files, ballot));
  await page.click("text=Look for my vote");
  assert.match(await answer.textContent(), /Yes, it is in the record\..*ballot.*No later one/s);
  await page.click("text=Show what it says I answered");
  // What is folded away is written when it is opened, a moment later.
  await page.waitForFunction(() =>
    document.querySelector("#vote [role=status]").textContent.includes("Hours of sleep"),
  );

  await page.fill("#receipt-text", receiptOf(files, ballot).replace(/^index \d+$/m, "index 5"));
  await page.click("text=Look for my vote");
  assert.match(await answer.textContent(), /proves nothing about this record/);

  const stranger = receiptOf(golden("v1-small/auditor"), 3);
  await page.setInputFiles("#receipt-file", {
    name: "mine.tlog-proof",
    mimeType: "text/plain",
    buffer: Buffer.from(stranger),
  });
  await page.waitForFunction(() =>
    document.querySelector("#vote [role=status]").textContent.includes("no known key"),
  );
  await close();
});

test("the files in the folder are checked too, when the folder is chosen", async () => {
  const folder = bundle("v2-small/public");
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  const { page, close } = await open(folder);
  await page.click("text=Check other files");
  await page.setInputFiles("#check-folder", folder);
  await page.waitForSelector(".verdict .result");
  // The page itself was put in after the list was made.
  assert.equal(await page.textContent(".verdict .result"), "FAILED FILES");
  assert.match(await page.textContent(".stage.fails"), /index\.html is not listed/);
  assert.ok(sums.length > 0);
  await close();
});

test("a record too large for the page asks for the folder and shows it", async () => {
  const { page, close } = await open(bundle("v1-small/public", (block) => block, true));
  assert.match(await page.textContent("#summary"), /too large to lie inside the page/);
  await page.setInputFiles("#folder", goldenFolder("v1-small/public"));
  await page.waitForSelector("#check-button");
  assert.match(
    await page.textContent("#summary"),
    /Was anything decided against the rule\?.*another trial measures it/s,
  );
  assert.equal(await check(page), "PARTIAL (commitments not opened)");
  assert.match(await page.textContent(".stages"), /The other files say the same/);
  await close();
});

test("everything can be reached and used with the keyboard alone", async () => {
  const { page, close } = await open(bundle("v2-small/public"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  let steps = 0;
  do {
    await page.keyboard.press("Tab");
  } while (
    ++steps < 60 &&
    (await page.evaluate(() => document.activeElement.id)) !== "check-button"
  );
  await page.keyboard.press("Enter");
  await page.waitForSelector(".verdict .result");
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("verdict")));
  await page.focus("#items summary");
  await page.keyboard.press("Enter");
  await page.locator("#items details[open] .bars").first().waitFor({ state: "visible" });
  await close();
});

test("weights can be taken away, and the rule's other answer is told", async () => {
  const { page, close } = await open(bundle("v1-small/public"));
  await page.locator("#items summary").first().click();
  const words = () => page.locator("#items details[open] .bars").first().textContent();
  const before = await words();
  await page.check("#weights-off");
  await page.locator("#items summary").first().click();
  assert.match(before, /14 gave 7 to 9/);
  assert.match(await words(), /All 14 gave 7 to 9|14 gave 7 to 9 \(100 %\)/);
  await close();
});

test("without JavaScript it says where to read on", async () => {
  const { page, close } = await open(bundle("v2-small/public"), { javaScriptEnabled: false });
  assert.match(await page.textContent("noscript"), /report\.html/);
  await close();
});

test("what a log says never becomes markup", async () => {
  const evil = String.raw`\u003cimg src=x onerror=alert(1)\u003e\u003c/script\u003e`;
  const change = (block) => block.replaceAll("Hours of sleep", evil);
  const { page, close } = await open(bundle("v2-small/public", change));
  assert.equal(await page.locator("img").count(), 0);
  assert.match(await page.textContent(".outcomes"), /<img src=x/);
  await close();
});
