import { SafeAIError, type ErrorDetail } from '../errors.ts';
import type { CallLimitRules } from './call-limit-rules.ts';

const ACTIONS = ['flag', 'require_approval', 'block'];
const SHARED_BY = ['agent', 'tenant', 'session'];

/**
 * Refuses limits that would limit nothing, or everything.
 *
 * @throws SafeAIError `invalid_config` with a detail for everything that is wrong
 */
export function checkCallLimits({ tools = [], loops }: CallLimitRules): void {
  const details: ErrorDetail[] = [];
  const must = (holds: boolean, path: string, message: string): void => {
    if (!holds) details.push({ path: `limits.${path}`, message });
  };
  const oneOf = (words: readonly string[], value: string | undefined, path: string): void => {
    must(value === undefined || words.includes(value), path, `must be ${words.join(' or ')}`);
  };
  const rule = (at: string, windowMs: number | undefined, action: string | undefined): void => {
    must(
      windowMs === undefined || isAtLeast(windowMs, 1),
      `${at}.windowMs`,
      'must be a whole number of milliseconds over 0',
    );
    oneOf(ACTIONS, action, `${at}.action`);
  };
  for (const [index, { tool, agents, calls, windowMs, per, action }] of tools.entries()) {
    const at = `tools[${String(index)}]`;
    must(isName(tool), `${at}.tool`, 'must be the name of a tool, or a glob');
    must(
      agents === undefined || (agents.length > 0 && agents.every(isName)),
      `${at}.agents`,
      'must name agents, or be left out',
    );
    must(isAtLeast(calls, 1), `${at}.calls`, 'must be a whole number of at least 1');
    oneOf(SHARED_BY, per, `${at}.per`);
    rule(at, windowMs, action);
  }
  if (loops !== undefined) {
    must(isAtLeast(loops.repeats, 2), 'loops.repeats', 'must be a whole number of at least 2');
    rule('loops', loops.windowMs, loops.action);
  }
  if (details.length === 0) return;
  const message = details.map(({ path = '', message: what }) => `${path} ${what}.`).join(' ');
  throw new SafeAIError('invalid_config', message, { details });
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isAtLeast(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
