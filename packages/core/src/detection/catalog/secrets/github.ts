import { alnum, checked } from '../samples.ts';
import { END, START, secret } from './shape.ts';

const GITHUB =
  'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github';

/** Tokens of GitHub. */
export const GITHUB_RULES = [
  secret({
    id: 'github-token-checked',
    tags: ['secret.token.github'],
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    // The checksum proves a token that is glued to a word, too.
    pattern: 'gh[pousr]_[A-Za-z0-9]{36}',
    maxLength: 40,
    confidence: 0.98,
    priority: 95,
    generic: true,
    validator: 'crc32Token',
    source:
      'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
    examples: {
      positive: [`TOKEN=${checked('ghp_')}`, checked('ghs_'), `x${checked('gho_')}x`],
      negative: [`ghp_${alnum(36)}`, 'ghp_'],
    },
  }),
  secret({
    id: 'github-token',
    tags: ['secret.token.github'],
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: `${START}gh[pousr]_[A-Za-z0-9]{36}${END}`,
    maxLength: 40,
    confidence: 0.9,
    validator: 'crc32Token',
    doubtful: 0.6,
    source: GITHUB,
    examples: {
      positive: [
        `git clone https://ghp_${alnum(36)}@github.com/o/r`,
        `GH_TOKEN=gho_${alnum(36)}`,
        `ghs_${alnum(36)}`,
      ],
      negative: ['ghp_ is the prefix of a personal token', `ghp_${alnum(12)}`, `xghp_${alnum(36)}`],
    },
  }),
  secret({
    id: 'github-long-token',
    tags: ['secret.token.github'],
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: `${START}gh[pousr]_[A-Za-z0-9]{37,251}${END}`,
    maxLength: 255,
    confidence: 0.9,
    source: GITHUB,
    examples: {
      positive: [`GH_TOKEN=ghs_${alnum(52)}`, `ghr_${alnum(76)}`],
      negative: ['ghp_', `ghs_${alnum(36)}`, `xghp_${alnum(40)}`],
    },
  }),
  secret({
    id: 'github-fine-grained-token',
    tags: ['secret.token.github'],
    anchors: ['github_pat_'],
    pattern: `github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}${END}`,
    maxLength: 93,
    confidence: 0.95,
    source: GITHUB,
    examples: {
      positive: [
        `github_pat_${alnum(22)}_${alnum(59)}`,
        `token: github_pat_${alnum(22)}_${alnum(59)}`,
      ],
      negative: ['github_pat_', `github_pat_${alnum(22)}`],
    },
  }),
];
