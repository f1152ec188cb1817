import { setTimeout as sleep } from 'node:timers/promises';
import type { SafeAIConfig } from '@safeai/config';
import type { Clock } from '@safeai/core';
import type { Logger } from 'winston';
import { answerHeaders } from './answer-headers.ts';
import type { Attempt, AttemptPlan } from './attempt-plan.ts';
import { exchange, type ExchangeAnswer } from './exchange.ts';
import type { UpstreamAnswer, UpstreamRequest } from './forwarded.ts';
import { OVERDUE, RequestTime } from './request-time.ts';
import { askedWait, isDown, isRepeatable } from './retry-time.ts';
import type { Upstream, UsedSecret } from './upstream.ts';
import { UpstreamError, type UpstreamFault } from './upstream-error.ts';

/** Names of headers, in lower case, that the configuration says something of. */
export interface PassedNames {
  readonly request: ReadonlySet<string>;
  readonly answer: ReadonlySet<string>;
  /** SafeAI's own. */
  readonly own: ReadonlySet<string>;
}

/** What the attempts of a request work with. */
export interface AttemptsOptions {
  readonly request: UpstreamRequest;
  readonly proxy: SafeAIConfig['proxy'];
  readonly names: PassedNames;
  /** Whether what may have begun without an answer is tried again. */
  readonly repeatsUnanswered: boolean;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** An answer whose head is there, and of whom. */
interface Given {
  readonly upstream: Upstream;
  readonly answer: ExchangeAnswer;
  /** The secrets that the request was made with. */
  readonly used: readonly UsedSecret[];
}

/** What a provider answers to a key that is not valid any more. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403]);

/** Faults of an upstream that another try at it does not mend. */
const LASTING: readonly UpstreamFault[] = ['forbidden', 'untrusted', 'keyless'];

/** The attempts of one request. */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #time: RequestTime;
  readonly #until: number;
  #made = 0;
  /** Whether one may have begun that was not answered. */
  #began = false;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    const { proxy, request, clock } = options;
    const totalMs = Math.min(proxy.totalSeconds * 1000, request.deadlineMs ?? Infinity);
    this.#time = new RequestTime(request.signal, totalMs);
    this.#until = clock.monotonic() + totalMs;
  }

  /**
   * @param candidates the upstreams of the plan, to say how long they rest where all do
   * @throws UpstreamError, InvalidRequestError or the reason of the request's signal
   */
  async make(plan: AttemptPlan, candidates: readonly Upstream[]): Promise<UpstreamAnswer> {
    try {
      const given = await this.#firstGood(plan, candidates);
      return this.#answered(given);
    } catch (error) {
      this.#time.end();
      if (this.#began) this.#options.request.onBegun?.();
      throw error instanceof UpstreamError ? error.after(this.#made, this.#began) : error;
    }
  }

  async #firstGood(plan: AttemptPlan, candidates: readonly Upstream[]): Promise<Given> {
    let last: Given | UpstreamError | undefined;
    for (let next = plan.next(); next !== undefined; next = plan.next()) {
      if (next.waitMs > 0 && this.#options.clock.monotonic() + next.waitMs >= this.#until) {
        next.permit.release();
        break;
      }
      if (last !== undefined && !(last instanceof UpstreamError)) void last.answer.body.return();
      await this.#wait(next);
      last = await this.#attempt(next, plan);
      const again = await this.#withOtherKey(last);
      if (again !== undefined) last = await this.#attempt(again, plan);
      if (!(last instanceof UpstreamError) && !this.#repeats(last, plan)) return last;
    }
    if (last === undefined) throw resting(candidates);
    if (last instanceof UpstreamError) throw last;
    return last;
  }

  /** The same try once more, where a key was refused that has been rotated since: nothing has begun by that. */
  async #withOtherKey(last: Given | UpstreamError): Promise<Attempt | undefined> {
    if (last instanceof UpstreamError || !REFUSALS.has(last.answer.status)) return undefined;
    const { upstream, used, answer } = last;
    if (used.length === 0 || !(await upstream.refused(used)) || this.#time.over) return undefined;
    const permit = upstream.breaker.enter();
    if (permit === undefined) return undefined;
    void answer.body.return();
    this.#note(upstream, `status ${String(answer.status)}, and its key has been rotated`);
    return { upstream, permit, waitMs: 0 };
  }

  async #wait({ waitMs, permit, upstream }: Attempt): Promise<void> {
    if (waitMs === 0) return;
    const controller = new AbortController();
    this.#time.tell(() => {
      controller.abort();
    });
    try {
      await (this.#options.wait ?? waitByTimer)(waitMs, controller.signal);
    } catch (error) {
      permit.release();
      if (this.#time.reason === OVERDUE) throw new UpstreamError(upstream.name, 'overdue');
      throw this.#time.over ? this.#time.reason : error;
    } finally {
      this.#time.untell();
    }
  }

  /** An answer, or a failure after which another attempt may be made. */
  async #attempt({ upstream, permit }: Attempt, plan: AttemptPlan): Promise<Given | UpstreamError> {
    const sending = { isBegun: false };
    const onBegin = (): void => {
      sending.isBegun = true;
    };
    try {
      const { answer, used } = await this.#send(upstream, onBegin);
      if (isDown(answer.status)) permit.fail();
      else permit.succeed();
      if (answer.status < 300 || answer.status > 399) return { upstream, answer, used };
      void answer.body.return();
      throw new UpstreamError(upstream.name, 'redirect');
    } catch (error) {
      if (!(error instanceof UpstreamError)) {
        permit.release();
        if (sending.isBegun) this.#began = true;
        throw error;
      }
      this.#note(upstream, error.fault);
      if (['unreachable', 'untrusted', 'broken', 'silent'].includes(error.fault)) permit.fail();
      else permit.release();
      if (error.sent) this.#began = true;
      if (!this.#mayRepeat(error)) throw error;
      if (LASTING.includes(error.fault)) plan.refuse(upstream);
      return error;
    }
  }

  #mayRepeat({ fault, sent }: UpstreamError): boolean {
    if (LASTING.includes(fault) || fault === 'unreachable') return true;
    if (fault !== 'broken' && fault !== 'silent') return false;
    return !sent || this.#options.repeatsUnanswered;
  }

  #repeats({ upstream, answer }: Given, plan: AttemptPlan): boolean {
    const { status, headers } = answer;
    if (!isRepeatable(status, headers)) return false;
    const asked = askedWait(headers, this.#options.clock.now());
    if (asked !== undefined) plan.asked(upstream, asked);
    this.#note(upstream, `status ${String(status)}`);
    return true;
  }

  async #send(upstream: Upstream, onBegin: () => void): Promise<Omit<Given, 'upstream'>> {
    const { request, proxy, names } = this.#options;
    const { path, headers, used } = upstream.prepare(request, {
      more: names.request,
      own: names.own,
    });
    this.#made++;
    const { method, body } = request;
    const limits = {
      firstByteMs: upstream.settings.firstByteMs,
      idleMs: proxy.idleSeconds * 1000,
      maxBytes: proxy.maxAnswerBytes,
    };
    const time = this.#time;
    const answer = await exchange(
      upstream.pool,
      { method, path, headers, body },
      { upstream: upstream.name, limits, time, onBegin },
    );
    return { answer, used };
  }

  #answered({ upstream, answer }: Given): UpstreamAnswer {
    void answer.settled.then(() => {
      this.#time.end();
    });
    return {
      status: answer.status,
      headers: answerHeaders(answer.headers, this.#options.names.answer),
      body: answer.body,
      upstream: upstream.name,
      provider: upstream.settings.provider,
      attempts: this.#made,
    };
  }

  #note({ name, breaker }: Upstream, reason: string): void {
    const attempt = this.#made;
    this.#options.log.warn('upstream failed', {
      upstream: name,
      reason,
      attempt,
      state: breaker.state,
    });
  }
}

function resting(candidates: readonly Upstream[]): UpstreamError {
  const [only, ...others] = candidates;
  const restMs = Math.min(...candidates.map(({ breaker }) => breaker.restMs));
  return new UpstreamError(others.length === 0 ? only?.name : undefined, 'resting', {
    retryAfterSeconds: Math.max(1, Math.ceil(restMs / 1000)),
  });
}

function waitByTimer(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal });
}
