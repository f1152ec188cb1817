import { type AlertState, compileGlob, type Silence } from '@safeai/core';
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

function isSilenced({ tenantId }: AlertState, body: AlertBody, silence: Silence): boolean {
  if (silence.tenantId !== null && silence.tenantId !== tenantId) return false;
  const { event, agent } = body.labels;
  return (
    matches(silence.rule, body.rule) &&
    matches(silence.event, event) &&
    matches(silence.agentId, agent)
  );
}

function matches(pattern: string | null, name: string | null | undefined): boolean {
  return pattern === null || (typeof name === 'string' && compileGlob(pattern)(name));
}
