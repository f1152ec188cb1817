import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { pages } from '../docs/pages.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const made = Object.entries(pages());

test.each(made)('%s is up to date (npm run docs writes it)', async (path, text) => {
  expect(await readFile(root + path, 'utf8')).toBe(text);
});
