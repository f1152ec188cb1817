import { alnum, hex } from '../samples.ts';
import { END, START, secret } from './shape.ts';

/** Tokens of other places that keep source code. */
export const VCS_RULES = [
  secret({
    id: 'bitbucket-app-password',
    tags: ['secret.password.bitbucket'],
    anchors: ['ATBB'],
    pattern: `${START}ATBB[A-Za-z0-9]{24}[A-F0-9]{8}${END}`,
    maxLength: 36,
    confidence: 0.95,
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/',
    examples: {
      positive: [
        `ATBB${alnum(24)}0A1B2C3D`,
        `git clone https://user:ATBB${alnum(24)}FA4E0123@bitbucket.org/t/r`,
      ],
      negative: ['ATBB', `ATBB${alnum(10)}`],
    },
  }),
  secret({
    id: 'atlassian-token',
    tags: ['secret.token.atlassian'],
    anchors: ['ATATT3', 'ATCTT3', 'ATSTT3'],
    pattern: `${START}AT[ACS]TT3[A-Za-z0-9_=-]{50,250}(?![A-Za-z0-9_=-])`,
    maxLength: 256,
    confidence: 0.95,
    source:
      'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    examples: {
      positive: [
        `ATATT3xFfGF0${alnum(172)}=FA4E0123`,
        `JIRA_TOKEN=ATCTT3xFfGN0${alnum(168)}=0A1B2C3D`,
      ],
      negative: ['ATATT3', `ATATT3${alnum(20)}`],
    },
  }),
  secret({
    id: 'sourcegraph-token',
    tags: ['secret.token.sourcegraph'],
    anchors: ['sgp_', 'slk_'],
    pattern: `${START}(?:sgp_(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}|slk_[0-9a-f]{64})${END}`,
    maxLength: 68,
    confidence: 0.95,
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
    examples: {
      positive: [
        `SRC_ACCESS_TOKEN=sgp_${hex(16)}_${hex(40)}`,
        `sgp_local_${hex(40)}`,
        `sgp_${hex(40)}`,
      ],
      negative: ['sgp_usage', `sgp_${hex(20)}`],
    },
  }),
];
