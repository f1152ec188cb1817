import type { HookAnswer, HookEvent } from './event.ts';
import { isObject } from './envelope.ts';
import type { JsonObject, JsonValue } from '@safeai/core';
import { judge, type Asking } from './judge.ts';
import { codecOf, type Profile } from './profiles.ts';
import { unjudged } from './reasons.ts';

/**
 * Answers one hook. Never throws: what cannot be read, and what nobody could judge, is denied.
 *
 * @param envelope the hook's input as JSON; undefined where it was none
 * @param asking whom to ask
 */
export async function answerHook(
  profile: Profile,
  envelope: JsonValue | undefined,
  asking: Asking,
): Promise<HookAnswer> {
  try {
    const read = readHook(profile, envelope);
    if (read === undefined) return unreadable(profile, envelope);
    const codec = codecOf(profile);
    try {
      const verdict = await inTime(judge(read.event, asking), asking.timeoutMs);
      return codec.answer(read.event, verdict, read.envelope);
    } catch (error) {
      return refused(profile, read, reasonOf(error));
    }
  } catch (error) {
    return codecOf(profile).refuse(unjudged(reasonOf(error)));
  }
}

/**
 * The answer to a hook that nobody judged: a guard that cannot be reached or is too slow. A call is stopped, a result
 * withheld.
 *
 * @param cause why, or what was thrown
 */
export function denyHook(
  profile: Profile,
  envelope: JsonValue | undefined,
  cause: unknown,
): HookAnswer {
  const why = typeof cause === 'string' ? cause : reasonOf(cause);
  try {
    const read = readHook(profile, envelope);
    if (read !== undefined) return refused(profile, read, why);
  } catch {
    // The envelope goes too deep, for one: it is refused as it stands.
  }
  return codecOf(profile).refuse(unjudged(why));
}

/**
 * The answer that goes to a host, in the place of one from whoever reads strictly: to refuse a result is to show it, so one
 * that was too large or too deep to be read is withheld. For that alone the envelope may have been read with less care.
 */
export function withholdUnread(
  profile: Profile,
  envelope: JsonValue | undefined,
  answer: HookAnswer,
): HookAnswer {
  const { exitCode, message } = answer;
  if (exitCode !== 2 || message === null) return answer;
  const codec = codecOf(profile);
  if (JSON.stringify(answer) !== JSON.stringify(codec.refuse(message))) return answer;
  try {
    const read = readHook(profile, envelope);
    if (read?.event.kind !== 'response') return answer;
    return codec.answer(read.event, { kind: 'deny', reason: message }, read.envelope);
  } catch {
    return answer;
  }
}

class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

async function inTime<T>(work: Promise<T>, timeoutMs: number | undefined): Promise<T> {
  if (timeoutMs === undefined) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TooSlow(`the guard took longer than ${String(timeoutMs)} ms.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Read {
  readonly event: HookEvent;
  readonly envelope: JsonObject;
}

function readHook(profile: Profile, envelope: JsonValue | undefined): Read | undefined {
  if (!isObject(envelope)) return undefined;
  const event = codecOf(profile).read(envelope);
  return event === undefined ? undefined : { event, envelope };
}

function refused(profile: Profile, { event, envelope }: Read, why: string): HookAnswer {
  return codecOf(profile).answer(event, { kind: 'deny', reason: unjudged(why) }, envelope);
}

function unreadable(profile: Profile, envelope: JsonValue | undefined): HookAnswer {
  const why = isObject(envelope)
    ? `its input is no event of ${profile} that SafeAI knows.`
    : 'its input is not a JSON object.';
  return codecOf(profile).refuse(unjudged(why));
}

/** Messages of SafeAI's own errors hold no content; of others nothing is passed on. */
function reasonOf(error: unknown): string {
  return error instanceof Error && OWN_ERRORS.has(error.name) ? error.message : 'the guard failed.';
}

const OWN_ERRORS = new Set([
  'SafeAIError',
  'LimitExceededError',
  'InvalidRequestError',
  'UsageError',
  'ConfigError',
  'TooSlow',
]);
