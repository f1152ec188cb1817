import { namesForGlobs } from '../tool-name.ts';
import type { PolicyContext } from './decision.ts';
import { slotOf } from './slots.ts';

const MAX_REMEMBERED_TOOLS = 1024;
const NO_NAMES: readonly string[] = [];

/** Remembers the names of the tools seen, up to a bound. */
export class ToolNames {
  readonly #names = new Map<string, readonly string[]>();

  of(tool: string | undefined): readonly string[] {
    if (tool === undefined) return NO_NAMES;
    let names = this.#names.get(tool);
    if (names === undefined) {
      names = namesForGlobs(tool);
      if (this.#names.size >= MAX_REMEMBERED_TOOLS) this.#names.clear();
      this.#names.set(tool, names);
    }
    return names;
  }
}

let lastQuery = 0;

/** One evaluation: the context as the index and the rules' conditions look at it. */
export class Query {
  /** Unique, so that a rule can remember its answer for as long as the evaluation lasts. */
  readonly id: number;
  readonly context: PolicyContext;
  readonly slot: number;
  readonly tenant: string;
  /** Lower-cased full name, last segment and the name as it is; none without a tool. */
  readonly tools: readonly string[];
  /** Approvals have been given: `require_approval` counts as `allow`. */
  readonly approved: boolean;

  constructor(context: PolicyContext, tools: readonly string[], defaultTenant: string) {
    this.id = ++lastQuery;
    this.context = context;
    this.slot = slotOf(context.boundary, context.direction);
    const { tenantId } = context;
    this.tenant = tenantId === undefined || tenantId === '' ? defaultTenant : tenantId;
    this.tools = tools;
    this.approved = context.approved === true;
  }
}
