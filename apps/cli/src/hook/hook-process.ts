import {
  denyHook,
  type HookAnswer,
  type Profile,
  withholdUnread,
} from '@safeai/adapters-coding-agents';
import type { JsonValue } from '@safeai/core';
import { processHost } from '../host.ts';
import { readStream } from '../input/read-stream.ts';
import { hookOptions } from './hook-options.ts';
import { projectHost } from './project-host.ts';
import { say } from './say.ts';

/** Largest input; `limits.body_bytes` holds beside it. */
const MAX_INPUT = { setting: 'the largest input of a hook', bytes: 16 * 1024 * 1024 };

/**
 * `safeai hook`, as a process: reads what a coding agent sends, answers it and ends. Whatever happens, it ends with 0
 * or 2, and with 0 only where SafeAI decided that the call may go on: a coding agent takes every other code, a signal
 * and its own time-out for consent.
 *
 * @param words what follows `safeai hook`
 */
export function runHook(words: readonly string[]): void {
  let profile: Profile = 'generic';
  let envelope: JsonValue | undefined;
  const end = (answer: HookAnswer): void => process.exit(say(answer));
  const deny = (why: unknown): void => {
    end(denyHook(profile, envelope, why));
  };
  for (const failure of ['uncaughtException', 'unhandledRejection']) {
    // In the place of what `bin/safeai.cjs` does until here.
    process.removeAllListeners(failure);
    process.on(failure, deny);
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) {
    process.on(signal, () => {
      deny(`it was ended by ${signal}.`);
    });
  }
  const options = hookOptions(words);
  ({ profile } = options);
  setTimeout(() => {
    deny(`it took longer than ${String(options.timeoutMs)} ms.`);
  }, options.timeoutMs);
  void answer();

  async function answer(): Promise<void> {
    const host = projectHost(processHost());
    const input = await readStream(host.stdin, 'standard input', MAX_INPUT);
    envelope = parsed(input);
    const { answerFor } = await import('./answer-for.ts');
    end(withholdUnread(profile, envelope, await answerFor(options, host, input)));
  }
}

/** Only for an answer where nobody could judge: what judges reads the input itself, and strictly. */
function parsed(input: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(input.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}
