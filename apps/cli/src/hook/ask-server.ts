import { isUtf8 } from 'node:buffer';
import type { HookAnswer } from '@safeai/adapters-coding-agents';
import { UsageError } from '../errors/usage-error.ts';
import { printable } from '../output/printable.ts';
import type { HookOptions } from './hook-options.ts';
import type { RunningServer } from './running-server.ts';
import { type Received, send } from './send.ts';

/**
 * Has a running server answer a hook.
 *
 * @throws UsageError where it does not answer, or not as it should
 */
export async function askServer(
  { url, key, ask, hint }: RunningServer,
  { profile, agent, tenant, timeoutMs }: HookOptions,
  input: Buffer,
): Promise<HookAnswer> {
  const query = new URLSearchParams({
    form: 'process',
    ...(agent === undefined ? {} : { agent_id: agent }),
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
  });
  if (!isUtf8(input)) throw new UsageError('The input is not valid UTF-8.');
  const place = url.replace(/\/+$/, '');
  let received: Received;
  try {
    received = await send(ask, `${place}/v1/hooks/${profile}?${query.toString()}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'x-safeai-key': key }),
      },
      body: input.toString('utf8'),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new UsageError(`${place} does not answer. ${hint}`, { cause });
  }
  const { status, text } = received;
  const answer = parse(text);
  if (status === 200 && isAnswer(answer)) {
    const { exit_code: exitCode, output, message } = answer;
    return { exitCode, output, message };
  }
  const detail = (answer as { detail?: unknown } | undefined)?.detail;
  const told = typeof detail === 'string' ? `: ${printable(detail)}` : '';
  throw new UsageError(`${place} answered ${String(status)}${told}`);
}

interface WireAnswer {
  readonly exit_code: 0 | 2;
  readonly output: HookAnswer['output'];
  readonly message: string | null;
}

function isAnswer(answer: unknown): answer is WireAnswer {
  if (typeof answer !== 'object' || answer === null) return false;
  const { exit_code: code, output, message } = answer as Partial<Record<keyof WireAnswer, unknown>>;
  return (
    (code === 0 || code === 2) &&
    typeof output === 'object' &&
    (message === null || typeof message === 'string')
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
