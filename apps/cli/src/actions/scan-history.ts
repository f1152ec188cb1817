import { relative } from 'node:path';
import { EMBEDDED_CALL, withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { Progress } from '../history/progress.ts';
import { scanTranscripts, type HistoryResult } from '../history/scan-transcripts.ts';
import { transcriptsIn, transcriptsOf, type Skipped } from '../history/transcript-files.ts';
import { historyLines } from '../output/history.ts';

/** Options of `safeai scan-history`. */
export interface ScanHistoryOptions extends ConfigOptions {
  readonly path?: readonly string[];
  readonly since?: string;
  readonly limit: string;
  readonly json?: true;
}

/** Judges the transcripts of coding agents; 1 when something was found. */
export async function scanHistory(
  options: ScanHistoryOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const since = sinceOf(options.since, Date.now());
  const limit = limitOf(options.limit);
  const { files, skipped } =
    options.path === undefined
      ? await transcriptsOf(host.env.HOME ?? host.machine.home, since)
      : await transcriptsIn(options.path, host.cwd, since);
  return withUnrecorded(options, host, async ({ runtime }) => {
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const bar = new Progress(host.stderr, bytes);
    const result = await scanTranscripts(files, {
      guard: runtime.boundary,
      call: EMBEDDED_CALL,
      ...(since === undefined ? {} : { since }),
      onProgress: (tally, findings) => {
        const done = `${String(tally.files)} of ${String(files.length)} files`;
        bar.at(tally.bytes, `${done}, ${String(findings.all.length)} findings`);
      },
    });
    bar.end();
    const all = [...skipped, ...result.skipped];
    if (options.json === true) await output.json(documentOf(result, all));
    else {
      const { colours } = output;
      const shown = (path: string): string => shortest(path, host.cwd);
      for (const line of historyLines(result, all, { limit, colours, shown })) {
        await output.line(line);
      }
    }
    return result.findings.all.length === 0 ? EXIT.ok : EXIT.refused;
  });
}

function documentOf({ tally, findings }: HistoryResult, skipped: readonly Skipped[]): object {
  const { files, lines, broken, calls, unjudged } = tally;
  return {
    ok: findings.all.length === 0,
    scanned: { files, lines, broken_lines: broken, calls, unjudged_calls: unjudged },
    skipped,
    findings: findings.all,
    more_findings: findings.left,
  };
}

function shortest(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') || below === '' ? path : below;
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
};

function sinceOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const time = unit === '' ? isoTime(text) : now - Number(count) * (UNITS[unit] ?? 0);
  if (!Number.isNaN(time)) return time;
  throw new UsageError('--since must be a duration such as 7d or 12h, or an ISO 8601 time');
}

function isoTime(text: string): number {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 0) return limit === 0 ? Infinity : limit;
  throw new UsageError('--limit must be a whole number');
}
