import type { CommandRule } from './command-rule.ts';

const TAG = 'destructive.supply_chain';

/** Rules about running code that somebody else can change. */
export const SUPPLY_CHAIN_RULES: readonly CommandRule[] = [
  {
    id: 'supply-chain-pipe-to-shell',
    tag: TAG,
    description: 'Runs a script straight from the network.',
    source: 'https://attack.mitre.org/techniques/T1105/',
  },
  {
    id: 'supply-chain-run-download',
    tag: TAG,
    description: 'Runs a file that was just downloaded.',
    source: 'https://attack.mitre.org/techniques/T1105/',
  },
  {
    id: 'supply-chain-insecure-index',
    tag: TAG,
    description: 'Installs packages over a connection that anyone on the way can change.',
    source: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  },
  {
    id: 'supply-chain-url-package',
    tag: TAG,
    description: 'Installs a package from an address instead of a registry.',
    source: 'https://docs.npmjs.com/cli/commands/npm-install',
  },
  {
    id: 'supply-chain-unverified-package',
    tag: TAG,
    description: 'Installs packages without checking their signatures.',
    source: 'https://manpages.debian.org/stable/apt/apt-secure.8.en.html',
  },
  {
    id: 'supply-chain-publish',
    tag: TAG,
    description: 'Publishes a package: a version can never be taken back.',
    source: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
  },
  {
    id: 'supply-chain-unpublish',
    tag: TAG,
    description: 'Takes a published package away from those who use it.',
    source: 'https://docs.npmjs.com/cli/commands/npm-unpublish',
  },
];
