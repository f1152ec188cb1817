import { CLOUD_RULES } from './catalog/cloud.ts';
import { CONTAINER_RULES } from './catalog/container.ts';
import { FILE_RULES } from './catalog/files.ts';
import { GIT_RULES } from './catalog/git.ts';
import type { CommandRule } from './catalog/command-rule.ts';
import { SUPPLY_CHAIN_RULES } from './catalog/supply-chain.ts';
import { SYSTEM_RULES } from './catalog/system.ts';

export type { CommandRule } from './catalog/command-rule.ts';

/** Every rule that the shell analyzer can report. */
export const SHELL_RULES: readonly CommandRule[] = [
  ...FILE_RULES,
  ...SYSTEM_RULES,
  ...GIT_RULES,
  ...CLOUD_RULES,
  ...CONTAINER_RULES,
  ...SUPPLY_CHAIN_RULES,
];

const BY_ID: ReadonlyMap<string, CommandRule> = new Map(SHELL_RULES.map((rule) => [rule.id, rule]));

const UNREADABLE: CommandRule = {
  id: 'shell-unreadable',
  tag: 'destructive.shell',
  description: 'A command nested too deeply to be read.',
  source: 'https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html',
};

/** The rule with this id. */
export function shellRule(id: string): CommandRule {
  return BY_ID.get(id) ?? UNREADABLE;
}
