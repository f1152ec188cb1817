import { Code, endsWord } from './chars.ts';
import type { CommandBuilder } from './command-builder.ts';
import { readWord } from './read-word.ts';
import type { Scanner } from './scanner.ts';

const OPERATOR = /&>>?|<<<|<<-?|<[>&]?|>[>|&]?/y;

/**
 * Reads a redirection and its target. The scanner is at the operator. Inside `((` a `<<` is a shift, unless a
 * line follows that would end a heredoc: what looks like arithmetic may be a subshell in a subshell.
 */
export function readRedirect(scanner: Scanner, command: CommandBuilder, arithmetic: boolean): void {
  OPERATOR.lastIndex = scanner.pos;
  const operator = OPERATOR.exec(scanner.text)?.[0] ?? '>';
  scanner.pos = Math.min(scanner.pos + operator.length, scanner.end);
  while (scanner.peek() === Code.space || scanner.peek() === Code.tab) scanner.pos++;
  const next = scanner.peek();
  if (next === -1) return;
  if (endsWord(next) && !(next === Code.less || next === Code.greater)) return;
  if ((next === Code.less || next === Code.greater) && scanner.peek(1) !== Code.open) return;
  const target = readWord(scanner);
  const shifts = arithmetic && !scanner.hasLine(target.value);
  if ((operator === '<<' || operator === '<<-') && !shifts) {
    scanner.heredocs.push({
      delimiter: target.value,
      literal: target.quoted,
      stripTabs: operator === '<<-',
      heredocs: command.heredocs,
      embedded: command.embedded,
    });
  } else if (operator !== '<<' && operator !== '<<-') {
    command.redirects.push({ operator, target });
  }
}
