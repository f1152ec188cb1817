import type { CompiledRule } from './compiled-rule.ts';
import type { Query } from './query.ts';

/** Rules in order of evaluation. */
export type RuleList = readonly CompiledRule[];

/** What a scan does with each list that may hold rules for a query. */
export interface ListVisitor {
  /** @param precision of the tag that the list's rules name; 0 for untagged rules */
  visit(list: RuleList, query: Query, precision: number): void;
}

/** Rules of one scope that name one tag, by their exact tools and agents. */
export class Bucket {
  readonly #plain: CompiledRule[] = [];
  #byTool: Map<string, CompiledRule[]> | null = null;
  #byAgent: Map<string, CompiledRule[]> | null = null;
  #byBoth: Map<string, Map<string, CompiledRule[]>> | null = null;

  add(rule: CompiledRule): void {
    const { exactTools, exactAgents } = rule;
    if (exactTools !== null && exactAgents !== null) {
      this.#byBoth ??= new Map();
      for (const tool of exactTools) {
        const agents = this.#byBoth.get(tool) ?? new Map<string, CompiledRule[]>();
        this.#byBoth.set(tool, agents);
        for (const agent of exactAgents) append(agents, agent, rule);
      }
    } else if (exactTools !== null) {
      this.#byTool ??= new Map();
      for (const tool of exactTools) append(this.#byTool, tool, rule);
    } else if (exactAgents !== null) {
      this.#byAgent ??= new Map();
      for (const agent of exactAgents) append(this.#byAgent, agent, rule);
    } else {
      this.#plain.push(rule);
    }
  }

  /** Visits every list whose rules match the query's tool and agent as far as the index knows. */
  walk(query: Query, precision: number, visitor: ListVisitor): void {
    if (this.#plain.length > 0) visitor.visit(this.#plain, query, precision);
    const { agentId } = query.context;
    if (this.#byAgent !== null && agentId !== undefined) {
      const list = this.#byAgent.get(agentId);
      if (list !== undefined) visitor.visit(list, query, precision);
    }
    if (this.#byTool === null && this.#byBoth === null) return;
    for (const tool of query.tools) {
      const list = this.#byTool?.get(tool);
      if (list !== undefined) visitor.visit(list, query, precision);
      if (this.#byBoth === null || agentId === undefined) continue;
      const both = this.#byBoth.get(tool)?.get(agentId);
      if (both !== undefined) visitor.visit(both, query, precision);
    }
  }
}

function append(lists: Map<string, CompiledRule[]>, key: string, rule: CompiledRule): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [rule]);
  else list.push(rule);
}
