/** The pages of the documentation that are made, whole or in part, from the product and from its measurement. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { renderConfigReference } from '../../packages/config/dist/index.js';
import { readRecord } from '../eval/record.mjs';
import { renderAccess } from './access.mjs';
import { renderDetectors } from './detectors.mjs';
import { renderGuardCoverage } from './guard-coverage.mjs';
import { cleanTable, familyTable } from './quality.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const QUALITY = 'docs/explanation/detection-quality.md';

const HEAD =
  '<!-- Made by `npm run docs`: changes belong in its source. -->\n<!-- prettier-ignore-start -->\n\n';
const FOOT = '\n<!-- prettier-ignore-end -->\n';

/**
 * What the schema takes and this version does nothing with. It is said on the page because a setting that
 * looks as if it protected something must not be mistaken for one that does.
 */
const NOT_YET = `## Read, but without effect in this version

The file is checked whole, so that it can be written once. These settings do nothing yet:
\`state.redis\`
(\`state.backend: redis\` is refused at the start),
\`telemetry.metrics\`.
`;

/** Every generated page by its path from the root. */
export function pages() {
  return {
    'docs/reference/access.md': page(renderAccess()),
    'docs/reference/guard-coverage.md': page(renderGuardCoverage()),
    'docs/reference/configuration.md': page(withNotYet(renderConfigReference())),
    ...qualityPages(),
  };
}

/** The pages that show recorded figures. */
export function qualityPages() {
  return {
    'docs/reference/detectors.md': page(renderDetectors()),
    [QUALITY]: withFigures(readFileSync(root + QUALITY, 'utf8')),
  };
}

const FIGURES_HEAD =
  '<!-- Made by `npm run docs` from tools/eval/recorded.json. -->\n<!-- prettier-ignore-start -->\n';
const FIGURES_FOOT = '\n<!-- prettier-ignore-end -->';

/** A page that is written by hand, with the tables between its two marks made anew. */
function withFigures(text) {
  const start = text.indexOf(FIGURES_HEAD);
  const end = text.indexOf(FIGURES_FOOT, start);
  if (start === -1 || end === -1) throw new Error(`${QUALITY} has lost the marks of its tables.`);
  const record = readRecord();
  const tables = `\n${familyTable(record)}\n\n${cleanTable(record)}\n`;
  return text.slice(0, start + FIGURES_HEAD.length) + tables + text.slice(end);
}

function page(text) {
  return `${HEAD}${text.trimEnd()}\n${FOOT}`;
}

/** The page with the note put before its first section. */
function withNotYet(reference) {
  const at = reference.indexOf('\n## ');
  return `${reference.slice(0, at)}\n${NOT_YET}${reference.slice(at)}`;
}
