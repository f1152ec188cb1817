/** Puts pages into their files. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Writes pages by their path from the root, and gives the paths back. */
export async function writePages(pages) {
  for (const [path, text] of Object.entries(pages)) await writeFile(root + path, text);
  return Object.keys(pages);
}
