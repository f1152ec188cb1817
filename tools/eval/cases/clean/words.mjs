/** What fills the slots of clean text: numbers, dates, ids and hashes in the forms in which they turn up. */
import { BASE64 } from '../seeded.mjs';

const two = (value) => String(value).padStart(2, '0');

const WORDS = {
  component: [
    'scheduler',
    'gateway',
    'importer',
    'worker',
    'indexer',
    'renderer',
    'cache',
    'billing service',
  ],
  store: ['database', 'queue', 'object store', 'registry', 'search index', 'event log'],
  event: ['request', 'message', 'job', 'upload', 'notification', 'query'],
  field: ['title', 'status', 'priority', 'owner', 'locale', 'checksum', 'cursor', 'region'],
  setting: ['cache.size', 'retry.max', 'http.timeout', 'log.level', 'queue.depth', 'tokens.max'],
  name: ['alpha', 'delta', 'harbor', 'maple', 'orion', 'quartz', 'tundra', 'violet'],
  status: ['400', '404', '409', '422', '503'],
};

/** One value for a slot, or nothing where the slot is not known. */
export function wordFor(slot, random) {
  if (slot in WORDS) return random.pick(WORDS[slot]);
  return MADE[slot]?.(random);
}

const MADE = {
  n: (r) => String(r.pick([r.int(2, 9), r.int(10, 99), r.int(100, 999)])),
  big: (r) => String(r.int(1e5, 9e6)),
  float: (r) => `${r.int(0, 999)}.${r.digits(r.int(2, 6))}`,
  version: (r) => `${r.int(0, 24)}.${r.int(0, 30)}.${r.int(0, 12)}`,
  sha: (r) => r.hex(r.pick([7, 10, 40])),
  hash: (r) => r.hex(r.pick([32, 64])),
  uuid: (r) => r.uuid(),
  date: (r) => `${r.int(2019, 2026)}-${two(r.int(1, 12))}-${two(r.int(1, 28))}`,
  dateDe: (r) => `${two(r.int(1, 28))}.${two(r.int(1, 12))}.${r.int(2019, 2026)}`,
  time: (r) => `${two(r.int(6, 22))}:${two(r.int(0, 59))}`,
  instant: (r) => `${MADE.date(r)}T${MADE.time(r)}:${two(r.int(0, 59))}.${r.digits(3)}Z`,
  epoch: (r) => String(r.int(1_600_000_000, 1_780_000_000)),
  order: (r) =>
    r.pick([
      `${r.int(2020, 2026)}-${r.digits(6)}`,
      `A${r.digits(6)}`,
      r.digits(8),
      `${r.digits(4)}/${r.int(20, 26)}`,
    ]),
  percent: (r) => `${r.int(0, 40)}.${r.digits(1)}`,
  percentDe: (r) => `${r.int(0, 40)},${r.digits(1)}`,
  money: (r) => `${r.pick(['EUR', 'USD', 'CHF'])} ${r.int(1, 999)},${r.digits(3)}.${r.digits(2)}`,
  moneyDe: (r) => `${r.int(1, 999)}.${r.digits(3)},${r.digits(2)} Euro`,
  color: (r) => `#${r.hex(6)}`,
  base: (r) => r.string(BASE64, r.int(120, 400)),
  integrity: (r) => `sha512-${r.string(BASE64, 86)}==`,
  cursor: (r) =>
    Buffer.from(JSON.stringify({ after: r.int(1e3, 1e6), limit: 50 })).toString('base64'),
  trace: (r) => `00-${r.hex(32)}-${r.hex(16)}-01`,
};
