/** Numbers and codes as they stand alone in a cell, a field or an answer, and identify nobody. */
import { UPPER } from '../seeded.mjs';

export const LONE = {
  number: (r) => r.digits(r.int(4, 13)),
  epoch: (r) => String(r.pick([r.int(1.6e9, 1.78e9), r.int(1.6e12, 1.78e12)])),
  date: (r) => `${r.int(2019, 2026)}-0${r.int(1, 9)}-1${r.digits(1)}`,
  order: (r) =>
    r.pick([`${r.int(2019, 2026)}-${r.digits(6)}`, `SO${r.digits(8)}`, `PO-${r.digits(6)}`]),
  ticket: (r) => `${r.pick(['INC', 'TASK', 'CHG', 'PRJ-', 'JIRA-'])}${r.digits(7)}`,
  article: (r) => `${r.string(UPPER, r.int(1, 4))}${r.digits(r.int(4, 9))}`,
  hash: (r) => r.hex(r.pick([7, 32, 40, 64])),
  uuid: (r) => r.uuid(),
  version: (r) => `${r.int(0, 20)}.${r.int(0, 40)}.${r.int(0, 9)}`,
  amount: (r) => `${r.int(1, 99_999)}.${r.digits(2)}`,
};
