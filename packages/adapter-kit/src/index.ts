/** What adapters of agent frameworks share: decisions to what a framework does, outages, approvals, streams, guarded provider calls. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapter-kit. */
export const VERSION = '0.1.0';
