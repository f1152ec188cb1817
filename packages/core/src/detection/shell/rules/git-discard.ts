import { parseOptions } from '../options.ts';
import { targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { GitCommand } from './git.ts';

/** `git reset --hard`: uncommitted changes are gone. `--merge` and `--keep` lose some of them. */
const reset: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    known: ['hard', 'soft', 'mixed', 'merge', 'keep', 'quiet', 'patch'],
  });
  if (options.has('hard')) call.report('git-reset-hard', 0.95);
  else if (options.has('merge')) call.report('git-reset-hard', 0.6);
};

/** `git clean -f`: untracked files are in no history. */
const clean: GitCommand = (call, args, { config }) => {
  const options = parseOptions(args, {
    short: 'e',
    long: ['exclude'],
    known: ['force', 'dry-run', 'interactive', 'quiet'],
  });
  if (options.has('n', 'dry-run', 'i', 'interactive')) return;
  const unforced = /^(?:false|no|off|0)$/i.test(config.get('clean.requireforce') ?? '');
  if (options.has('f', 'force') || unforced) call.report('git-clean-force', 0.9);
};

const CHECKOUT = {
  short: 'bBUU',
  long: ['orphan', 'conflict', 'pathspec-from-file', 'unified', 'inter-hunk-context'],
  known: [
    'force',
    'ours',
    'theirs',
    'merge',
    'patch',
    'detach',
    'quiet',
    'overwrite-ignore',
    'ignore-skip-worktree-bits',
    'ignore-other-worktrees',
    'recurse-submodules',
    'overlay',
    'guess',
    'track',
    'progress',
  ],
};

/** `git checkout` throws changes away with `-f`, or when it is given paths. */
const checkout: GitCommand = (call, args) => {
  const options = parseOptions(args, CHECKOUT);
  if (options.has('p', 'patch')) return;
  if (options.has('f', 'force')) {
    call.report('git-checkout-discard', 0.9);
    return;
  }
  if (options.has('b', 'B', 'orphan', 'd', 'detach', 't', 'track')) return;
  const separator = args.findIndex((argument) => argument.text === '--');
  const paths = separator !== -1 ? args.slice(separator + 1) : options.operands.slice(1);
  if (paths.length > 0 || options.has('pathspec-from-file'))
    call.report('git-checkout-discard', 0.85);
  else if (/^(?:\.\/?|\*|:\/|\.\.?\/.+)$/.test(options.operands[0]?.text ?? ''))
    call.report('git-checkout-discard', 0.9);
};

/** `git restore` overwrites the work tree unless only the index is named. */
const restore: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    short: 's',
    long: ['source', 'pathspec-from-file', 'conflict'],
    known: ['staged', 'worktree', 'patch', 'ours', 'theirs', 'quiet', 'progress'],
  });
  if (options.has('p', 'patch')) return;
  if (options.operands.length === 0 && !options.has('pathspec-from-file')) return;
  if (!options.has('S', 'staged') || options.has('W', 'worktree')) call.report('git-restore', 0.85);
};

const switchBranch: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    short: 'cC',
    long: ['create', 'force-create', 'orphan', 'conflict'],
    known: [
      'force',
      'discard-changes',
      'detach',
      'merge',
      'quiet',
      'guess',
      'track',
      'recurse-submodules',
    ],
  });
  if (options.has('f', 'force', 'discard-changes')) call.report('git-switch-discard', 0.9);
};

const stash: GitCommand = (call, args) => {
  const action = args[0]?.text;
  if (action === 'drop' || action === 'clear')
    call.report('git-stash-drop', action === 'clear' ? 0.95 : 0.85);
};

const worktree: GitCommand = (call, args) => {
  const options = parseOptions(args.slice(1), { known: ['force'] });
  if (args[0]?.text === 'remove' && options.has('f', 'force'))
    call.report('git-worktree-remove', 0.85);
};

/** `git rm -f`: also what was changed since the last commit. */
const remove: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    known: ['force', 'cached', 'dry-run', 'quiet'],
    long: ['pathspec-from-file'],
  });
  if (options.has('n', 'dry-run', 'cached')) return;
  const everything = options.operands.some((operand) => targetKind(operand, '') === 'current');
  if (options.has('f', 'force') || (options.has('r') && everything))
    call.report('git-remove-force', 0.7);
};

const submodule: GitCommand = (call, args) => {
  const [action, ...rest] = args;
  const options = parseOptions(rest, { known: ['force', 'all', 'recursive'] });
  if (action?.text === 'foreach') runRest(call, options.operands);
  else if (action?.text === 'deinit' && options.has('f', 'force'))
    call.report('git-checkout-discard', 0.7);
};

const readTree: GitCommand = (call, args) => {
  const options = parseOptions(args);
  if (options.has('reset') && options.has('u')) call.report('git-reset-hard', 0.8);
};

const checkoutIndex: GitCommand = (call, args) => {
  const options = parseOptions(args);
  if (options.has('f', 'force') && options.has('a', 'all'))
    call.report('git-checkout-discard', 0.8);
};

function runRest(call: Parameters<GitCommand>[0], args: readonly Argument[]): void {
  const first = args[0];
  if (first !== undefined && args.length === 1) call.runText(first);
  else if (args.length > 0) call.run(args);
}

/** `git bisect run cmd`. */
const bisect: GitCommand = (call, args) => {
  if (args[0]?.text === 'run') call.run(args.slice(1));
};

/** `git rebase --exec 'cmd'`. */
const rebase: GitCommand = (call, args) => {
  for (const command of parseOptions(args, {
    short: 'xXsC',
    long: ['exec', 'onto', 'strategy'],
  }).values('x', 'exec'))
    call.runText(command);
};

/** Subcommands that can lose uncommitted work. */
export const GIT_DISCARD_COMMANDS: Readonly<Record<string, GitCommand>> = {
  reset,
  clean,
  checkout,
  restore,
  switch: switchBranch,
  stash,
  worktree,
  rm: remove,
  submodule,
  bisect,
  rebase,
  'read-tree': readTree,
  'checkout-index': checkoutIndex,
};
