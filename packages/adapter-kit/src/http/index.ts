/** Guarded calls to model providers. */
export {};
