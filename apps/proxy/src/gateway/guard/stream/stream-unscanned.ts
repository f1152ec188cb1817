import { SafeAIError, type JsonValue } from '@safeai/core';
import { unscannedContent, type Unscanned } from '@safeai/protocols';
import type { GuardedCall } from '../guarded-call.ts';
import { refuseUnscanned } from '../unscanned.ts';
import type { HeldStep } from './held-step.ts';

/** Most values without findings that are remembered, and the longest of them. */
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 128;

/** What places of a stream that nobody knows are judged with. */
export interface StreamUnscannedSetting {
  readonly call: GuardedCall;
  /** Nothing is refused. */
  readonly isAudit: boolean;
  /** Guards content of the same answer: what comes back is what goes on. */
  readonly guard: <T extends JsonValue>(value: T) => Promise<T>;
}

/** What nobody knows of one stream: counted, refused where the settings say so, and guarded as far as it can be read. */
export class StreamUnscanned {
  readonly #setting: StreamUnscannedSetting;
  readonly #known = new Set<string>();
  #count = 0;

  constructor(setting: StreamUnscannedSetting) {
    this.#setting = setting;
  }

  /** Places that nobody could look into. */
  get count(): number {
    return this.#count;
  }

  /** @throws SafeAIError `unscanned_content` where the settings refuse it */
  tell(unscanned: readonly Unscanned[]): void {
    this.#count += unscanned.length;
    const { call, isAudit } = this.#setting;
    if (!isAudit) refuseUnscanned(call, 'answer', unscanned);
  }

  /**
   * Takes what a step has of it.
   *
   * @throws EndedAnswer; SafeAIError `unscanned_content`, also for a line that would have to be changed
   */
  async take(held: HeldStep): Promise<void> {
    const { unscanned } = held.step;
    this.tell(unscanned);
    for (const each of unscanned) {
      const { path, value } = each;
      if (path.length === 0 && typeof value === 'string') await this.#takeLine(held, each, value);
      else await this.#takeField(held, each);
    }
  }

  /** A line of an event that is not in its JSON: it goes on as it is, or ends the answer. */
  async #takeLine(held: HeldStep, { why }: Unscanned, line: string): Promise<void> {
    // The data of an event whose name is unknown is read as all data is.
    const { data } = held.step.event;
    const isName = why === 'unknown_event' && data !== null && line.endsWith(data);
    const text = isName ? line.slice(0, line.length - data.length) : line;
    if (this.#known.has(text)) return;
    if ((await this.#setting.guard(text)) !== text) {
      throw new SafeAIError(
        'unscanned_content',
        `A line of the answer's events (${why}) holds what policy takes out, and such lines cannot be changed.`,
      );
    }
    this.#remember(text);
  }

  async #takeField(held: HeldStep, unscanned: Unscanned): Promise<void> {
    const content = unscannedContent(unscanned);
    if (content === null) return;
    const { path, value } = unscanned;
    // Most come with every event, and say the same each time.
    const isScalar = typeof value !== 'object' || value === null;
    const known = isScalar ? JSON.stringify([path.at(-1) ?? null, value]) : '';
    if (isScalar && this.#known.has(known)) return;
    const guarded = await this.#setting.guard(content.value);
    if (guarded !== content.value) held.edits.push(...content.edits(guarded));
    else if (isScalar) this.#remember(known);
  }

  #remember(text: string): void {
    if (text.length > LONGEST_KNOWN) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(text);
  }
}
