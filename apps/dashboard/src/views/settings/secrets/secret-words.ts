import type { AnswerOf } from '@safeai/client';
import type { ToastMessage } from '../../../ui/toasts.tsx';

/** How a secret or a backend stands. */
export interface StateWords {
  readonly words: string;
  readonly tone: 'good' | 'warning' | 'bad' | undefined;
}

const STATES: Readonly<Record<string, StateWords>> = {
  ok: { words: 'Well', tone: 'good' },
  stale: { words: 'Last value used', tone: 'warning' },
  failed: { words: 'No value', tone: 'bad' },
  lost: { words: 'No value', tone: 'bad' },
  unused: { words: 'Not used', tone: undefined },
  unread: { words: 'Not read yet', tone: undefined },
};

/** A state in words; one that this page does not know as the server says it. */
export function stateWords(state: string): StateWords {
  const known = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  return known ?? { words: state, tone: undefined };
}

/** What a check of all secrets came to. */
export function checkedWords(secrets: AnswerOf<'secrets'>['secrets']): ToastMessage {
  const count = (state: string): number => secrets.filter((each) => each.state === state).length;
  const [lost, stale] = [count('lost'), count('stale')];
  const text = [
    ...(lost === 0 ? [] : [`${lost} without a value`]),
    ...(stale === 0 ? [] : [`${stale} with the last value`]),
  ].join(', ');
  return text === ''
    ? { title: 'Every backend was asked: all is well', tone: 'good' }
    : { title: 'Every backend was asked', text, tone: 'bad' };
}
