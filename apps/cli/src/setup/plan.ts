import { relative, resolve } from 'node:path';
import type { FrameworkSetup, SetupLanguage, SetupStep } from '@safeai/core';
import { UsageError } from '../errors/usage-error.ts';
import { VERSION } from '../texts.ts';
import { addAgent, removeAgent } from './agent-step.ts';
import { fill, type Filling } from './fill.ts';
import { addGenerated, removeGenerated } from './generated-file.ts';
import { addJson, removeJson } from './json-step.ts';
import { addLines, removeLines } from './lines-step.ts';
import { BrokenFile, type Outcome } from './outcome.ts';
import { findFile, type FoundFile } from './project-folder.ts';
import { decodeFile, encodeFile, PLAIN, type TextFile } from './text-file.ts';
import { addYamlItem, removeYamlItem } from './yaml-step.ts';

/** What a plan leaves out on request: code, `safeai.yaml`, `.env.example`, `.gitignore`. */
export type Part = 'code' | 'config' | 'env' | 'gitignore';

/** What is done with a file. */
export type ItemAction = 'create' | 'update' | 'delete' | 'unchanged' | 'conflict' | 'skip';

/** A file of a plan. */
export interface PlanItem {
  /** As it is shown: relative to the project, absolute for what lies in a host's own folder. */
  readonly path: string;
  readonly action: ItemAction;
  readonly reason: string | null;
  readonly file: FoundFile;
  readonly before: string | null;
  /** The text afterwards; null for no file. Of a conflict: what `--force` writes, if it can. */
  readonly after: string | null | undefined;
  readonly form: Omit<TextFile, 'text'>;
  /** Somebody's changes are replaced, since that was asked for. */
  readonly isForced: boolean;
}

/** What is planned, and where. */
export interface PlanRequest {
  readonly frameworks: readonly PlannedFramework[];
  /** Absolute. */
  readonly project: string;
  /** The safeai.yaml, absolute. */
  readonly config: string;
  readonly gatewayUrl: string;
  readonly languages: readonly SetupLanguage[];
  readonly isRemoval: boolean;
  readonly isForced: boolean;
  readonly without: ReadonlySet<Part>;
}

/** A framework of a plan. */
export interface PlannedFramework {
  readonly setup: FrameworkSetup;
  readonly agentId: string;
  /** The folder of its paths, where that is not the project; absolute. */
  readonly root?: string;
}

/**
 * Works out what has to be done, and does nothing.
 *
 * @returns the files in the order of the frameworks' steps, each once
 * @throws UsageError for a file that cannot be read as what it is, with its place
 */
export async function makePlan(request: PlanRequest): Promise<PlanItem[]> {
  const drafts = new Map<string, Draft>();
  for (const framework of request.frameworks) {
    const { agentId } = framework;
    const filling: Filling = { agentId, gatewayUrl: request.gatewayUrl };
    for (const step of framework.setup.plan) {
      if (step.step === 'file' && !isMeant(step.language, request.languages)) continue;
      const [folder, path] = placeOf(step, framework, request);
      const absolute = resolve(folder, path);
      let draft = drafts.get(absolute);
      if (draft === undefined) {
        const isElsewhere = framework.root !== undefined && step.step !== 'agent';
        const shown = isElsewhere ? absolute : relative(request.project, absolute);
        draft = new Draft(shown, await findFile(folder, path));
        drafts.set(absolute, draft);
      }
      const part = partOf(step, path);
      if (part !== undefined && request.without.has(part)) draft.skip();
      else draft.take(fill(step, filling), framework.setup.id, agentId, request);
    }
  }
  return [...drafts.values()].map((draft) => draft.item());
}

/** A file while it is planned. */
class Draft {
  readonly #shown: string;
  readonly #file: FoundFile;
  readonly #found: TextFile | undefined;
  readonly #reasons: string[] = [];
  #text: string | undefined;
  #isConflict = false;
  #cannotForce = false;
  #isForced = false;
  #isSkipped = false;
  #isTaken = false;

  constructor(shown: string, file: FoundFile) {
    this.#shown = shown.split('\\').join('/');
    this.#file = file;
    this.#found = file.bytes === undefined ? undefined : decodeFile(file.bytes);
    if (file.bytes !== undefined && this.#found === undefined) {
      throw new UsageError(`${this.#shown} is no UTF-8 text; nothing was written`);
    }
    this.#text = this.#found?.text;
  }

  skip(): void {
    this.#isSkipped = true;
  }

  take(step: SetupStep, name: string, agentId: string, request: PlanRequest): void {
    this.#isTaken = true;
    const outcome = this.#outcomeOf(step, name, agentId, request);
    if (outcome.is !== 'unchanged' || !this.#isConflict) {
      if (outcome.why !== undefined) this.#reasons.push(outcome.why);
    }
    if (outcome.is === 'unchanged') return;
    if (outcome.is === 'conflict') {
      this.#isConflict ||= !request.isForced || outcome.text === undefined;
      this.#cannotForce ||= outcome.text === undefined;
      this.#isForced ||= request.isForced;
    }
    if (outcome.text !== undefined) this.#text = outcome.text ?? undefined;
  }

  item(): PlanItem {
    const before = this.#found?.text ?? null;
    const after = this.#text ?? null;
    const reason = [...new Set(this.#reasons)].join('; ');
    return {
      path: this.#shown,
      action: this.#action(before, after),
      reason: reason === '' ? null : reason,
      file: this.#file,
      before,
      after: this.#cannotForce ? undefined : after,
      form: this.#found ?? PLAIN,
      isForced: this.#isForced,
    };
  }

  #action(before: string | null, after: string | null): ItemAction {
    if (this.#isSkipped && !this.#isTaken) return 'skip';
    if (this.#isConflict) return 'conflict';
    if (before === after) return 'unchanged';
    if (after === null) return 'delete';
    return before === null ? 'create' : 'update';
  }

  #outcomeOf(step: SetupStep, name: string, agentId: string, request: PlanRequest): Outcome {
    try {
      return request.isRemoval
        ? removed(step, this.#text, name, agentId)
        : added(step, this.#text, name, agentId);
    } catch (cause) {
      // Parsers go as deep as their texts; aliases that unfold without end are refused as such an error too.
      if (cause instanceof RangeError || cause instanceof ReferenceError) {
        throw new UsageError(`${this.#shown} goes too deep to be read; nothing was written`, {
          cause,
        });
      }
      if (!(cause instanceof BrokenFile)) throw cause;
      const place = `${this.#shown}:${cause.line}:${cause.column}`;
      const hint = 'Nothing was written. Mend the file, and run it again.';
      throw new UsageError(`${place}: ${cause.message}`, { cause, hint });
    }
  }
}

function added(step: SetupStep, text: string | undefined, name: string, agent: string): Outcome {
  switch (step.step) {
    case 'file':
      return addGenerated(text, step.path, step.content, name, VERSION);
    case 'lines':
      return addLines(text, name, step.lines);
    case 'json':
      return addJson(text, step.edits);
    case 'yaml':
      return addYamlItem(text, name, step);
    case 'agent':
      return addAgent(text, name, agent);
  }
}

function removed(step: SetupStep, text: string | undefined, name: string, agent: string): Outcome {
  switch (step.step) {
    case 'file':
      return removeGenerated(text);
    case 'lines':
      return removeLines(text, name);
    case 'json':
      return removeJson(text, step.edits);
    case 'yaml':
      return removeYamlItem(text, name, step);
    case 'agent':
      return removeAgent(text, name, agent);
  }
}

/** The folder that a step stays in, and its file below. */
function placeOf(
  step: SetupStep,
  { root }: PlannedFramework,
  { project, config }: PlanRequest,
): [string, string] {
  if (step.step !== 'agent') return [root ?? project, step.path];
  const path = relative(project, config);
  // One that is named elsewhere may be there, and lead nowhere else.
  return path.startsWith('..') || resolve(path) === path
    ? [resolve(config, '..'), config]
    : [project, path];
}

function partOf(step: SetupStep, path: string): Part | undefined {
  if (step.step === 'file') return 'code';
  if (step.step === 'agent') return 'config';
  if (step.step !== 'lines') return undefined;
  if (path === '.gitignore') return 'gitignore';
  return path === '.env.example' ? 'env' : undefined;
}

/** A step without a language is meant for all. */
function isMeant(
  language: SetupLanguage | undefined,
  languages: readonly SetupLanguage[],
): boolean {
  return language === undefined || languages.includes(language);
}

/** The bytes that an item writes; undefined where it takes the file away. */
export function bytesOf({ after, form }: PlanItem): Buffer | undefined {
  return after === null || after === undefined ? undefined : encodeFile(after, form);
}
