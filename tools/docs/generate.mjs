/** Writes the generated pages of the documentation. Needs a build: `npm run build && npm run docs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { pages } from './pages.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const [path, text] of Object.entries(pages())) {
  await writeFile(root + path, text);
  console.log(path);
}
