import type { JsonObject } from '@safeai/core';
import { SHIPPED_CONFIG } from '../init/shipped-config.ts';
import { findMarked, markedText, withMarkedAtEnd, withoutMarked } from './marked-block.ts';
import { type Outcome, UNCHANGED } from './outcome.ts';
import { addYamlItem, removeYamlItem } from './yaml-step.ts';
import { dataOf, readYaml, type YamlItem } from './yaml-text.ts';

/** Heads a safeai.yaml that setup has written: only such a one goes again, and only as it was written. */
const WRITTEN = '# Written by `safeai setup`. Change it as you like: it is yours.\n';

/**
 * Makes an agent known to a safeai.yaml. Where the file lists identities, it becomes one of them: agents that are not
 * listed are blocked. Where it lists none, every agent is let in, and to list one would shut out the others: then an
 * example in comments says how. Writes the shipped file where there is none.
 *
 * @throws BrokenFile
 */
export function addAgent(current: string | undefined, name: string, agentId: string): Outcome {
  const text = current ?? WRITTEN + SHIPPED_CONFIG;
  const { identities } = (dataOf(readYaml(text)) ?? {}) as { readonly identities?: unknown };
  if (Array.isArray(identities) && identities.length > 0) {
    const outcome = addYamlItem(text, name, identityOf(agentId));
    if (outcome.is !== 'changed') return outcome;
    return { ...outcome, why: `${agentId} may call every tool: narrow its tools` };
  }
  if (findMarked(text, name) !== undefined) return UNCHANGED;
  return {
    is: 'changed',
    text: withMarkedAtEnd(text, markedText(name, exampleOf(agentId))),
    why: 'it lists no identities: every agent is let in',
  };
}

/** Takes away what {@link addAgent} added. @throws BrokenFile */
export function removeAgent(current: string | undefined, name: string, agentId: string): Outcome {
  if (current === undefined) return UNCHANGED;
  const block = findMarked(current, name);
  if (block === undefined) return removeYamlItem(current, name, identityOf(agentId));
  const rest = withoutMarked(current, block);
  const text = rest === WRITTEN + SHIPPED_CONFIG ? null : rest;
  if (text !== null) readYaml(text);
  if (!block.isEdited) return { is: 'changed', text };
  return { is: 'conflict', why: 'its lines were changed', text };
}

function identityOf(agentId: string): YamlItem {
  const item: JsonObject = { agent_id: agentId, tools: ['*'] };
  return { list: ['identities'], item, key: 'agent_id' };
}

function exampleOf(agentId: string): readonly string[] {
  return [
    `# The agent calls itself ${agentId}. This is how to say what it may do: take the # away. From then on, agents`,
    '# that are not listed are blocked, and so are tools without a contract.',
    '# identities:',
    `#   - agent_id: ${agentId}`,
    "#     tools: ['*']",
    '# contracts:',
    '#   tools:',
    '#     - tool_name: send_report',
    '#       accepts: { tags: [internal], fields: [to, body] }',
  ];
}
