import { createHash, randomBytes } from 'node:crypto';
import { maskValue } from '@safeai/api';
import {
  type CallContext,
  type Detection,
  type JsonValue,
  type SafeAI,
  SafeAIError,
} from '@safeai/core';
import { Findings } from './finding.ts';
import { LOOP_REPEATS, LoopFinder } from './loops.ts';
import { readLines } from './read-lines.ts';
import { readTranscriptLine, type TranscriptCall } from './transcript.ts';
import type { Skipped, TranscriptFile } from './transcript-files.ts';

/** How many of what were read. */
export interface Tally {
  files: number;
  bytes: number;
  lines: number;
  /** Lines that are no JSON, or too long. */
  broken: number;
  calls: number;
  /** Calls that are larger or go deeper than is judged. */
  unjudged: number;
}

/** What to scan with. */
export interface HistoryScan {
  readonly guard: SafeAI;
  readonly call: CallContext;
  /** Milliseconds since the epoch: earlier lines are passed over, where they say when they are of. */
  readonly since?: number;
  /** Told after every line of how far it is. */
  readonly onProgress?: (tally: Tally, findings: Findings) => void;
}

/** What was found. */
export interface HistoryResult {
  readonly tally: Tally;
  readonly findings: Findings;
  readonly skipped: readonly Skipped[];
}

/** Least confidence of a secret that is told. */
const MIN_CONFIDENCE = 0.5;

/** Longest call that is shown, in characters. */
const MAX_SHOWN = 160;

/** Judges transcripts by the policy of today, line by line. Nothing is written, and nothing recorded. */
export async function scanTranscripts(
  files: readonly TranscriptFile[],
  scan: HistoryScan,
): Promise<HistoryResult> {
  const scanner = new TranscriptScanner(scan);
  const skipped: Skipped[] = [];
  for (const file of files) {
    try {
      await scanner.file(file);
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      skipped.push({ path: file.path, reason: `cannot be read (${code})` });
    }
  }
  return { tally: scanner.tally, findings: scanner.findings, skipped };
}

class TranscriptScanner {
  readonly tally: Tally = { files: 0, bytes: 0, lines: 0, broken: 0, calls: 0, unjudged: 0 };
  readonly findings = new Findings();
  readonly #scan: HistoryScan;
  /** Digests of values must tell nobody what a value is. */
  readonly #salt = randomBytes(16);

  constructor(scan: HistoryScan) {
    this.#scan = scan;
  }

  /** @throws what the system says of a file that cannot be read */
  async file({ path }: TranscriptFile): Promise<void> {
    const loops = new Map<string, LoopFinder>();
    const told = new Set<string>();
    const before = this.tally.bytes;
    let session = '';
    for await (const { number, text, end } of readLines(path)) {
      this.tally.lines += 1;
      this.tally.bytes = before + end;
      const line = text === null ? undefined : parsed(text);
      if (line === undefined) {
        if (text?.trim() !== '') this.tally.broken += 1;
        continue;
      }
      const { sessionId = session, at, calls, texts } = readTranscriptLine(line);
      session = sessionId;
      if (isBefore(at, this.#scan.since)) continue;
      const place = { file: path, line: number };
      for (const one of texts) this.#secrets(this.#scan.guard.detection.scan(one), place);
      for (const { id, ...call } of calls) {
        if (id !== undefined && isKnown(told, id)) continue;
        this.tally.calls += 1;
        let finder = loops.get(session);
        if (finder === undefined) loops.set(session, (finder = new LoopFinder()));
        try {
          await this.#judge(call, place);
          this.#loop(finder, call, place);
        } catch (error) {
          // Past the limits of a payload, or of the stack; whatever else goes wrong is told.
          if (!(error instanceof SafeAIError || error instanceof RangeError)) throw error;
          this.tally.unjudged += 1;
        }
      }
      this.#scan.onProgress?.(this.tally, this.findings);
    }
    this.tally.files += 1;
  }

  #secrets(detections: readonly Detection[], place: Place): void {
    for (const { type, detector, value, confidence } of detections) {
      if (type !== 'secret' || confidence < MIN_CONFIDENCE) continue;
      this.findings.add(this.#digest('secret', value), place, () => ({
        kind: 'secret',
        what: detector,
        shown: maskValue(value),
      }));
    }
  }

  async #judge(call: TranscriptCall, place: Place): Promise<void> {
    const { guard, call: context } = this.#scan;
    const request = { boundary: 'action', direction: 'request', ...call } as const;
    const { decision, detections } = await guard.explain(request, context);
    this.#secrets(detections, place);
    const { action, policyName, reason } = decision;
    if (action !== 'block' && action !== 'pending_approval') return;
    // A call that is stopped for its secret is told as the secret.
    if (detections.some(({ type }) => type === 'secret') && policyName?.includes('secret') === true)
      return;
    this.findings.add(this.#digest('call', JSON.stringify(call)), place, () => ({
      kind: 'command',
      what: reason,
      shown: shownCall(call, detections),
      action,
      policy_name: policyName,
    }));
  }

  #loop(finder: LoopFinder, call: TranscriptCall, place: Place): void {
    const digest = this.#digest('call', JSON.stringify(call));
    const cycle = finder.next(digest);
    if (cycle === undefined) return;
    const what =
      cycle === 1
        ? `the same call ${String(LOOP_REPEATS)} times in a row, or more`
        : `the same ${String(cycle)} calls in turn, ${String(LOOP_REPEATS)} times or more`;
    this.findings.add(`loop ${digest}`, place, () => ({
      kind: 'loop',
      what,
      shown: shownCall(call, this.#scan.guard.detection.scan(JSON.stringify(call.parameters))),
    }));
  }

  #digest(kind: string, value: string): string {
    return createHash('sha256').update(this.#salt).update(kind).update(value).digest('base64');
  }
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Calls of which a transcript tells twice, it does so within few lines. */
const MAX_TOLD = 1000;

/** Whether an id is among those that were told; it is from then on. */
function isKnown(told: Set<string>, id: string): boolean {
  if (told.has(id)) return true;
  if (told.size >= MAX_TOLD) told.clear();
  told.add(id);
  return false;
}

function isBefore(at: number | undefined, since: number | undefined): boolean {
  return at !== undefined && since !== undefined && at < since;
}

/** A call as a line: its command, or else its parameters, without what was found in them. */
function shownCall({ toolName, parameters }: TranscriptCall, found: readonly Detection[]): string {
  const { command } = parameters;
  let text = typeof command === 'string' ? command : JSON.stringify(parameters);
  for (const { type, value } of found) {
    if (type !== 'destructive' && value !== '') text = text.replaceAll(value, maskValue(value));
  }
  const whole = `${toolName}: ${text}`;
  return whole.length > MAX_SHOWN ? `${whole.slice(0, MAX_SHOWN)}…` : whole;
}
