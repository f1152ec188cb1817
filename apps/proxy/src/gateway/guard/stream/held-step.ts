import type { Edit, Part, StreamStep } from '@safeai/protocols';

/** A piece of an event that has a text of its own to wait for. */
export interface HeldText {
  /** Whether it differs from what came; known once it waits for nothing. */
  readonly isChanged: boolean;
}

/** Log probabilities of an event, and the texts that they stay with. */
export interface HeldTokens {
  readonly part: Part;
  /** The tokens' own text, where they have one. */
  readonly text: HeldText | undefined;
  /** Whether something was found in the alternatives. */
  readonly isFound: boolean;
}

/** An event that was read, until it goes on. */
export class HeldStep {
  readonly step: StreamStep;
  /** Texts and calls that are waited for. */
  open = 0;
  /** What differs from what came. */
  readonly edits: Edit[] = [];
  readonly tokens: HeldTokens[] = [];
  /** Channels of which this event's own text is changed; as a rule there are none. */
  changed: Set<string> | undefined;

  constructor(step: StreamStep) {
    this.step = step;
  }

  /** This event's own piece of a channel's text is changed. */
  change(channel: string): void {
    (this.changed ??= new Set()).add(channel);
  }
}
