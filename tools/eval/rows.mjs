/** Reads the labelled rows: one JSON object a line. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

/** Whether the rows beside the project are there. */
export const hasShared = existsSync(SHARED + SHARED_FILES.secrets);

/** The rows of a family that lie beside the project, with their line as `number`; none where they are absent. */
export function sharedRows(family) {
  const file = SHARED_FILES[family] && SHARED + SHARED_FILES[family];
  return file && existsSync(file) ? parse(file) : [];
}

function parse(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => ({ ...JSON.parse(line), number: index + 1 }));
}
