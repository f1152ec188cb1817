import type { MessagePort } from 'node:worker_threads';

/** What the thread is to load. */
export interface ThreadData {
  readonly kind: 'file' | 'package';
  /** An absolute path, or the name of a package. */
  readonly target: string;
  /** Absolute; packages are looked for from here upward. */
  readonly folder: string;
  /** SHA-256 (hexadecimal) of what was loaded before: the same is not run again. */
  readonly known: string | null;
}

/** What the thread gets: what to load, and where to answer. */
export interface ThreadStart extends ThreadData {
  readonly port: MessagePort;
}

/** A property of what a module exports: as it is, or why it cannot be copied out of the thread. */
export type Member =
  | { readonly key: string; readonly value: unknown }
  | { readonly key: string; readonly fault: 'throws' | 'no data' };

/** What the thread answers, once. */
export type ThreadReply =
  | { readonly is: 'refused'; readonly problem: string }
  | { readonly is: 'unchanged'; readonly path: string }
  | {
      readonly is: 'loaded';
      readonly path: string;
      readonly digest: string;
      /** Null where the export is no object. */
      readonly members: readonly Member[] | null;
    };
