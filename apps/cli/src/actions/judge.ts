import type { Action, RequestContext } from '@safeai/core';
import type { Embedded } from '../configuration/embedded.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { SizeLimit } from '../input/read-stream.ts';

/** Options of `scan`, `guard` and `policy explain` that say of a request's circumstances. */
export interface RequestOptions {
  readonly tenant?: string;
  readonly agent?: string;
  readonly session?: string;
  readonly model?: string;
  readonly tag?: readonly string[];
}

/** The mildest action that a command fails on. */
export type FailOn = 'block' | 'redact' | 'flag' | 'never';

/** Options of the commands that judge a text. */
export interface JudgeOptions extends RequestOptions {
  readonly explain?: true;
  readonly showValues?: true;
  readonly failOn: FailOn;
  readonly json?: true;
}

/**
 * The circumstances of a request as core takes them.
 *
 * @throws UsageError for an empty name: a script's unset variable must not change who is asked for
 */
export function requestContext(
  options: RequestOptions & { readonly explain?: true },
): RequestContext {
  for (const name of ['tenant', 'agent', 'session', 'model'] as const) {
    if (options[name] === '') throw new UsageError(`--${name} must not be empty`);
  }
  return {
    ...(options.tenant === undefined ? {} : { tenantId: options.tenant }),
    ...(options.agent === undefined ? {} : { agentId: options.agent }),
    ...(options.session === undefined ? {} : { sessionId: options.session }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.tag === undefined ? {} : { dataTags: options.tag }),
    ...(options.explain === undefined ? {} : { explain: true }),
  };
}

const MILDEST_FIRST: readonly Action[] = ['allow', 'flag', 'redact', 'pending_approval', 'block'];

/** 1 when the action is `failOn` or stricter, 3 when a person has to approve it, else 0. */
export function exitCodeFor(action: Action, failOn: FailOn): ExitCode {
  if (failOn === 'never') return EXIT.ok;
  if (action === 'pending_approval') return EXIT.pending;
  return MILDEST_FIRST.indexOf(action) >= MILDEST_FIRST.indexOf(failOn) ? EXIT.refused : EXIT.ok;
}

/** Whether an answer shows what was found. */
export function valueMode(options: JudgeOptions): 'full' | 'masked' {
  return options.showValues === true ? 'full' : 'masked';
}

/** The most that a command reads from standard input or a file. */
export function sizeLimit({ runtime }: Embedded): SizeLimit {
  return { setting: 'scan.max_file_bytes', bytes: runtime.config.scan.maxFileBytes };
}
