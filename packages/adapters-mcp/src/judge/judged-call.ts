import type {
  AgentGuard,
  CallContext,
  JsonObject,
  JsonValue,
  RequestContext,
  ToolRequestResult,
} from '@safeai/core';
import type { BinaryTreatment } from '../settings.ts';
import { ServerFailure } from '../upstream/server-failure.ts';
import type { ApprovalDesk, AskedState, PersonsAnswer } from './approvals.ts';
import { readableOf } from './parts.ts';
import { refusedBy, Refusal, undecided } from './refusal.ts';

/** A call that the host makes: of a tool, or of one of the server's other offers. */
export interface HostCall {
  /** As policy and records name it. */
  readonly toolName: string;
  readonly parameters: JsonObject;
  /** The request in words, for refusals. */
  readonly what: string;
  /** Makes the call. @throws ServerFailure */
  readonly make: (parameters: JsonObject) => Promise<JsonObject>;
  readonly signal: AbortSignal;
  /** Whether the host can ask a person. */
  readonly canAsk: boolean;
  /** What a person was asked in the round before, and what was answered. */
  readonly asked?: AskedState;
  readonly answer?: PersonsAnswer;
}

/** A person has to be asked first. */
export interface Question {
  readonly kind: 'question';
  readonly message: string;
  readonly schema: JsonObject;
  readonly state: AskedState;
}

/** What the host gets. */
export interface Answer {
  readonly kind: 'answer';
  readonly result: JsonObject;
  /** Parts of it that nobody looked into. */
  readonly unscanned: number;
  /** Whether policy changed something in it. */
  readonly isRedacted: boolean;
}

/** What a {@link Judge} works with. */
export interface JudgeParts {
  readonly guard: AgentGuard;
  readonly scope: RequestContext;
  readonly desk: ApprovalDesk;
  readonly binary: BinaryTreatment;
  /** How long a call waits for its approval, in milliseconds. */
  readonly approvalWaitMs: number;
  /** How many calls may be in flight. */
  readonly maxCalls: number;
  /** How a call ended could not be reported. */
  readonly onUnreported: (error: unknown) => void;
}

/** Puts every call through the guard: before it is made, and before its result goes on. */
export class Judge {
  readonly #parts: JudgeParts;
  #inFlight = 0;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * Judges a call, makes it, says how it ended, and judges what came back.
   *
   * @throws Refusal where it is not made, or its result does not go on; ServerFailure
   */
  async call(call: HostCall): Promise<Answer | Question> {
    if (this.#inFlight >= this.#parts.maxCalls) {
      throw new Refusal('SafeAI refused the call: too many calls are in flight.');
    }
    this.#inFlight += 1;
    try {
      return await this.#call(call);
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #call(call: HostCall): Promise<Answer | Question> {
    const allowed = await this.#permit(call);
    if (allowed.kind === 'question') return allowed;
    const { filteredParameters, decision } = allowed.permit;
    if (filteredParameters === null) throw refusedBy(allowed.permit, call.what);
    let result: JsonObject;
    try {
      result = await call.make(filteredParameters);
    } catch (error) {
      await this.#reportFailure(decision.decisionId, error);
      throw error;
    }
    return this.judgeResult(call, result, decision.decisionId);
  }

  /**
   * Judges something that came from the server.
   *
   * @param decisionId of the call that it answers, where it answers one
   * @throws Refusal
   */
  async judgeResult(
    { toolName, what }: Pick<HostCall, 'toolName' | 'what'>,
    result: JsonObject,
    decisionId?: string,
  ): Promise<Answer> {
    const { scope, guard, binary } = this.#parts;
    if (decisionId !== undefined) {
      // A server that says that it failed has not done what it was asked.
      await this.#report(decisionId, result.isError === true ? 'failed' : 'succeeded');
    }
    let readable;
    let judged;
    try {
      readable = readableOf(result);
      const { unscanned } = readable;
      if (unscanned > 0 && binary === 'refuse') {
        throw new Refusal(
          `SafeAI refused the answer of ${what}: it holds binary content, which nobody can look into.`,
        );
      }
      judged = await guard.interceptTool(
        {
          ...scope,
          phase: 'response',
          toolName,
          response: readable.json,
        },
        { unscanned } satisfies CallContext,
      );
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw undecided(error, `the answer of ${what}`);
    }
    const { action } = judged.decision;
    const filtered = objectOf(judged.filteredResponse);
    if (action === 'block' || action === 'pending_approval' || filtered === null) {
      throw refusedBy(judged, `the answer of ${what}`);
    }
    return {
      kind: 'answer',
      result: readable.restore(filtered),
      unscanned: readable.unscanned,
      isRedacted: judged.redactions > 0 || judged.strippedFields.length > 0,
    };
  }

  /**
   * Judges something that the host's person or model gives to the server.
   *
   * @throws Refusal
   */
  async outgoing(toolName: string, parameters: JsonObject, what: string): Promise<JsonObject> {
    const { guard, scope } = this.#parts;
    let judged;
    try {
      judged = await guard.interceptTool({ ...scope, phase: 'request', toolName, parameters });
    } catch (error) {
      throw undecided(error, what);
    }
    if (judged.filteredParameters === null) throw refusedBy(judged, what);
    await this.#report(judged.decision.decisionId, 'succeeded');
    return judged.filteredParameters;
  }

  /** Asks the guard, and what it waits for. */
  async #permit(
    call: HostCall,
  ): Promise<Question | { readonly kind: 'permit'; readonly permit: ToolRequestResult }> {
    const { desk, approvalWaitMs } = this.#parts;
    const { what, toolName, parameters, asked, answer, signal } = call;
    try {
      if (asked !== undefined) {
        if (!desk.redeem(asked, toolName, parameters)) {
          throw new Refusal(
            'SafeAI refused the call: the state of its approval is not valid any more.',
          );
        }
        if (answer !== undefined) await this.#count(asked, answer);
      }
      const permit = await this.#ask(call);
      const { approvalRequestId: id, decision } = permit;
      if (decision.action === 'block') throw refusedBy(permit, what);
      if (decision.action !== 'pending_approval') return { kind: 'permit', permit };
      if (id === undefined) throw refusedBy(permit, what);
      const { status } = await desk.standing(id, approvalWaitMs, signal);
      if (status === 'approved') {
        const approved = await this.#ask(call, id);
        if (approved.filteredParameters === null) throw refusedBy(approved, what);
        return { kind: 'permit', permit: approved };
      }
      const isGivenUp = answer !== undefined && answer.action !== 'accept';
      if (status === 'pending' && call.canAsk && !isGivenUp) {
        const question = desk.ask(id, toolName, parameters, decision.reason, asked);
        if (question !== null) return { kind: 'question', ...question };
      }
      throw waiting(permit, what, id, status);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw undecided(error, what);
    }
  }

  async #count(asked: AskedState, answer: PersonsAnswer): Promise<void> {
    try {
      await this.#parts.desk.count(asked, answer);
    } catch (cause) {
      const { code, message } = cause as { code?: unknown; message?: unknown };
      // Somebody decided meanwhile: that stands.
      if (code === 'conflict') return;
      const why = typeof message === 'string' ? message : 'the vote could not be given';
      throw new Refusal(`SafeAI did not count the vote on ${asked.approvalRequestId}: ${why}`, {
        cause,
      });
    }
  }

  #ask({ toolName, parameters }: HostCall, approvalRequestId?: string): Promise<ToolRequestResult> {
    const { guard, scope } = this.#parts;
    return guard.interceptTool({
      ...scope,
      phase: 'request',
      toolName,
      parameters,
      ...(approvalRequestId === undefined ? {} : { approvalRequestId }),
    });
  }

  /** What a server answered with an error it has not done; of all else, nobody knows. */
  #reportFailure(decisionId: string, error: unknown): Promise<void> {
    const isAnswered = error instanceof ServerFailure && error.kind === 'error';
    return this.#report(decisionId, isAnswered ? 'failed' : 'unknown');
  }

  /** An outcome that cannot be reported changes nothing about the answer: the call was made. */
  async #report(decisionId: string, outcome: 'succeeded' | 'failed' | 'unknown'): Promise<void> {
    try {
      await this.#parts.guard.reportOutcome({ decisionId, outcome });
    } catch (error) {
      this.#parts.onUnreported(error);
    }
  }
}

function waiting(permit: ToolRequestResult, what: string, id: string, status: string): Refusal {
  const { reason, decisionId } = permit.decision;
  return new Refusal(
    status === 'pending'
      ? `SafeAI holds ${what} back: ${reason}. Approval request ${id} waits for a person (decision ${decisionId}). Once it is approved, make the same call with the same arguments again.`
      : `SafeAI blocked ${what}: approval request ${id} is ${status} (decision ${decisionId}).`,
  );
}

function objectOf(value: JsonValue): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}
