import type { JsonObject } from '@safeai/core';
import { digestOf } from './definitions/digest.ts';
import { shown } from './definitions/hidden-text.ts';
import { inspect } from './definitions/inspection.ts';
import type { ListedTool, Listing } from './definitions/listing.ts';
import { skeletonOf } from './definitions/name-collisions.ts';
import { instructionsHidden } from './lock/compare.ts';
import { LockError } from './lock/lock-text.ts';
import type { Pin, ServerPins } from './lock/lock.ts';
import { listedAgainst, scanDefinition, type ToolParts } from './tool-parts.ts';

/**
 * What the lock holds of one server. Of one that is not in the lock, what it offers first is pinned; after that, what a
 * person accepts.
 */
export class ToolPins {
  readonly #parts: ToolParts;

  constructor(parts: ToolParts) {
    this.#parts = parts;
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
    const { lock, name, tell } = this.#parts;
    const found = await lock.read();
    if (found?.has(name) === true) return;
    const seen = await listedAgainst(this.#parts, found, undefined);
    const judged = await this.#judgeAll(seen);
    const pins = await this.#pinsOf(judged, instructions);
    await lock.change((before) => (before.has(name) ? before : new Map(before).set(name, pins)));
    const { size } = pins.tools;
    const text = `${lock.path} was written: ${size} ${size === 1 ? 'tool' : 'tools'} of ${name} pinned as first listed. Review and commit it.`;
    tell({ kind: 'lock', text });
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

  /**
   * Lists the tools and compares them with the lock, and neither pins nor judges anything.
   *
   * @throws LockError, ServerFailure
   */
  async review(): Promise<Listing> {
    const lock = await this.#parts.lock.read();
    return listedAgainst(this.#parts, lock, lock?.get(this.#parts.name));
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
    if (before && instructionsHidden(text, pins) === null) return before;
    const findings = [...inspect(text)].filter((one) => one !== 'personal data').sort();
    return { ...digestOf({ text }), ...this.#accepted(by), findings };
  }

  #accepted(by: string): Pick<Pin, 'date' | 'accepted' | 'approvedBy'> {
    return { date: this.#today(), accepted: true, approvedBy: by };
  }

  #today(): string {
    return new Date(this.#parts.now()).toISOString().slice(0, 10);
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
    const { decision } = await scanDefinition(this.#parts, json, tag);
    const isRefused = decision.action === 'block' || decision.action === 'pending_approval';
    return [...found, ...(isRefused ? ['blocked by policy'] : [])].sort();
  }
}
