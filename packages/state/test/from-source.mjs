/** Lets a child process run this package from source: `node -C @safeai/source --import <this file> child.ts`. */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register('../src/worker/load-typescript.mjs', import.meta.url);
