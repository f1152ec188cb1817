/** The recorded figures: what `npm test` compares with, and what the documentation says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('./recorded.json', import.meta.url));

/** What was recorded last; nothing before the first time. */
export function readRecord() {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

/** Records a measurement. Sets of rows that it does not have keep the figures that they had. */
export function writeRecord(measured) {
  writeFileSync(FILE, `${JSON.stringify({ ...readRecord(), ...measured }, null, 2)}\n`);
}
