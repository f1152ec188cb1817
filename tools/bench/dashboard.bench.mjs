/**
 * The built dashboard in Chromium, against a really running server:
 *
 * - first load: bytes on the wire (gzip) until the overview is shown. Aim: 150 KB.
 * - audit: 1 000 000 records (`SAFEAI_BENCH_RECORDS` for another number), scrolled by wheel for 20 s, against a plain list of
 *   5 000 of the same rows. Aim: no task over 100 ms.
 * - live: 200 events a second for 20 s, against the same page with none. Aim: the page stays responsive.
 *
 * With names of parts as arguments (`load`, `audit`, `live`) those alone.
 */
import { setTimeout as after } from 'node:timers/promises';
import { startBed } from '../conformance/dashboard/bed.mjs';
import { launch, newContext, signedIn } from '../conformance/dashboard/chromium.mjs';
import { startFilledBed } from '../conformance/dashboard/filled-bed.mjs';
import { writeRecords } from '../conformance/dashboard/records.mjs';
import { measureFirstLoad } from './dashboard/first-load.mjs';
import { servePlainList } from './dashboard/plain-list.mjs';
import { installProbe, probed, told } from './dashboard/probe.mjs';
import { printTable } from './measure.mjs';

const RECORDS = Number(process.env.SAFEAI_BENCH_RECORDS ?? 1_000_000);
const SECONDS = Number(process.env.SAFEAI_BENCH_SECONDS ?? 20);
const EVENTS_PER_SECOND = 200;
const PLAIN_ROWS = 5_000;
const USER = 'security-admin';
const wanted = process.argv.slice(2);
const isWanted = (part) => wanted.length === 0 || wanted.includes(part);

/** A page of who is signed in, with its counters. */
async function open(bed, path) {
  const context = await signedIn(await newContext(browser, bed), USER);
  await installProbe(context);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** Turns the wheel over a list, about as fast as a hand does. @returns how far it came, in pixels */
async function scroll(page, testId) {
  const rows = page.getByTestId(testId);
  await rows.hover();
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 400);
    await after(50);
  }
  // The list scrolls itself, or the page does.
  return rows.evaluate((list) => list.scrollTop + globalThis.scrollY);
}

async function scrolled(page, testId) {
  await page.getByTestId(testId).waitFor();
  await page.waitForLoadState('networkidle');
  let far = 0;
  const figures = await probed(page, async () => {
    far = await scroll(page, testId);
  });
  return { ...told(figures), 'scrolled, px': far.toFixed(0) };
}

async function measureAudit() {
  const start = performance.now();
  const bed = await startBed({ before: (folder) => writeRecords(folder, { records: RECORDS }) });
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`\n${RECORDS} records written and served after ${seconds} s`);
  try {
    const plain = await servePlainList(await newest(bed, PLAIN_ROWS));
    const rows = [
      ['the audit view', bed.url + '/dashboard/audit?last=30d', 'audit-rows'],
      [`a plain list of ${PLAIN_ROWS} rows`, plain.url, 'plain-rows'],
    ];
    const table = [];
    for (const [page, path, testId] of rows) {
      const opened = await open(bed, path);
      table.push({ page, ...(await scrolled(opened, testId)) });
      await opened.context().close();
    }
    plain.close();
    printTable(`Scrolled by wheel for ${SECONDS} s (aim: no task over 100 ms)`, table);
  } finally {
    await bed.stop();
  }
}

/** The newest records, whatever a page of the route takes. */
async function newest(bed, count) {
  const records = [];
  let cursor;
  while (records.length < count) {
    const query = { limit: '1000', ...(cursor === undefined ? {} : { cursor }) };
    const { body, headers } = await bed.call('audit', { query, user: USER });
    records.push(...body);
    cursor = headers.get('x-next-cursor') ?? undefined;
    if (cursor === undefined) break;
  }
  return records;
}

/** Scans at a steady rate. @returns how many were made */
async function makeEvents(bed) {
  const start = performance.now();
  const under = [];
  let made = 0;
  for (let passed = 0; passed < SECONDS * 1000; passed = performance.now() - start) {
    for (const due = (passed * EVENTS_PER_SECOND) / 1000; made < due; made++) {
      const text = made % 10 === 0 ? 'token=sk-ABCDEF1234567890ABCDEF' : 'Where is my parcel?';
      const body = { text, agent_id: `agent-${made % 12}`, session_id: `run-${made % 40}` };
      under.push(bed.ask('scan_input', { body }));
    }
    await after(10);
  }
  await Promise.all(under);
  return made;
}

async function measureLive(bed) {
  const page = await open(bed, '/dashboard/live');
  await page.getByTestId('live-rows').waitFor();
  await page.waitForLoadState('networkidle');
  const idle = await probed(page, () => after(SECONDS * 1000));
  let made = 0;
  const busy = await probed(page, async () => {
    made = await makeEvents(bed);
  });
  const rate = `${(made / SECONDS).toFixed(0)} events/s`;
  printTable(`The live feed for ${SECONDS} s`, [
    { feed: 'idle', ...told(idle) },
    { feed: rate, ...told(busy) },
  ]);
  await page.context().close();
}

const browser = await launch();
try {
  if (isWanted('load') || isWanted('live')) {
    const bed = await startFilledBed();
    try {
      if (isWanted('load')) await measureFirstLoad(browser, bed, USER);
      if (isWanted('live')) await measureLive(bed);
    } finally {
      await bed.stop();
    }
  }
  if (isWanted('audit')) await measureAudit();
} finally {
  await browser.close();
}
