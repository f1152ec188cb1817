import { SafeAIError } from '@safeai/core';
import type { ChannelSettings } from '../pipeline/routes.ts';
import type { AlertRule } from './alert-rule.ts';

/**
 * The channels that are used, by their ids.
 *
 * @throws SafeAIError `invalid_config` for ids and names given twice, and for channels that are not there
 */
export function usedChannels(
  channels: readonly ChannelSettings[],
  rules: readonly AlertRule[],
): ReadonlyMap<string, ChannelSettings> {
  const byId = new Map<string, ChannelSettings>();
  for (const settings of channels) {
    const id = settings.id ?? settings.channel.type;
    if (byId.has(id))
      fail(`Two alert channels have the id ${id}. Give one of them another \`id\`.`);
    byId.set(id, settings);
  }
  for (const [id, { fallback, ratePerMinute = 1 }] of byId) {
    if (fallback !== undefined) mustBeThere(byId, fallback, `the fallback of ${id}`);
    if (!(ratePerMinute > 0)) fail(`The alert channel ${id} needs a rate of more than 0.`);
  }
  const names = new Set<string>();
  for (const rule of rules) {
    const { name, channels: ids = [], threshold = 1, windowMs = 1 } = rule;
    if (names.has(name)) fail(`Two alert rules are called ${name}.`);
    names.add(name);
    for (const id of ids) mustBeThere(byId, id, `a channel of the alert rule ${name}`);
    if (!(threshold >= 1 && windowMs >= 1)) {
      fail(`The alert rule ${name} needs a threshold of at least 1, and a window.`);
    }
    if (rule.resolveEvents?.length && rule.groupBy?.includes('event')) {
      fail(`The alert rule ${name} has resolve events: take event out of what it groups by.`);
    }
  }
  return new Map([...byId].filter(([, { enabled = true }]) => enabled));
}

function mustBeThere(byId: ReadonlyMap<string, unknown>, id: string, what: string): void {
  if (!byId.has(id)) fail(`There is no alert channel ${id}, which is named as ${what}.`);
}

function fail(message: string): never {
  throw new SafeAIError('invalid_config', message);
}
