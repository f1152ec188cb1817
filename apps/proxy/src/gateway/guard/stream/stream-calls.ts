import {
  calledTools,
  type CalledTool,
  type Part,
  type StreamReader,
  type Unscanned,
} from '@safeai/protocols';
import type { GuardedCall } from '../guarded-call.ts';
import {
  judgeToolCalls,
  recordToolCalls,
  type JudgedToolCall,
  type MadeCall,
} from '../tool-calls.ts';
import { HeldCall } from './held-call.ts';
import type { HeldStep } from './held-step.ts';

/** What the calls of a stream are judged with. */
export interface StreamCallsSetting {
  readonly call: GuardedCall;
  readonly reader: StreamReader;
  /** Nothing is held: calls are judged for the record. */
  readonly isAudit: boolean;
  /** Guards a text of the same answer: what comes back is what goes on. */
  readonly guard: (text: string) => Promise<string>;
  /** Tells what nobody could look into. Throws where that is refused. */
  readonly tell: (unscanned: readonly Unscanned[]) => void;
}

/** The tool calls of one stream: held until they are whole, judged, and let go. */
export class StreamCalls {
  readonly #setting: StreamCallsSetting;
  readonly #calls = new Map<string, HeldCall>();
  /** Calls that came whole, by what they are: a response says them several times. */
  readonly #judged = new Map<string, JudgedToolCall>();
  /** How many values were replaced. */
  redactions = 0;

  constructor(setting: StreamCallsSetting) {
    this.#setting = setting;
  }

  /** Elsewhere, what is said twice is done twice. */
  get #saysAgain(): boolean {
    return this.#setting.call.protocol.id === 'openai.responses';
  }

  get channels(): IterableIterator<string> {
    return this.#calls.keys();
  }

  /** A piece of a call's arguments. */
  add(held: HeldStep, part: Part & { readonly channel: string; readonly text: string }): void {
    this.#callOf(part.channel, part).add(held, part.path, part.text);
  }

  /**
   * What a step says of calls besides pieces: names, calls that come whole, and what was said before.
   *
   * @throws Refusal; SafeAIError
   */
  async takeWhole(held: HeldStep, parts: readonly Part[]): Promise<void> {
    const alone: Part[] = [];
    for (const part of parts) {
      if (part.kind === 'tool_name') await this.#takeName(held, part, parts);
      if (part.channel === undefined) {
        if (!this.#begins(held, part, parts)) alone.push(part);
      } else if (part.kind === 'tool_call') await this.#takeArguments(held, part, part.channel);
    }
    if (alone.length > 0) await this.#takeAlone(held, alone);
  }

  /** Nothing is added to these channels: the calls among them are whole. Throws as `takeWhole` does. */
  async end(channels: Iterable<string>): Promise<void> {
    const ended: HeldCall[] = [];
    for (const key of channels) {
      const call = this.#calls.get(key);
      if (call !== undefined && !call.isJudged) ended.push(call);
    }
    if (ended.length > 0) await this.#judgeHeld(ended);
  }

  #callOf(channel: string, part: Pick<Part, 'kind' | 'form' | 'toolName'>): HeldCall {
    const { kind, form, toolName = '' } = part;
    let call = this.#calls.get(channel);
    if (call === undefined) {
      const known = this.#setting.reader.channels.get(channel)?.form ?? 'json-text';
      call = new HeldCall(known, channel.slice(channel.lastIndexOf('/') + 1));
      this.#calls.set(channel, call);
    }
    // A name is a text, whatever the arguments are.
    if (kind === 'tool_call' && call.text === '') call.form = form;
    if (call.name === '') call.name = toolName;
    return call;
  }

  /** A name is content too: a secret can stand in it. */
  async #takeName(held: HeldStep, part: Part, parts: readonly Part[]): Promise<void> {
    const { channel, path, text } = part;
    if (text === null) return;
    const guarded = await this.#setting.guard(text);
    const call =
      channel === undefined ? undefined : this.#callOf(channel, { ...part, toolName: text });
    if (call?.name === text) {
      if (guarded !== text) call.rename(guarded);
      call.addName(held, path);
      return;
    }
    if (guarded !== text) held.edits.push({ path, value: guarded });
    const hasArguments = parts.some((other) => other.kind === 'tool_call' && isBeside(other, part));
    // Another than the one that came in pieces, which has no arguments that would be judged as its own.
    if (call !== undefined && !hasArguments) {
      await this.#judge([{ toolName: text, parameters: {} }]);
    }
  }

  /** Whether a part is what a call begins with, that is going to come in pieces. */
  #begins(held: HeldStep, part: Part, parts: readonly Part[]): boolean {
    if (part.kind !== 'tool_call' || part.value === undefined) return false;
    const name = parts.find(
      (other) => other.kind === 'tool_name' && other.channel !== undefined && isBeside(other, part),
    );
    if (name?.channel === undefined) return false;
    const call = this.#callOf(name.channel, name);
    if (call.isJudged) return false;
    call.begin(held, part.path, part.value);
    return true;
  }

  async #takeArguments(held: HeldStep, part: Part, channel: string): Promise<void> {
    const { path, text, toolName = '', form } = part;
    if (text === null) return;
    const call = this.#callOf(channel, part);
    const isSame = toolName === '' || call.name === toolName;
    if (isSame && call.text === text) call.repeat(held, path);
    else if (isSame && call.text === '' && !call.isJudged) call.add(held, path, text);
    else {
      // Another than the one that came in pieces: judged as what it is.
      const other = new HeldCall(form, call.field);
      other.name = toolName === '' ? call.name : toolName;
      other.add(held, path, text);
      await this.#judgeHeld([other]);
    }
  }

  /** Calls that came whole. Said again under the same id, one is the same. */
  async #takeAlone(held: HeldStep, parts: readonly Part[]): Promise<void> {
    const calls = placesOf(parts).flatMap((place) => {
      const [{ toolCallId } = { toolCallId: undefined }] = place;
      const id = this.#saysAgain ? toolCallId : undefined;
      return calledTools(place).map((made) => ({ made, key: keyOf(id, made) }));
    });
    const fresh = calls.filter(({ key }) => key === undefined || !this.#judged.has(key));
    for (const { made } of fresh) if (made.unscanned.length > 0) this.#setting.tell(made.unscanned);
    const judged = await this.#judge(fresh.map(({ made }) => made));
    for (const [index, { key, made }] of fresh.entries()) {
      const one = judged[index];
      if (one === undefined) continue;
      if (key !== undefined) this.#judged.set(key, one);
      else if (one.isChanged) held.edits.push(...made.edits(one.parameters));
    }
    for (const { key, made } of calls) {
      const one = key === undefined ? undefined : this.#judged.get(key);
      if (one?.isChanged === true) held.edits.push(...made.edits(one.parameters));
    }
  }

  /** Calls that came to their end together are judged together: a person decides on all of them. */
  async #judgeHeld(calls: readonly HeldCall[]): Promise<void> {
    const made = calls.map((call) => ({ call, parameters: this.#seal(call) }));
    const judged = await this.#judge(
      made.flatMap(({ call, parameters }) =>
        parameters.map((each) => ({ toolName: call.name, parameters: each })),
      ),
    );
    let at = 0;
    for (const { call, parameters } of made) {
      call.release(judged.slice(at, at + parameters.length));
      at += parameters.length;
    }
  }

  #seal(call: HeldCall): ReturnType<HeldCall['seal']> {
    const sealed = call.seal();
    if (call.isUnreadable) {
      this.#setting.tell([{ why: 'unknown_type', path: [call.field], value: call.text }]);
    }
    return sealed;
  }

  async #judge(calls: readonly MadeCall[]): Promise<readonly JudgedToolCall[]> {
    if (calls.length === 0) return [];
    const { call, isAudit } = this.#setting;
    if (isAudit) return recordToolCalls(call, calls);
    const judged = await judgeToolCalls(call, calls);
    for (const { redactions } of judged) this.redactions += redactions;
    return judged;
  }
}

function keyOf(id: string | undefined, { toolName, parameters }: CalledTool): string | undefined {
  return id === undefined ? undefined : JSON.stringify([id, toolName, parameters]);
}

/** What is said of one call stands in one object. */
function placesOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const places = new Map<string, Part[]>();
  for (const part of parts) {
    const place = JSON.stringify(part.path.slice(0, -1));
    const known = places.get(place);
    if (known === undefined) places.set(place, [part]);
    else known.push(part);
  }
  return [...places.values()];
}

function isBeside({ path: left }: Part, { path: right }: Part): boolean {
  const last = left.length - 1;
  return (
    left.length === right.length && left.every((step, at) => at === last || step === right[at])
  );
}
