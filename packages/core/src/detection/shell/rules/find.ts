import { targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import { NO_INPUT, type Checks, type Invocation } from '../invocation.ts';

/** What programs make again, or leave behind: by name, as `-name` gives it. */
const MADE_AGAIN =
  /^(?:\*\.(?:py[cod]|o|obj|class|elc|beam|hi|gcda|gcno|tmp|temp|sw[nop]|orig|rej|bak~|tsbuildinfo)|\*~|__pycache__|\.DS_Store|Thumbs\.db|desktop\.ini|\.pytest_cache|\.mypy_cache|\.ruff_cache|node_modules|\.(?:#|_)\*)$/;
/** To remove such files is worth a mention, no more. */
export const MENTION = 0.3;

const TESTS =
  /^-(?:i?name|i?path|i?regex|newer\w*|[acm]time|[acm]min|size|empty|user|group|perm|inum|wholename|maxdepth|mindepth|prune)$/;

/** `find … -delete` and `find … -exec cmd {} ;`. */
function checkFind(call: Invocation): void {
  const roots: Argument[] = [];
  let index = 0;
  for (; index < call.args.length; index++) {
    const argument = call.args[index];
    if (argument === undefined || /^[-(!]/.test(argument.text)) break;
    roots.push(argument);
  }
  const kinds = roots.map((root) => targetKind(root, call.folder));
  const madeAgain = findsMadeAgain(call.args.slice(index).map(({ text }) => text));
  const narrowed = call.args.slice(index).some((argument) => TESTS.test(argument.text));
  const harmless =
    kinds.length > 0 &&
    kinds.every((kind) => kind === 'temporary' || (kind === 'temporary_root' && narrowed));
  if (madeAgain && !call.args.some(({ text }) => ACTS.test(text)))
    call.emit({ ...NO_INPUT, piped: true, madeAgain: true });
  while (index < call.args.length) {
    const option = call.args[index]?.text ?? '';
    if (/^-(?:exec|execdir|ok|okdir)$/.test(option)) {
      const end = endOfCommand(call.args, index + 1);
      runOnFound(call, call.args.slice(index + 1, end), roots, harmless, narrowed, madeAgain);
      index = end + 1;
      continue;
    }
    if (option === '-delete' && !harmless)
      call.report('shell-find-delete', madeAgain ? MENTION : narrowed ? 0.7 : 0.95);
    // Their value may look like an action.
    index +=
      /^-(?:i?name|i?path|i?regex|f?printf|fprint|fls|user|group|size|type|newer\w*|[acm]time|[acm]min|maxdepth|mindepth|perm)$/.test(
        option,
      )
        ? 2
        : 1;
  }
}

/** What makes `find` print or do something else than the paths that it found. */
const ACTS = /^-(?:exec|execdir|ok|okdir|delete|f?printf|fprint0?|f?ls)$/;

/** Whether an expression finds nothing but what is made again, whichever of its alternatives is met. */
function findsMadeAgain(expression: readonly string[]): boolean {
  let isNamed = false;
  for (const [at, word] of expression.entries()) {
    if (word === '!' || word === '-not') return false;
    if (/^-i?name$/.test(word)) {
      if (!MADE_AGAIN.test(expression[at + 1] ?? '')) return false;
      isNamed = true;
    } else if (/^(?:-o|-or|,)$/.test(word)) {
      if (!isNamed) return false;
      isNamed = false;
    } else if (word === '-prune') isNamed = true;
  }
  return isNamed;
}

function endOfCommand(args: readonly Argument[], from: number): number {
  for (let index = from; index < args.length; index++) {
    const text = args[index]?.text;
    if (text === ';' || (text === '+' && args[index - 1]?.text === '{}')) return index;
  }
  return args.length;
}

/** Follows the command with the search's roots where the found files will stand. */
function runOnFound(
  call: Invocation,
  command: readonly Argument[],
  roots: readonly Argument[],
  harmless: boolean,
  narrowed: boolean,
  madeAgain = false,
): void {
  const removes = command.some((argument) =>
    /^(?:.*\/)?(?:rm|unlink|shred|rmdir)$/.test(argument.text),
  );
  if (removes && !harmless && command[0]?.text !== 'echo')
    call.report('shell-find-delete', madeAgain ? MENTION : narrowed ? 0.7 : 0.9);
  const found: Argument | undefined = roots[0] ?? call.name;
  const text = roots.length === 0 ? '.' : found.text;
  const args = command.map((argument) => (argument.text === '{}' ? found.with(text) : argument));
  const onlyRemoves =
    removes &&
    command.slice(1).every(({ text }) => text === '{}' || text === '+' || text.startsWith('-'));
  call.run(args, { doubt: madeAgain && onlyRemoves ? MENTION : narrowed ? 0.8 : 1 });
}

/** `fd … -x cmd`, `fd … -X cmd`. */
function checkFd(call: Invocation): void {
  const at = call.args.findIndex((argument) =>
    /^(?:-x|-X|--exec|--exec-batch)$/.test(argument.text),
  );
  if (at !== -1) runOnFound(call, call.args.slice(at + 1), [], false, true);
}

/** Checks of the programs that act on the files they find. */
export const FIND_CHECKS: Checks = {
  find: checkFind,
  gfind: checkFind,
  fd: checkFd,
  fdfind: checkFd,
};
