import { compileGlob, normalizeTag, type SafeAIEvent, tagCovers } from '@safeai/core';
import type { Severity } from '../severity.ts';
import type { AlertRule, GroupLabel } from './alert-rule.ts';

/** A rule that is ready to be asked. */
export interface CompiledRule {
  readonly name: string;
  readonly severity: Severity;
  readonly threshold: number;
  readonly windowMs: number;
  readonly cooldownMs: number;
  readonly channels: readonly string[] | undefined;
  readonly groupBy: readonly GroupLabel[];
  readonly resolve: boolean;
  /** Whether it goes on until an event ends it. */
  readonly isLasting: boolean;
  /** Whether events of that name may raise it. */
  readonly hears: (event: string) => boolean;
  /** Whether events of that name end it. */
  readonly endsBy: (event: string) => boolean;
  /** Whether an event, whose name it hears, raises it. */
  readonly matches: (event: SafeAIEvent) => boolean;
}

const MINUTE_MS = 60_000;

type Test = (event: SafeAIEvent) => boolean;

/** @throws SafeAIError `invalid_tag` for a tag that is none */
export function compileRule(rule: AlertRule): CompiledRule {
  const { resolveEvents = [], resolve = false } = rule;
  const isLasting = resolveEvents.length > 0;
  const groupBy = rule.groupBy ?? (isLasting ? (['tenant'] as const) : ['tenant', 'event']);
  const tests = [
    named(rule.actions, ({ action }) => action),
    named(rule.boundaries, ({ boundary }) => boundary),
    named(rule.policies, ({ rule: policy }) => policy),
    named(rule.agents, ({ agentId }) => agentId),
    named(rule.tools?.map(lower), (event) => lower(toolOf(event))),
    named(rule.tenants, ({ tenantId }) => tenantId, EVERY_TENANT),
    tagged(rule.dataTags),
  ].flatMap((test) => test ?? []);
  return {
    name: rule.name,
    severity: rule.severity ?? 'warning',
    threshold: rule.threshold ?? 1,
    windowMs: rule.windowMs ?? 15 * MINUTE_MS,
    cooldownMs: rule.cooldownMs ?? MINUTE_MS,
    channels: rule.channels,
    ...{ groupBy, resolve, isLasting },
    hears: rule.events === undefined ? () => true : oneOf(rule.events),
    endsBy: oneOf(resolveEvents),
    matches: (event) => tests.every((test) => test(event)),
  };
}

/** The tool that an event names. */
export function toolOf({ detail }: SafeAIEvent): string | null {
  const { tool_name: tool } = detail;
  return typeof tool === 'string' ? tool : null;
}

/** The value of a label in an event. */
export function labelOf(event: SafeAIEvent, label: GroupLabel): string | null {
  switch (label) {
    case 'tenant':
      return event.tenantId;
    case 'event':
      return event.event;
    case 'policy':
      return event.rule;
    case 'agent':
      return event.agentId;
    case 'tool':
      return toolOf(event);
  }
}

const EVERY_TENANT = '*';

function lower<T extends string | null>(text: T): T {
  return (text === null ? null : text.toLowerCase()) as T;
}

/** @param always a value that every list of names holds */
function named(
  names: readonly string[] | undefined,
  valueOf: (event: SafeAIEvent) => string | null,
  always?: string,
): Test | undefined {
  if (names === undefined) return undefined;
  const isOne = oneOf(names);
  return (event) => {
    const value = valueOf(event);
    return value !== null && (value === always || isOne(value));
  };
}

function oneOf(patterns: readonly string[]): (name: string) => boolean {
  const globs = patterns.map(compileGlob);
  return (name) => globs.some((glob) => glob(name));
}

function tagged(tags: readonly string[] | undefined): Test | undefined {
  if (tags === undefined) return undefined;
  const wanted = tags.map(normalizeTag);
  return ({ dataTags = [] }) => dataTags.some((tag) => wanted.some((one) => tagCovers(one, tag)));
}
