/** The labelled rows: the project's own, and those that lie beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { cleanRows } from './cases/clean.mjs';
import { evasionRows } from './cases/evasion.mjs';
import { personalRows } from './cases/personal.mjs';
import { secretRows } from './cases/secrets.mjs';

const CASES = fileURLToPath(new URL('./cases/', import.meta.url));

/** Rows that lie beside the project, if they are there. They are no part of it. */
const SHARED = fileURLToPath(new URL('../../../shared/eval/', import.meta.url));

/** Families by the name of their file. */
const SHARED_FILES = {
  secrets: 'secrets.dev.jsonl',
  personal: 'pii.dev.jsonl',
  injection: 'injection.dev.jsonl',
  destructive: 'destructive.dev.jsonl',
  clean: 'clean.dev.jsonl',
};

/** Where the project's own rows of a family come from. */
const OWN = {
  secrets: secretRows,
  personal: personalRows,
  injection: () => written('injection.jsonl'),
  destructive: () => written('destructive.jsonl'),
  evasion: evasionRows,
  clean: cleanRows,
};

/** The project's own rows of a family, numbered from 1. */
export function ownRows(family) {
  return numbered(OWN[family]());
}

/** Rows of a file that say only what they must: text, type, and whether something is to be found. */
function written(file) {
  return parse(CASES + file).map((row) => ({
    source: row.type,
    labels: row.positive ? [row.type] : [],
    ...(row.positive ? {} : { neg_kind: 'clean' }),
    ...row,
  }));
}

/** Whether the rows beside the project are there. */
export const hasShared = existsSync(SHARED + SHARED_FILES.secrets);

/** The rows of a family that lie beside the project, with their line as `number`; none where they are absent. */
export function sharedRows(family) {
  const file = SHARED_FILES[family] && SHARED + SHARED_FILES[family];
  return file && existsSync(file) ? numbered(parse(file)) : [];
}

function parse(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function numbered(rows) {
  return rows.map((row, index) => ({ ...row, number: index + 1 }));
}
