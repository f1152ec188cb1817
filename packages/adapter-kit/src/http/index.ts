/** Guarded calls of model providers, for the clients that take a `fetch`. */
export { guardedFetch, type Fetch, type GuardedFetchOptions } from './guarded-fetch.ts';
