import { type AlertState, compileGlob, type Silence } from '@safeai/core';
import type { AlertMember } from '../alert.ts';
import type { GroupLabel, Inhibition } from '../rules/alert-rule.ts';
import { type AlertBody, bodyOf, type HeldBy } from './alert-body.ts';

/** Says of which alerts nobody is to be told now. */
export class HoldBack {
  readonly #silences: readonly Silence[];
  readonly #inhibitions: readonly Inhibition[];
  readonly #open: readonly AlertState[];

  /** Whether some alerts might be inhibited. */
  static concerns(inhibitions: readonly Inhibition[], states: readonly AlertState[]): boolean {
    const targets = inhibitions.map(({ target }) => compileGlob(target));
    return states.some((state) => targets.some((isTarget) => isTarget(bodyOf(state).rule)));
  }

  /** @param open alerts that go on, if some alerts might be inhibited */
  constructor(
    silences: readonly Silence[],
    inhibitions: readonly Inhibition[],
    open: readonly AlertState[],
  ) {
    this.#silences = silences;
    this.#inhibitions = inhibitions;
    this.#open = open;
  }

  /** Why nobody is to be told of an alert; null: somebody is. */
  of(state: AlertState): HeldBy | null {
    const body = bodyOf(state);
    if (this.#silences.some((silence) => isSilenced(state, body, silence))) return 'silence';
    return this.#isInhibited(state, body) ? 'inhibition' : null;
  }

  #isInhibited(state: AlertState, body: AlertBody): boolean {
    return this.#inhibitions.some(({ source, target, equal = [] }) => {
      if (!compileGlob(target)(body.rule)) return false;
      const isSource = compileGlob(source);
      return this.#open.some((other) => {
        const of = bodyOf(other);
        const isAnother = other.key !== state.key && isSource(of.rule);
        return isAnother && equal.every((label) => isEqual(label, body, of));
      });
    });
  }
}

/** Labels that both lack do not tell them apart. */
function isEqual(label: GroupLabel, one: AlertBody, other: AlertBody): boolean {
  return (one.labels[label] ?? null) === (other.labels[label] ?? null);
}

/** An alert is silent where all that it is about is: by a label that its events share, or by each of its members. */
function isSilenced({ tenantId }: AlertState, body: AlertBody, silence: Silence): boolean {
  if (silence.tenantId !== null && silence.tenantId !== tenantId) return false;
  return (
    matches(silence.rule, [body.rule]) &&
    matches(
      silence.event,
      namesOf(body, 'event', ({ event }) => event),
    ) &&
    matches(
      silence.agentId,
      namesOf(body, 'agent', ({ agentId }) => agentId),
    )
  );
}

/** All that a label stands for in an alert; null among them where that is not known. */
function namesOf(
  { labels, members, otherCount }: AlertBody,
  label: GroupLabel,
  nameOf: (member: AlertMember) => string | null,
): readonly (string | null)[] {
  const shared = labels[label];
  if (shared !== undefined) return [shared];
  return otherCount > 0 || members.length === 0 ? [null] : members.map(nameOf);
}

function matches(pattern: string | null, names: readonly (string | null)[]): boolean {
  if (pattern === null) return true;
  const isOne = compileGlob(pattern);
  return names.every((name) => name !== null && isOne(name));
}
