import type {
  CallContext,
  Decision,
  JsonObject,
  JsonValue,
  RequestContext,
  ToolRequest,
} from '@safeai/core';
import { openAnswer, type AnswerFlow } from './answer-flow.ts';
import { systemTimer, type Timer } from './approval-wait.ts';
import type { Guard } from './guard.ts';
import { askCall, judgeCall } from './judge-call.ts';
import { keysOf } from './operation-keys.ts';
import type { AdapterOptions, Circumstances } from './options.ts';
import { cannotBeJudged, GuardOutageError } from './outage.ts';
import { Remembered } from './remembered.ts';
import { scanContents } from './scan-contents.ts';
import { SeenContents } from './seen-contents.ts';
import { blockedCall, unjudged, withheldAnswer, withheldInput, withheldResult } from './texts.ts';
import type { CallOutcome, ToolAnswer, ToolCall } from './tool-call.ts';
import { goOn, same, type CallVerdict, type GoOn, type Verdict, type Withheld } from './verdict.ts';

/**
 * One agent under guard: asks the guard, and says what a framework is to do with the answer. Every method throws
 * `GuardOutageError` where there is no decision and nothing may go on without one.
 */
export class GuardedAgent {
  readonly options: AdapterOptions;
  readonly #timer: Timer;
  readonly #seen: SeenContents;
  readonly #circumstances: RequestContext;
  readonly #remembered: Remembered;

  /** @param parts for tests, and for agents that share what they remember */
  constructor(
    options: AdapterOptions,
    parts: { readonly timer?: Timer; readonly seen?: SeenContents } = {},
  ) {
    if (options.failMode === 'open' && typeof options.onOutage !== 'function') {
      throw new TypeError("failMode 'open' needs onOutage: somebody has to know.");
    }
    this.options = options;
    this.#timer = parts.timer ?? systemTimer;
    this.#seen = parts.seen ?? new SeenContents();
    const { agentId, tenantId, sessionId, dataTags, model } = options;
    this.#circumstances = withoutUndefined({ agentId, tenantId, sessionId, dataTags, model });
    this.#remembered = new Remembered(this.#seen, this.#circumstances);
  }

  /** The same agent in another conversation, with another model. What was judged before is remembered by both. */
  with(circumstances: Partial<Undefinable<Circumstances>>): GuardedAgent {
    const options = { ...this.options, ...withoutUndefined(circumstances) };
    return new GuardedAgent(options, { timer: this.#timer, seen: this.#seen });
  }

  /**
   * Texts on their way into a model, in their order: one decision on those that are new. Those that went on before go on as
   * they did. JSON is judged with its keys.
   */
  async input(
    contents: readonly JsonValue[],
    call?: CallContext,
  ): Promise<Verdict<readonly JsonValue[]>> {
    const digests = await Promise.all(
      contents.map((content) => this.#remembered.digest('input', content)),
    );
    const fresh = contents.flatMap((_, index) =>
      this.#remembered.fate(digests[index] ?? '') === undefined ? [index] : [],
    );
    const fateOf = (index: number): JsonValue => {
      const fate = this.#remembered.fate(digests[index] ?? '');
      return fate?.isChanged === true ? fate.value : (contents[index] ?? null);
    };
    const earlier: readonly JsonValue[] = contents.map((_, index) => fateOf(index));
    if (fresh.length === 0) return goOn(contents, earlier, null);
    const { onDecision } = this.options;
    return this.#guarding('the input', earlier, false, async (guard) => {
      const asked = fresh.map((index) => contents[index] ?? null);
      const scanned = await scanContents(guard, this.#circumstances, asked, call, onDecision);
      const { decision } = scanned;
      if (scanned.values === null) {
        const reason = decision?.reason ?? '';
        return { kind: 'withheld', text: withheldInput({ reason }), decision };
      }
      const values = [...earlier];
      for (const [place, index] of fresh.entries()) {
        const value = scanned.values[place] ?? null;
        const isChanged = !same(value, contents[index]);
        values[index] = value;
        const fate = isChanged ? { isChanged, value } : { isChanged };
        this.#remembered.keep(digests[index] ?? '', fate, decision);
      }
      return goOn(contents, values, decision);
    });
  }

  /** A call before it runs. Where a person has to agree, it waits as long as the options say. */
  async toolCall(call: ToolCall): Promise<CallVerdict<JsonObject>> {
    const { toolName, parameters } = call;
    const { retryKey, operationId } = await keysOf(call, this.#circumstances);
    const request: ToolRequest = {
      ...this.#circumstances,
      ...(operationId === undefined ? {} : { operationId }),
      phase: 'request',
      toolName,
      parameters,
    };
    return this.#guarding('a tool call', parameters, false, () =>
      judgeCall(this.options, this.#timer, call, request, retryKey),
    );
  }

  /**
   * Puts a call on record that is made whatever is decided: by a provider, or by a tool that nobody guards. No approval is asked
   * for; an emergency stop withholds it all the same. A guard behind a gateway cannot be told of such calls: there, what the
   * tool answered is on record alone.
   */
  async recordCall(call: Pick<ToolCall, 'toolName' | 'parameters'>): Promise<Verdict<JsonObject>> {
    const { toolName, parameters } = call;
    if (this.options.guard.openOutput === undefined) return goOn(parameters, parameters, null);
    return this.#guarding('a tool call', parameters, false, async () => {
      const asked = await askCall(this.options, {
        ...this.#circumstances,
        phase: 'request',
        toolName,
        parameters,
        isAudited: true,
      });
      const { decision, filteredParameters } = asked;
      return filteredParameters === null
        ? { kind: 'withheld', text: blockedCall(decision), decision }
        : goOn(parameters, parameters, decision);
    });
  }

  /** What a tool answered, before the model sees it. */
  async toolResult({ toolName, response, decision }: ToolAnswer): Promise<Verdict> {
    const verdict = await this.#guarding('what a tool answered', response, true, async (guard) => {
      const judged = await guard.interceptTool({
        ...this.#answering(),
        phase: 'response',
        toolName,
        response,
        ...(decision === undefined || decision === null ? {} : { decisionId: decision.decisionId }),
      });
      this.options.onDecision?.('tool_response', judged.decision);
      const isWithheld = ENDS.has(judged.decision.action);
      if (isWithheld) {
        return {
          kind: 'withheld',
          text: withheldResult(judged.decision),
          decision: judged.decision,
        } satisfies Withheld;
      }
      return goOn(response, judged.filteredResponse, judged.decision);
    });
    await this.#remembered.keepResult(toolName, response, verdict);
    return verdict;
  }

  /** A result that stands in the conversation: judged as {@link toolResult} does, if it is new. */
  async pastResult(toolName: string, response: JsonValue): Promise<Verdict> {
    const digest = await this.#remembered.digestOfResult(toolName, response);
    const fate = this.#remembered.fate(digest);
    if (fate === undefined) return this.toolResult({ toolName, response });
    return goOn(response, fate.isChanged ? fate.value : response, null);
  }

  /** How a call ended that was let through; one that was not, or is on record already, is no error. */
  async report(decision: Decision | null, outcome: CallOutcome): Promise<void> {
    if (decision === null) return;
    try {
      await this.options.guard.reportOutcome({ decisionId: decision.decisionId, outcome });
    } catch (error) {
      if (isSettled(error)) return;
      this.#outage('how a tool call ended', error);
    }
  }

  /** A model's answer that is whole, on its way to a person. */
  async answer(text: string): Promise<Verdict<string>> {
    return this.#guarding('an answer', text, false, async (guard) => {
      const { decision, safeOutput, fallbackUsed } = await guard.guardOutput({
        ...this.#answering(),
        text,
      });
      this.options.onDecision?.('output', decision);
      if (ENDS.has(decision.action)) {
        const said = fallbackUsed && safeOutput !== '' ? safeOutput : withheldAnswer(decision);
        return { kind: 'withheld', text: said, decision };
      }
      return goOn(text, safeOutput, decision);
    });
  }

  /** The texts of one answer, JSON too: one decision where the guard can do so, else one each. All go on, or none. */
  async answers(contents: readonly JsonValue[]): Promise<Verdict<readonly JsonValue[]>> {
    const [only] = contents;
    if (only === undefined) return goOn(contents, contents, null);
    const { guardStructured } = this.options.guard;
    if (guardStructured === undefined) return this.#answersEach(contents);
    return this.#guarding('an answer', contents, false, async (guard) => {
      const { decision, filtered, fallback } = await guardStructured.call(guard, {
        ...this.#answering(),
        payload: contents,
        areTexts: true,
      });
      this.options.onDecision?.('output', decision);
      if (!Array.isArray(filtered)) {
        return { kind: 'withheld', text: fallback ?? withheldAnswer(decision), decision };
      }
      return goOn(contents, filtered as readonly JsonValue[], decision);
    });
  }

  /** An answer that comes in pieces. Whoever opens it ends it. */
  openAnswer(): Promise<AnswerFlow> {
    return openAnswer({
      options: this.options,
      circumstances: this.#answering(),
      judge: (text) => this.answer(text),
      outage: (error) => {
        this.#outage('an answer', error);
      },
    });
  }

  async #answersEach(contents: readonly JsonValue[]): Promise<Verdict<readonly JsonValue[]>> {
    const values: JsonValue[] = [];
    let decision: Decision | null = null;
    for (const content of contents) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      const verdict = await this.answer(text);
      if (verdict.kind === 'withheld') return verdict;
      decision = verdict.decision;
      const isText = typeof content === 'string' || verdict.isChanged;
      values.push(isText ? verdict.value : content);
    }
    return goOn(contents, values, decision);
  }

  /** The circumstances of what comes back: the tags of what is sent say nothing of it. */
  #answering(): RequestContext {
    const { dataTags: _, ...circumstances } = this.#circumstances;
    return circumstances;
  }

  /** What goes on where there is no decision, as the fail mode has it. */
  async #guarding<T, V extends CallVerdict<T>>(
    what: string,
    value: T,
    isRun: boolean,
    judge: (guard: Guard) => Promise<V>,
  ): Promise<V | GoOn<T> | Withheld> {
    try {
      return await judge(this.options.guard);
    } catch (error) {
      if (cannotBeJudged(error)) {
        return { kind: 'withheld', text: unjudged(what, isRun), decision: null };
      }
      this.#outage(what, error);
      return { kind: 'go', value, isChanged: false, decision: null };
    }
  }

  /** @throws GuardOutageError where nothing goes on without a decision */
  #outage(what: string, cause: unknown): void {
    const outage = new GuardOutageError(what, cause);
    this.options.onOutage?.(outage);
    if (this.options.failMode !== 'open' || !outage.isTransient) throw outage;
  }
}

/** What lets nothing go on. */
const ENDS: ReadonlySet<string> = new Set(['block', 'pending_approval']);

function isSettled(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'not_found' || error.code === 'conflict';
}

type Undefinable<T> = { readonly [Key in keyof T]: T[Key] | undefined };

/** Without fields that hold nothing: to a request, absent and undefined differ. */
function withoutUndefined<T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
