import { parseOptions } from '../options.ts';
import type { GitCommand } from './git.ts';

/** `git push` that overwrites or deletes what the remote has. `--force-with-lease` alone refuses to lose others' work. */
const push: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    short: 'o',
    long: ['repo', 'receive-pack', 'exec', 'push-option', 'signed'],
    known: [
      'force',
      'force-with-lease',
      'force-if-includes',
      'mirror',
      'delete',
      'prune',
      'dry-run',
      'all',
      'tags',
      'follow-tags',
      'set-upstream',
      'quiet',
      'no-verify',
    ],
  });
  if (options.has('n', 'dry-run')) return;
  const refs = options.operands.slice(1).map((operand) => operand.text);
  if (
    options.has('f', 'force', 'mirror') ||
    refs.some((ref) => ref.length > 1 && ref.startsWith('+'))
  )
    call.report('git-push-force', 0.95);
  if (options.has('d', 'delete', 'prune') || refs.some((ref) => /^\+?:[^:]/.test(ref)))
    call.report('git-push-delete', 0.9);
};

/** `git branch -D`, `-d --force`, `-M`, `-f`: commits that no other branch has are lost from view. */
const branch: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    short: 'u',
    long: ['set-upstream-to', 'contains', 'no-contains', 'sort', 'points-at', 'format'],
    known: ['delete', 'force', 'move', 'copy', 'list', 'remotes', 'all', 'merged', 'no-merged'],
  });
  if (options.has('l', 'list')) return;
  const force = options.has('f', 'force');
  if (options.has('D') || (force && options.has('d', 'delete')))
    call.report('git-branch-delete', 0.9);
  else if (force && options.operands.length > 0) call.report('git-branch-delete', 0.6);
};

const tag: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    short: 'mFu',
    long: ['message', 'file', 'local-user', 'sort', 'contains', 'format'],
    known: ['delete', 'force', 'list'],
  });
  if (options.has('d', 'delete')) call.report('git-tag-delete', 0.8);
};

const rewrite: GitCommand = (call, args) => {
  const options = parseOptions(args, {
    long: [
      'tree-filter',
      'index-filter',
      'env-filter',
      'msg-filter',
      'commit-filter',
      'tag-name-filter',
      'setup',
      'parent-filter',
    ],
  });
  call.report('git-rewrite-history', 0.9);
  for (const command of options.values('tree-filter', 'index-filter'))
    call.runText(command, { doubt: 0.6 });
};

const filterRepo: GitCommand = (call, args) => {
  const options = parseOptions(args);
  if (!options.has('dry-run', 'analyze')) call.report('git-rewrite-history', 0.9);
};

const reflog: GitCommand = (call, args) => {
  const options = parseOptions(args.slice(1));
  const action = args[0]?.text;
  if ((action === 'expire' || action === 'delete') && !options.has('n', 'dry-run'))
    call.report('git-expire', 0.9);
};

const collect: GitCommand = (call, args) => {
  const options = parseOptions(args);
  if (/^(?:now|all|0)$/.test(options.value('prune') ?? '')) call.report('git-expire', 0.7);
};

const prune: GitCommand = (call, args) => {
  const options = parseOptions(args);
  if (!options.has('n', 'dry-run') && options.has('expire')) call.report('git-expire', 0.7);
};

const updateRef: GitCommand = (call, args) => {
  const options = parseOptions(args, { short: 'm' });
  if (options.has('d', 'delete')) call.report('git-ref-delete', 0.85);
};

/** Subcommands that can lose commits. */
export const GIT_HISTORY_COMMANDS: Readonly<Record<string, GitCommand>> = {
  push,
  branch,
  tag,
  reflog,
  gc: collect,
  prune,
  'filter-branch': rewrite,
  'filter-repo': filterRepo,
  'update-ref': updateRef,
  'symbolic-ref': updateRef,
};
