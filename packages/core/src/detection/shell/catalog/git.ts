import type { CommandRule } from './command-rule.ts';

const GIT = 'https://git-scm.com/docs';
const TAG = 'destructive.git';

/** Rules about losing commits, branches or uncommitted work. */
export const GIT_RULES: readonly CommandRule[] = [
  {
    id: 'git-push-force',
    tag: TAG,
    description: 'Overwrites the history of a remote branch.',
    source: `${GIT}/git-push#Documentation/git-push.txt---force`,
  },
  {
    id: 'git-push-delete',
    tag: TAG,
    description: 'Deletes branches or tags of the remote.',
    source: `${GIT}/git-push#Documentation/git-push.txt---delete`,
  },
  {
    id: 'git-reset-hard',
    tag: TAG,
    description: 'Discards uncommitted changes.',
    source: `${GIT}/git-reset#Documentation/git-reset.txt---hard`,
  },
  {
    id: 'git-clean-force',
    tag: TAG,
    description: 'Deletes untracked files.',
    source: `${GIT}/git-clean`,
  },
  {
    id: 'git-checkout-discard',
    tag: TAG,
    description: 'Overwrites files of the work tree.',
    source: `${GIT}/git-checkout`,
  },
  {
    id: 'git-restore',
    tag: TAG,
    description: 'Overwrites files of the work tree.',
    source: `${GIT}/git-restore`,
  },
  {
    id: 'git-switch-discard',
    tag: TAG,
    description: 'Throws local changes away while switching branches.',
    source: `${GIT}/git-switch#Documentation/git-switch.txt---discard-changes`,
  },
  {
    id: 'git-branch-delete',
    tag: TAG,
    description: 'Deletes or moves a branch even if its commits are merged nowhere.',
    source: `${GIT}/git-branch`,
  },
  { id: 'git-tag-delete', tag: TAG, description: 'Deletes a tag.', source: `${GIT}/git-tag` },
  {
    id: 'git-stash-drop',
    tag: TAG,
    description: 'Deletes stashed changes.',
    source: `${GIT}/git-stash`,
  },
  {
    id: 'git-rewrite-history',
    tag: TAG,
    description: 'Rewrites all of the history.',
    source: `${GIT}/git-filter-branch`,
  },
  {
    id: 'git-expire',
    tag: TAG,
    description: 'Deletes what unreachable commits could be recovered from.',
    source: `${GIT}/git-reflog`,
  },
  {
    id: 'git-ref-delete',
    tag: TAG,
    description: 'Deletes a reference.',
    source: `${GIT}/git-update-ref`,
  },
  {
    id: 'git-worktree-remove',
    tag: TAG,
    description: 'Removes a work tree with its uncommitted changes.',
    source: `${GIT}/git-worktree`,
  },
  {
    id: 'git-remove-force',
    tag: TAG,
    description: 'Deletes tracked files with their uncommitted changes.',
    source: `${GIT}/git-rm`,
  },
  {
    id: 'git-hosting-delete',
    tag: TAG,
    description: 'Deletes a repository, release or other object at its host.',
    source: 'https://cli.github.com/manual/gh_repo_delete',
  },
];
