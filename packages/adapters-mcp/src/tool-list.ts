import type { JsonObject } from '@safeai/core';
import type { ToolDefinition } from './definitions/definition-check.ts';
import { shown } from './definitions/hidden-text.ts';
import { inspect } from './definitions/inspection.ts';
import type { ListedTool, Listing } from './definitions/listing.ts';
import { hiddenBecause, instructionsHidden } from './lock/compare.ts';
import { LockError } from './lock/lock-text.ts';
import type { FirewallNotice } from './settings.ts';
import { listedAgainst, scanDefinition, type ToolParts } from './tool-parts.ts';

/** The tools of a server: listed, checked, compared with the lock. What is new or has changed is hidden. */
export class ToolList {
  readonly #parts: ToolParts;
  readonly #told = new Set<string>();
  #listing: Promise<Listing> | undefined;
  #mayExplain = true;

  constructor(parts: ToolParts) {
    this.#parts = parts;
  }

  /** The next question is answered from a new listing. */
  forget(): void {
    this.#listing = undefined;
  }

  /** Names the tool for policy and records. */
  toolName(name: string): string {
    return `mcp__${this.#parts.name}__${name}`;
  }

  /**
   * Lists the tools once more.
   *
   * @throws LockError, ServerFailure, SafeAIError
   */
  refresh(): Promise<Listing> {
    const listing = this.#read();
    this.#listing = listing;
    listing.catch(() => {
      if (this.#listing === listing) this.#listing = undefined;
    });
    return listing;
  }

  /** What the host is shown: without what policy, contracts, identity or a lockdown keep the agent from calling. */
  async offered(): Promise<readonly JsonObject[]> {
    const { tools } = await this.refresh();
    const offered: JsonObject[] = [];
    for (const { definition, offered: shownAs } of tools.values()) {
      if (shownAs !== null && (await this.#mayCall(definition.name))) offered.push(shownAs);
    }
    return offered;
  }

  /** A tool that the host may call; else why it may not, in words. */
  async find(name: string): Promise<ToolDefinition | string> {
    const { tools, refused } = await (this.#listing ?? this.refresh());
    const tool = tools.get(name);
    if (tool === undefined) {
      return refused.has(name) ? HIDDEN : 'The server has never offered a tool of this name.';
    }
    return tool.offered === null ? HIDDEN : tool.definition;
  }

  /** The instructions that the host is shown; undefined for none, and for those that the lock does not allow. */
  async instructions(text: string | undefined): Promise<string | undefined> {
    if (text === undefined || text === '') return undefined;
    const { pins } = await (this.#listing ?? this.refresh());
    const hidden = instructionsHidden(text, pins);
    if (hidden === null) return text;
    this.#tellOnce('tool', `the instructions of ${this.#parts.name} are withheld: ${hidden}`);
    return undefined;
  }

  async #read(): Promise<Listing> {
    const { lock, name } = this.#parts;
    const found = await lock.read();
    const pins = found?.get(name);
    if (pins === undefined) throw new LockError(`${lock.path} does not know the server ${name}`);
    return this.#show(await listedAgainst(this.#parts, found, pins));
  }

  /** Hides what is not pinned, and tells it. */
  async #show(listing: Listing): Promise<Listing> {
    const tools = new Map<string, ListedTool>();
    for (const [name, tool] of listing.tools) {
      const hidden = hiddenBecause(tool.standing);
      if (hidden !== null) await this.#tellHidden(tool, hidden);
      const offered = hidden === null ? await this.#filtered(tool) : null;
      tools.set(name, { ...tool, offered });
    }
    for (const [name, why] of listing.refused) {
      this.#tellOnce('tool', `the tool ${this.#called(name)} is hidden: ${why}`);
    }
    return { ...listing, tools };
  }

  /** What a pinned definition is shown as: with personal data redacted, where policy says so. */
  async #filtered({ definition, standing }: ListedTool): Promise<JsonObject | null> {
    const { json } = definition;
    if (standing.kind === 'pinned' && standing.pin.approvedBy !== undefined) return json;
    if (inspect(json).size === 0) return json;
    const { filtered } = await scanDefinition(this.#parts, json, 'mcp.definition.pinned');
    const shownAs = filtered as JsonObject | null;
    if (shownAs !== null && shownAs.name === definition.name) return shownAs;
    this.#tellOnce('tool', `the tool ${definition.name} is hidden: policy blocks its definition`);
    return null;
  }

  async #tellHidden({ definition, standing }: ListedTool, why: string): Promise<void> {
    const { name, digest } = definition;
    const key = `${name} ${digest.sha256}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const { scope, guard } = this.#parts;
    this.#tell(
      'tool',
      `the tool ${this.#called(name)} of ${this.#parts.name} is hidden: ${why}. See: safeai mcp lock`,
    );
    if (standing.kind === 'not accepted') return;
    // On record under the tool's own name, whatever is decided: it is hidden all the same.
    await guard.interceptTool({
      ...scope,
      phase: 'response',
      toolName: this.toolName(name),
      response: { definition: standing.kind, sha256: digest.sha256 },
      dataTags: [`mcp.definition.${standing.kind}`],
    });
  }

  async #mayCall(name: string): Promise<boolean> {
    if (!this.#mayExplain) return true;
    const { guard, scope } = this.#parts;
    try {
      const { decision } = await guard.explain({
        ...scope,
        boundary: 'action',
        direction: 'request',
        toolName: this.toolName(name),
        parameters: {},
      });
      return decision.action !== 'block';
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'forbidden') throw error;
      // The credential may call tools and not see policies. Each call is judged all the same.
      this.#mayExplain = false;
      this.#tellOnce('tool', 'tools that policy blocks are listed: the key may not see policies');
      return true;
    }
  }

  #called(name: string): string {
    return inspect(name).size === 0 ? shown(name, 128) : 'with a name that is not shown';
  }

  #tellOnce(kind: FirewallNotice['kind'], text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#tell(kind, text);
  }

  #tell(kind: FirewallNotice['kind'], text: string): void {
    this.#parts.tell({ kind, text });
  }
}

const HIDDEN =
  'This tool is hidden: its definition is new, has changed or is suspicious, and no person has accepted it (safeai mcp lock).';
