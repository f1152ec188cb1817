import { shownText } from '../../../ui/shown-text.ts';

/** What is stopped; null where it does not matter. */
export interface StopScope {
  readonly tenant_id: string | null;
  readonly agent_id: string | null;
  readonly tool: string | null;
}

/** What a stop blocks, as a sentence. O(length of the names). */
export function stopWords({ tenant_id, agent_id, tool }: StopScope): string {
  const where = tenant_id === null ? 'in every tenant' : `in the tenant ${quoted(tenant_id)}`;
  const who = agent_id === null ? null : `the agent ${quoted(agent_id)}`;
  if (tool !== null) {
    const which = tool.includes('*') ? 'every tool that is called like' : 'the tool';
    return `Calls of ${which} ${quoted(tool)}${who === null ? '' : ` in which ${who} has a part`} are blocked ${where}, and so is what it answers.`;
  }
  if (who !== null)
    return `Everything in which ${who} has a part is blocked ${where}: scans, answers, tool calls, messages and memory.`;
  return tenant_id === null
    ? 'Everything is blocked, of every agent, in every tenant: scans, answers, tool calls, messages and memory.'
    : `Everything is blocked ${where}, of every agent: scans, answers, tool calls, messages and memory.`;
}

/** What is stopped, in a few words. */
export function stopName({ tenant_id, agent_id, tool }: StopScope): string {
  if (tool === null && agent_id === null && tenant_id === null) return 'everything';
  const tenant = tenant_id === null ? '' : `tenant ${quoted(tenant_id)}`;
  const agent = agent_id === null ? '' : `agent ${quoted(agent_id)}`;
  const what = [tool === null ? '' : `tool ${quoted(tool)}`, agent].filter((part) => part !== '');
  return [what.join(' of '), tenant].filter((part) => part !== '').join(' in ');
}

/** Longest name that is shown. */
const MOST = 80;

/** A name in isolation: what it holds turns nothing around it. */
function quoted(name: string): string {
  const { text, isCut } = shownText(name, MOST);
  return `“\u2068${text}${isCut ? '…' : ''}\u2069”`;
}
