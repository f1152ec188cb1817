import { alnum, hex } from '../samples.ts';
import { END_URL, START, secret } from './shape.ts';

const GITLAB = 'https://docs.gitlab.com/security/tokens/';

/** Tokens of GitLab. */
export const GITLAB_RULES = [
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
];
