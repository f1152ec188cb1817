import type { JsonValue } from '@safeai/core';
import {
  alternatives,
  calledTools,
  contentOf,
  readArguments,
  unscannedContent,
  wordsContent,
  type CalledTool,
  type Content,
  type Edit,
  type Part,
  type StreamReader,
  type StreamStep,
} from '@safeai/protocols';
import type { GoOn } from '../verdict.ts';
import type { AnsweredCall } from './calls.ts';

/** A text that the events of a stream give piece by piece. */
interface ChannelText {
  readonly isCall: boolean;
  text: string;
  /** Of a call. */
  toolName: string;
  toolCallId: string | undefined;
  /** What it becomes. */
  after: string;
  /** It stands in an event already. */
  isWritten: boolean;
}

/** Something that an event says whole. */
interface Saying {
  readonly step: StreamStep;
  readonly content: Content;
}

/** A call that an event says whole. */
interface WholeCall {
  readonly step: StreamStep;
  readonly call: CalledTool;
}

/** All that a stream has said, and what of it is to be changed. */
export class HeardStream {
  readonly sayings: Saying[] = [];
  /** The tokens of texts once more, with what else they say. */
  readonly tokens: { readonly step: StreamStep; readonly part: Part }[] = [];
  readonly #reader: StreamReader;
  readonly #channels = new Map<string, ChannelText>();
  readonly #whole: WholeCall[] = [];
  readonly #edits = new Map<StreamStep, Edit[]>();
  /** Where an event adds to a channel. */
  readonly #places = new Map<StreamStep, { readonly key: string; readonly part: Part }[]>();
  readonly #ended = new Set<string>();

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  add(step: StreamStep): void {
    for (const delta of step.deltas) this.#continue(step, delta, delta.channel, delta.text);
    for (const unscanned of step.unscanned) {
      const content =
        unscanned.path.length === 0 ? line(unscanned.value) : unscannedContent(unscanned);
      if (content !== null) this.sayings.push({ step, content });
    }
    const words = wordsContent(step.words);
    // An identifier stands in every event, so that changing it in one would come to nothing.
    if (words !== null) this.sayings.push({ step, content: unchangeable(words.value) });
    this.#addWhole(step);
    for (const key of step.ends) this.#ended.add(key);
  }

  texts(): readonly ChannelText[] {
    return [...this.#channels.values()].filter(({ isCall, text }) => !isCall && text !== '');
  }

  /** What the tokens say, a text of their own: they may say something else. With it, all alternatives to them. */
  tokenTexts(): readonly string[] {
    const said = new Map<string, string>();
    const others = new Set<string>();
    for (const { part } of this.tokens) {
      const { channel = '', text, value = null } = part;
      said.set(channel, (said.get(channel) ?? '') + (text ?? ''));
      for (const other of alternatives(value)) others.add(other);
    }
    return [...said.values(), [...others].join('\n')].filter((text) => text !== '');
  }

  /** All calls, in pieces or whole; one that a response says several times is one. */
  calls(): readonly (AnsweredCall & { write(verdict: GoOn<AnsweredCall['parameters']>): void })[] {
    const pieces = [...this.#channels.values()].filter(({ isCall }) => isCall);
    const whole = new Map<string, WholeCall[]>();
    for (const one of this.#whole) {
      const { toolName, toolCallId, parameters } = one.call;
      const key = JSON.stringify([toolCallId ?? whole.size, toolName, parameters]);
      whole.set(key, [...(whole.get(key) ?? []), one]);
    }
    return [
      ...pieces.map((channel) => {
        const { parameters, write } = readArguments(channel.text);
        const { toolName, toolCallId } = channel;
        return {
          toolName,
          toolCallId,
          parameters,
          write: ({ value }: GoOn<typeof parameters>) => {
            channel.after = write(value);
          },
        };
      }),
      ...[...whole.values()].map((same) => ({
        ...(same[0]?.call ?? { toolName: '', toolCallId: undefined, parameters: {} }),
        write: ({ value }: GoOn<CalledTool['parameters']>) => {
          for (const { step, call } of same) this.edit(step, call.edits(value));
        },
      })),
    ];
  }

  edit(step: StreamStep, edits: readonly Edit[]): void {
    this.#edits.set(step, [...(this.#edits.get(step) ?? []), ...edits]);
  }

  get isChanged(): boolean {
    const channels = [...this.#channels.values()];
    return (
      channels.some(({ text, after }) => text !== after) ||
      [...this.#edits.values()].some((edits) => edits.length > 0)
    );
  }

  /** In order: a text that is changed stands in the first event that adds to it. */
  editsOf(step: StreamStep): readonly Edit[] {
    const edits = [...(this.#edits.get(step) ?? [])];
    const adding = this.#places.get(step) ?? [];
    for (const { key, part } of adding) {
      const channel = this.#channels.get(key);
      if (channel === undefined || channel.text === channel.after) continue;
      edits.push({ path: part.path, value: channel.isWritten ? '' : channel.after });
      channel.isWritten = true;
    }
    for (const part of step.whole) {
      const { kind, channel: key, path, text } = part;
      const channel = key === undefined ? undefined : this.#channels.get(key);
      if (channel === undefined || channel.text === channel.after) continue;
      if (kind === 'tool_name' || kind === 'logprob' || text !== channel.text) continue;
      if (!adding.some((one) => one.part === part)) edits.push({ path, value: channel.after });
    }
    return edits;
  }

  #addWhole(step: StreamStep): void {
    const alone: Part[] = [];
    for (const part of step.whole) {
      const { kind, channel: key } = part;
      if (kind === 'logprob') {
        this.tokens.push({ step, part });
        continue;
      }
      if (kind === 'tool_name' && key !== undefined) this.#channelOf(key, part, true);
      if (kind === 'tool_call' || (kind === 'tool_name' && key === undefined)) {
        if (key === undefined && !beginsChannel(part, step)) alone.push(part);
        if (key !== undefined && !this.#isOfChannel(step, part, key)) alone.push(part);
        continue;
      }
      if (key !== undefined && this.#isOfChannel(step, part, key)) continue;
      const content = contentOf(part);
      if (content !== null) this.sayings.push({ step, content });
    }
    if (alone.length > 0) for (const call of calledTools(alone)) this.#whole.push({ step, call });
  }

  /** Whether a part says once more what its channel has said, or begins with what others continue. */
  #isOfChannel(step: StreamStep, part: Part, key: string): boolean {
    const { text, kind } = part;
    if (text === null || kind === 'tool_name') return false;
    const said = this.#channels.get(key)?.text ?? '';
    if (text === said || text === '') return true;
    if (said !== '' || this.#ended.has(key)) return false;
    this.#continue(step, part, key, text);
    return true;
  }

  #continue(step: StreamStep, part: Part, key: string, text: string): void {
    const channel = this.#channelOf(key, part);
    channel.text += text;
    channel.after = channel.text;
    const places = this.#places.get(step);
    if (places === undefined) this.#places.set(step, [{ key, part }]);
    else places.push({ key, part });
  }

  #channelOf(key: string, part: Part, isCall = part.kind === 'tool_call'): ChannelText {
    let channel = this.#channels.get(key);
    if (channel === undefined) {
      channel = {
        isCall,
        text: '',
        toolName: '',
        toolCallId: undefined,
        after: '',
        isWritten: false,
      };
      this.#channels.set(key, channel);
    }
    const known = this.#reader.channels.get(key);
    if (channel.toolName === '') channel.toolName = known?.toolName ?? part.toolName ?? '';
    channel.toolCallId ??= known?.toolCallId ?? part.toolCallId;
    return channel;
  }
}

/** A call that comes in pieces begins with no arguments, beside its name. */
function beginsChannel({ kind, value }: Part, { whole }: StreamStep): boolean {
  return (
    kind === 'tool_call' &&
    value !== undefined &&
    JSON.stringify(value) === '{}' &&
    whole.some((other) => other.kind === 'tool_name' && other.channel !== undefined)
  );
}

/** What may stand there, and in whose place nothing may. */
export function unchangeable(value: JsonValue): Content {
  return {
    value,
    edits: () => {
      throw new UnchangeableError();
    },
  };
}

/** What policy takes out stands where nothing can be put in its place. */
export class UnchangeableError extends Error {
  override readonly name = 'UnchangeableError';
}

function line(value: JsonValue): Content | null {
  return typeof value === 'string' ? unchangeable(value) : null;
}
