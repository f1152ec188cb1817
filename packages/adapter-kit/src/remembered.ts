import type { Decision, JsonValue, RequestContext } from '@safeai/core';
import { digestOf } from './operation-keys.ts';
import type { GuardedStep } from './options.ts';
import type { Fate, SeenContents } from './seen-contents.ts';
import type { Verdict } from './verdict.ts';

/** What was let through before, in the circumstances of one agent: in others it is judged anew. */
export class Remembered {
  readonly #seen: SeenContents;
  readonly #circumstances: RequestContext;

  constructor(seen: SeenContents, circumstances: RequestContext) {
    this.#seen = seen;
    this.#circumstances = circumstances;
  }

  /** By what a content is known. */
  digest(step: GuardedStep, content: JsonValue): Promise<string> {
    const { agentId, tenantId, sessionId, dataTags } = this.#circumstances;
    return digestOf([step, agentId, tenantId, sessionId, dataTags, content]);
  }

  /** What became of it; undefined where it is new. */
  fate(digest: string): Fate | undefined {
    return this.#seen.get(digest);
  }

  /** But for what nobody has judged: a client of a gateway that fails open lets it pass. */
  keep(digest: string, fate: Fate, decision: Decision | null): void {
    if (decision === null || decision.reasonCode === 'guard_unreachable') return;
    this.#seen.set(digest, fate, decision.policyRevision);
  }

  /** A tool's result comes again with the conversation, as it was or as it went on. */
  async keepResult(toolName: string, before: JsonValue, verdict: Verdict): Promise<void> {
    if (verdict.kind !== 'go') return;
    const { isChanged, value, decision } = verdict;
    this.keep(await this.digestOfResult(toolName, value), { isChanged: false }, decision);
    if (!isChanged) return;
    const earlier = await this.digestOfResult(toolName, before);
    this.keep(earlier, { isChanged, value }, decision);
  }

  digestOfResult(toolName: string, response: JsonValue): Promise<string> {
    return this.digest('tool_response', [toolName, response]);
  }
}
