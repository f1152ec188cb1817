/**
 * Copies Redoc's standalone browser bundle, with its licences, into the proxy's assets. The proxy
 * ships that one file: depending on the `redoc` package would pull React and MobX into every
 * installation for code that only a browser runs.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const redoc = dirname(createRequire(import.meta.url).resolve('redoc/package.json'));
const target = fileURLToPath(new URL('../../apps/proxy/assets/redoc/', import.meta.url));

mkdirSync(target, { recursive: true });
cpSync(join(redoc, 'LICENSE'), join(target, 'LICENSE'));
for (const file of ['redoc.standalone.js', 'redoc.standalone.js.LICENSE.txt']) {
  cpSync(join(redoc, 'bundles', file), join(target, file));
}
