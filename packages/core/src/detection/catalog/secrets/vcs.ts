import { alnum, checked, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

const GITHUB =
  'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github';
const GITLAB = 'https://docs.gitlab.com/security/tokens/';

/** Tokens of places that keep source code. */
export const VCS_RULES = [
  secret({
    id: 'github-token-checked',
    tags: ['secret.token.github'],
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: `${START}gh[pousr]_[A-Za-z0-9]{36}${END}`,
    maxLength: 40,
    confidence: 0.98,
    priority: 95,
    generic: true,
    validator: 'crc32Token',
    source:
      'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
    examples: {
      positive: [`TOKEN=${checked('ghp_')}`, checked('ghs_')],
      negative: [`ghp_${alnum(36)}`, 'ghp_'],
    },
  }),
  secret({
    id: 'github-token',
    tags: ['secret.token.github'],
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: `${START}gh[pousr]_[A-Za-z0-9]{36,251}${END}`,
    maxLength: 255,
    confidence: 0.9,
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
    id: 'github-fine-grained-token',
    tags: ['secret.token.github'],
    anchors: ['github_pat_'],
    pattern: `${START}github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}${END}`,
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
  secret({
    id: 'gitlab-token',
    tags: ['secret.token.gitlab'],
    anchors: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glrtr-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
      'glffct-',
      'glwt-',
    ],
    pattern: `${START}gl(?:pat|dt|rtr?|ptt|ft|imt|agent|soat|ffct|wt)-[A-Za-z0-9_-]{20,300}`,
    maxLength: 308,
    confidence: 0.95,
    source: GITLAB,
    examples: {
      positive: [
        `PRIVATE-TOKEN: glpat-${alnum(20)}`,
        `glrt-t1_${alnum(20)}`,
        `glpat-${alnum(27)}.01.${hex(9)}`,
        `glimt-${alnum(25)}`,
      ],
      negative: ['glpat-', 'glpat-short', `xglpat-${alnum(20)}`],
    },
  }),
  secret({
    id: 'gitlab-routable-token',
    tags: ['secret.token.gitlab'],
    anchors: ['glpat-', 'glrt-', 'glptt-', 'glft-', 'glagent-'],
    pattern: `${START}gl(?:pat|rt|ptt|ft|agent)-[A-Za-z0-9_-]{20,300}\\.[0-9a-z]{2}(?:\\.[0-9a-z]{7,9}|[0-9a-z]{7})`,
    maxLength: 321,
    confidence: 0.95,
    priority: 95,
    source: GITLAB,
    examples: {
      positive: [`glpat-${alnum(27)}.01.${hex(9)}`, `glrt-t1_${alnum(27)}.012${hex(6)}`],
      negative: [`glpat-${alnum(27)}`, 'glpat-x.01.012345678'],
    },
  }),
  secret({
    id: 'gitlab-job-token',
    tags: ['secret.token.gitlab'],
    anchors: ['glcbt-'],
    pattern: `${START}glcbt-(?:[0-9a-zA-Z]{1,5}_)?[0-9a-zA-Z_-]{20}${END_URL}`,
    maxLength: 32,
    confidence: 0.95,
    source: GITLAB,
    examples: {
      positive: [`CI_JOB_TOKEN=glcbt-64_${alnum(20)}`, `glcbt-${alnum(20)}`],
      negative: ['glcbt-', 'glcbt-64_x'],
    },
  }),
  secret({
    id: 'gitlab-oauth-secret',
    tags: ['secret.credential.gitlab'],
    anchors: ['gloas-'],
    pattern: `${START}gloas-[0-9a-zA-Z_-]{64}${END_URL}`,
    maxLength: 70,
    confidence: 0.95,
    source: GITLAB,
    examples: {
      positive: [`client_secret=gloas-${hex(64)}`, `gloas-${alnum(64)}`],
      negative: ['gloas-', `gloas-${hex(20)}`],
    },
  }),
  secret({
    id: 'gitlab-runner-registration-token',
    tags: ['secret.token.gitlab'],
    anchors: ['GR1348941'],
    pattern: `${START}GR1348941[0-9a-zA-Z_-]{20}${END_URL}`,
    maxLength: 29,
    confidence: 0.95,
    source: GITLAB,
    examples: {
      positive: [`--registration-token GR1348941${alnum(20)}`, `"GR1348941${alnum(20)}"`],
      negative: ['GR1348941', `GR1348941${alnum(8)}`],
    },
  }),
  secret({
    id: 'gitlab-session-cookie',
    tags: ['secret.token.gitlab'],
    anchors: ['_gitlab_session='],
    pattern: '_gitlab_session=(?<value>[0-9a-z]{32})(?![0-9a-z])',
    maxLength: 48,
    confidence: 0.9,
    source: GITLAB,
    examples: {
      positive: [`Cookie: _gitlab_session=${hex(32)}`, `_gitlab_session=${hex(32)}; path=/`],
      negative: ['_gitlab_session=deleted', '_gitlab_session='],
    },
  }),
  secret({
    id: 'gitlab-feed-token',
    tags: ['secret.token.gitlab'],
    anchors: ['feed_token='],
    pattern: `feed_token=(?<value>(?:glft-)?[0-9a-zA-Z_-]{20})${END_URL}`,
    maxLength: 36,
    confidence: 0.85,
    source: GITLAB,
    examples: {
      positive: [
        `https://gitlab.example.com/dashboard/projects.atom?feed_token=${alnum(20)}`,
        `?feed_token=glft-${alnum(20)}`,
      ],
      negative: ['feed_token=', 'feed_token=abc'],
    },
  }),
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
    id: 'azure-devops-pat',
    tags: ['secret.token.azure_devops'],
    anchors: ['AZDO'],
    lead: { class: 'A-Za-z0-9', max: 76 },
    pattern: `${START}[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}${END}`,
    maxLength: 84,
    confidence: 0.95,
    source:
      'https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
    examples: {
      positive: [`${alnum(76)}AZDO${alnum(4)}`, `AZURE_DEVOPS_EXT_PAT=${alnum(76)}AZDO${alnum(4)}`],
      negative: ['AZDO_PERSONAL_ACCESS_TOKEN', `${alnum(40)}AZDO${alnum(4)}`],
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
