/** Writes the generated pages of the documentation. Needs a build: `npm run build && npm run docs`. */
import { pages } from './pages.mjs';
import { writePages } from './write.mjs';

for (const path of await writePages(pages())) console.log(path);
