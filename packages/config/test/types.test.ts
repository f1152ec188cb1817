import { expect, test } from '@jest/globals';
import type { DetectorRule, PolicyRule, Role, ToolContract } from '@safeai/core';
import { SafeAIConfig, type Duration, type SecretValue } from '../src/index.ts';

/** Holds, or does not compile. */
type Same<A, B> = [A, B] extends [B, A] ? true : false;

const same = <A, B>(holds: Same<A, B>): boolean => holds;

test('settings have the types that their defaults and options say', () => {
  expect(same<SafeAIConfig['audit']['maxSizeMb'], number>(true)).toBe(true);
  expect(same<SafeAIConfig['audit']['durability'], 'os' | 'group' | 'each'>(true)).toBe(true);
  expect(same<SafeAIConfig['approvals']['defaultTtl'], Duration>(true)).toBe(true);
  expect(same<SafeAIConfig['proxy']['target'], string | undefined>(true)).toBe(true);
  expect(same<SafeAIConfig['keys']['audit'], SecretValue | undefined>(true)).toBe(true);
  expect(same<SafeAIConfig['policies'], readonly PolicyRule[]>(true)).toBe(true);
  expect(same<SafeAIConfig['contracts']['tools'], readonly ToolContract[]>(true)).toBe(true);
  expect(same<SafeAIConfig['detection']['rules'], readonly DetectorRule[]>(true)).toBe(true);
});

test('a role of a user is a role of core', () => {
  const roles: readonly Role[] = new SafeAIConfig().dashboard.users.map(({ role }) => role);
  expect(roles).toHaveLength(6);
});

test('a channel is told from others by its type', () => {
  type Channel = SafeAIConfig['alerts']['channels'][number];
  const target = (channel: Channel): SecretValue =>
    channel.type === 'email'
      ? channel.smtpHost
      : channel.type === 'slack'
        ? channel.webhookUrl
        : '';
  expect(new SafeAIConfig().alerts.channels.map(target)).toEqual([]);
});
