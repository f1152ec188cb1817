import type { AlertState, OutboxMessage } from '@safeai/core';
import { type Alert, messageIdOf } from '../alert.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import type { Said, Step } from './advance.ts';
import { type AlertBody, toJson } from './alert-body.ts';
import type { Routes } from './routes.ts';

/** Most kinds of events that a message names. */
const MOST_MEMBERS_TOLD = 10;

/** What messages are written with. */
export interface Stationery {
  readonly rule: CompiledRule;
  readonly routes: Routes;
  /** Name of the installation. */
  readonly source: string;
  readonly now: number;
}

/** Messages of a step, for each channel that is to have them, and the alert with them told. */
export function writeMessages(
  { key, tenantId }: Pick<AlertState, 'key' | 'tenantId'>,
  { body, said }: Step,
  stationery: Stationery,
): { readonly body: AlertBody; readonly messages: readonly OutboxMessage[] } {
  let told = body;
  const messages: OutboxMessage[] = [];
  for (const one of said) {
    const channels = channelsOf(told, one, stationery);
    const isEvent = one.action === 'trigger' || one.action === 'update';
    if (channels.length === 0 && !isEvent) continue;
    const sequence = told.sequence + 1;
    const alert = alertOf({ key, tenantId }, told, one, sequence, stationery);
    for (const channel of channels) {
      messages.push({
        ...{ id: alert.id, channel, key, sequence, tenantId },
        ...{ createdAt: stationery.now, body: toJson(alert) },
      });
    }
    told = { ...told, sequence, toldCount: told.count, hasNews: false };
    if (!isEvent) continue;
    const toldTo = [...new Set([...told.toldTo, ...channels])];
    told = { ...told, toldTo, toldAt: stationery.now, isAcknowledged: false };
  }
  return { body: told, messages };
}

function channelsOf(
  body: AlertBody,
  { action, isTally = false }: Said,
  { rule, routes }: Stationery,
): readonly string[] {
  if (action === 'acknowledge' || action === 'resolve') {
    return body.toldTo.filter((id) => routes.has(id));
  }
  const routed = routes.of(rule);
  return isTally ? routed.filter((id) => !routes.pages(id)) : routed;
}

function alertOf(
  { key, tenantId }: Pick<AlertState, 'key' | 'tenantId'>,
  body: AlertBody,
  { action }: Said,
  sequence: number,
  { rule, source, now }: Stationery,
): Alert {
  const { startedAt, lastAt, count, toldCount, decisionIds } = body;
  const members = body.members.slice(0, MOST_MEMBERS_TOLD);
  const named = members.reduce((sum, member) => sum + member.count, 0);
  return {
    ...{ id: messageIdOf(key, startedAt, sequence, action), key, action },
    ...{ rule: rule.name, severity: rule.severity, tenantId, source },
    ...{ startedAt, lastAt, at: now, count, newCount: count - toldCount },
    ...{ members, otherCount: Math.max(0, count - named), decisionIds },
  };
}
