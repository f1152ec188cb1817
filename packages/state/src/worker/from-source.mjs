/**
 * Starts the thread from source, where the package itself runs from source: types are taken out of each
 * TypeScript file as it is loaded.
 */
import { register } from 'node:module';

register('./load-typescript.mjs', import.meta.url);
await import('./main.ts');
