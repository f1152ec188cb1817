import type { Colours } from './colours.ts';
import { printable } from './printable.ts';

/** What a check of the audit log found, as far as it is told. */
export interface AuditReport {
  readonly ok: boolean;
  readonly records: number;
  readonly segments: number;
  readonly checkpoints: number;
  readonly problems: readonly {
    readonly code: string;
    readonly file: string;
    readonly line?: number;
    readonly message: string;
  }[];
}

/** A line for each problem with its place, and one for the whole. */
export function reportLines(report: AuditReport, colours: Colours): readonly string[] {
  const { ok, records, segments, checkpoints, problems } = report;
  const what = `${String(records)} lines in ${String(segments)} files, ${String(checkpoints)} checkpoints`;
  const count = `${String(problems.length)} problem${problems.length === 1 ? '' : 's'}`;
  return [
    ...problems.map(({ code, file, line, message }) => {
      const place = line === undefined ? file : `${file}:${String(line)}`;
      return `${printable(place)}: ${colours.red(code)}: ${printable(message)}`;
    }),
    `${ok ? colours.green('the log is whole') : colours.red(count)}: ${what}`,
  ];
}
