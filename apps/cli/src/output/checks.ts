import type { Check } from '../checks/check.ts';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';

/** Checks for a person, a line each; what to do about a fault below it. */
export function checkLines(checks: readonly Check[], colours: Colours): string[] {
  const width = Math.max(...checks.map((check) => check.name.length));
  const indent = ' '.repeat('warn'.length + width + 4);
  return checks.flatMap((check) => {
    const [first = '', ...more] = check.detail.split('\n').map(printable);
    const head = `${label(check.status, colours)}  ${check.name.padEnd(width)}  ${first}`;
    const hint = check.hint === undefined ? [] : [colours.dim(check.hint)];
    return [head, ...[...more, ...hint].map((line) => indent + line)];
  });
}

function label(status: Check['status'], colours: Colours): string {
  switch (status) {
    case 'ok':
      return colours.green('ok  ');
    case 'warn':
      return colours.yellow('warn');
    case 'fail':
      return colours.red('FAIL');
  }
}
