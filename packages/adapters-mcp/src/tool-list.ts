import type { AgentGuard, JsonObject, JsonValue, RequestContext } from '@safeai/core';
import type { ToolDefinition } from './definitions/definition-check.ts';
import { digestOf } from './definitions/digest.ts';
import { shown } from './definitions/hidden-text.ts';
import { inspect } from './definitions/inspection.ts';
import { compareListing, type ListedTool, type Listing } from './definitions/listing.ts';
import { skeletonOf } from './definitions/name-collisions.ts';
import { hiddenBecause, standingOf } from './lock/compare.ts';
import type { LockFile } from './lock/lock-file.ts';
import { LockError } from './lock/lock-text.ts';
import type { Lock, Pin, ServerPins } from './lock/lock.ts';
import type { FirewallLimits, FirewallNotice } from './settings.ts';
import { listTools } from './upstream/list-tools.ts';

/** What a {@link ToolList} works with. */
export interface ToolListParts {
  readonly name: string;
  readonly lock: LockFile;
  readonly frozen: boolean;
  readonly guard: AgentGuard;
  /** Whose list it is. */
  readonly scope: RequestContext;
  readonly limits: FirewallLimits;
  readonly now: () => number;
  readonly tell: (notice: FirewallNotice) => void;
  /** Asks the server. */
  readonly ask: (method: string, params: JsonObject) => Promise<JsonObject>;
}

/**
 * The tools of a server: listed, checked, compared with the lock. Of a server that is not in the lock, what it offers
 * first is pinned; what is new or has changed after that is hidden, until a person accepts it.
 */
export class ToolList {
  readonly #parts: ToolListParts;
  readonly #told = new Set<string>();
  #listing: Promise<Listing> | undefined;
  #mayExplain = true;

  constructor(parts: ToolListParts) {
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
    const hidden = this.instructionsHidden(text, pins);
    if (hidden === null) return text;
    this.#tellOnce('tool', `the instructions of ${this.#parts.name} are withheld: ${hidden}`);
    return undefined;
  }

  /**
   * Lists the tools and compares them with the lock, and neither pins nor judges anything.
   *
   * @throws LockError, ServerFailure
   */
  async review(): Promise<Listing> {
    const lock = await this.#parts.lock.read();
    return this.#compare(await this.#listAll(), lock, lock?.get(this.#parts.name));
  }

  /** Why instructions are withheld; null where they are not. */
  instructionsHidden(text: string, pins: ServerPins | undefined): string | null {
    return hiddenBecause(standingOf(digestOf({ text }), pins?.instructions));
  }

  /**
   * Accepts what the server offers now.
   *
   * @param names tools; all, and the instructions, if absent: then what is gone leaves the lock, too
   * @returns the definitions that are accepted now and were not before, as they were pinned
   * @throws LockError, ServerFailure
   */
  async accept(
    names: readonly string[] | undefined,
    by: string,
    instructions: string | undefined,
  ): Promise<readonly JsonObject[]> {
    const { lock, name: server } = this.#parts;
    const { tools, pins } = await this.review();
    const unknown = names?.find((name) => !tools.has(name));
    if (unknown !== undefined) {
      throw new LockError(`${server} offers no tool ${shown(unknown)} that could be accepted`);
    }
    const chosen = [...tools].filter(([name]) => names?.includes(name) !== false);
    const isNew = ([, { standing }]: (typeof chosen)[number]) => standing.kind !== 'pinned';
    const fresh = chosen.filter(isNew);
    const accepted = fresh.map(([name, { definition, findings }]): [string, Pin] => [
      name,
      { ...definition.digest, ...this.#accepted(by), findings },
    ]);
    const kept = [...(pins?.tools ?? [])].filter(
      ([name]) => names !== undefined || tools.has(name),
    );
    const text = instructions === '' ? undefined : instructions;
    const pinned = names === undefined ? this.#acceptText(text, pins, by) : pins?.instructions;
    const after: ServerPins = {
      instructions: pinned ?? null,
      tools: new Map([...kept, ...accepted]),
    };
    await lock.change((before) => new Map(before).set(server, after));
    return fresh.map(([, { definition }]) => definition.json);
  }

  #acceptText(text: string | undefined, pins: ServerPins | undefined, by: string): Pin | null {
    if (text === undefined) return null;
    const before = pins?.instructions;
    if (before && this.instructionsHidden(text, pins) === null) return before;
    const findings = [...inspect(text)].filter((one) => one !== 'personal data').sort();
    return { ...digestOf({ text }), ...this.#accepted(by), findings };
  }

  #accepted(by: string): Pick<Pin, 'date' | 'accepted' | 'approvedBy'> {
    return { date: this.#today(), accepted: true, approvedBy: by };
  }

  #today(): string {
    return new Date(this.#parts.now()).toISOString().slice(0, 10);
  }

  /**
   * Sees that there is a lock that can be used, before anything is started.
   *
   * @throws LockError
   */
  async checkLock(): Promise<void> {
    const { lock, name, frozen } = this.#parts;
    const found = await lock.read();
    if (found?.has(name) === true) return;
    if (frozen) {
      throw new LockError(
        `${lock.path} does not know the server ${name}, and --frozen lets nothing be added to it`,
      );
    }
    const names = [...(found?.keys() ?? [])];
    const like = names.find((other) => skeletonOf(other) === skeletonOf(name));
    if (like !== undefined) {
      throw new LockError(`the name ${name} can be taken for ${like}, which ${lock.path} knows`);
    }
  }

  /** Pins the first listing of a server. */
  async pinFirst(instructions: string | undefined): Promise<void> {
    const { lock, name } = this.#parts;
    const found = await lock.read();
    if (found?.has(name) === true) return;
    const seen = this.#compare(await this.#listAll(), found, undefined);
    const judged = await this.#judgeAll(seen);
    const pins = await this.#pinsOf(judged, instructions);
    await lock.change((before) => (before.has(name) ? before : new Map(before).set(name, pins)));
    const { size } = pins.tools;
    this.#tellOnce(
      'lock',
      `${lock.path} was written: ${size} ${size === 1 ? 'tool' : 'tools'} of ${name} pinned as first listed. Review and commit it.`,
    );
  }

  /** What was found in is pinned too, and stays hidden until a person accepts it. */
  async #pinsOf(listing: Listing, instructions: string | undefined): Promise<ServerPins> {
    const date = this.#today();
    const tools = [...listing.tools].map(([name, { definition, findings }]): [string, Pin] => [
      name,
      { ...definition.digest, date, accepted: findings.length === 0, findings },
    ]);
    if (instructions === undefined || instructions === '') {
      return { instructions: null, tools: new Map(tools) };
    }
    const json = { text: instructions };
    const findings = await this.#findingsIn(json, 'mcp.definition.new');
    const accepted = findings.length === 0;
    return {
      instructions: { ...digestOf(json), date, accepted, findings },
      tools: new Map(tools),
    };
  }

  async #read(): Promise<Listing> {
    const { lock, name } = this.#parts;
    const found = await lock.read();
    const pins = found?.get(name);
    if (pins === undefined) throw new LockError(`${lock.path} does not know the server ${name}`);
    const listing = this.#compare(await this.#listAll(), found, pins);
    return this.#show(listing);
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
    const { filtered } = await this.#scan(json, 'mcp.definition.pinned');
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

  #compare(
    values: readonly JsonValue[],
    lock: Lock | undefined,
    pins: ServerPins | undefined,
  ): Listing {
    const { name, limits } = this.#parts;
    return compareListing(values, {
      server: name,
      maxLength: limits.maxDefinitionLength,
      lock,
      pins,
    });
  }

  async #judgeAll(listing: Listing): Promise<Listing> {
    const tools = new Map<string, ListedTool>();
    for (const [name, tool] of listing.tools) {
      const judged = await this.#findingsIn(tool.definition.json, 'mcp.definition.new');
      tools.set(name, { ...tool, findings: [...new Set([...tool.findings, ...judged])].sort() });
    }
    return { ...listing, tools };
  }

  /** What keeps a definition from being offered unseen. */
  async #findingsIn(json: JsonObject, tag: string): Promise<readonly string[]> {
    const found = [...inspect(json)].filter((one) => one !== 'personal data');
    const { decision } = await this.#scan(json, tag);
    const isRefused = decision.action === 'block' || decision.action === 'pending_approval';
    return [...found, ...(isRefused ? ['blocked by policy'] : [])].sort();
  }

  /** A definition is a text on its way into a model. */
  #scan(payload: JsonObject, tag: string) {
    const { guard, scope } = this.#parts;
    return guard.scanStructured(
      { ...scope, payload, dataTags: [tag] },
      { surface: 'tool definition' },
    );
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

  #listAll(): Promise<readonly JsonValue[]> {
    return listTools(this.#parts.ask, this.#parts.limits.maxTools);
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
