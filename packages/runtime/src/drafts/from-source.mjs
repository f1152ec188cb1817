/** Starts the thread from source, where the package itself runs from source. */
import { register } from 'node:module';

register('../../../state/src/worker/load-typescript.mjs', import.meta.url);
await import('./draft-thread.ts');
