import { alnum, hex, lower, upper } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens of services that build, test and deploy. */
export const CI_RULES = [
  secret({
    id: 'circleci-token',
    tags: ['secret.token.circleci'],
    anchors: ['CCIPAT_', 'CCIPRJ_'],
    pattern: `${START}CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}${END}`,
    maxLength: 72,
    confidence: 0.95,
    source: 'https://circleci.com/docs/managing-api-tokens/',
    examples: {
      positive: [`CIRCLE_TOKEN=CCIPAT_${alnum(22)}_${hex(40)}`, `CCIPRJ_${alnum(22)}_${hex(40)}`],
      negative: ['CCIPAT_', `CCIPAT_${alnum(22)}`],
    },
  }),
  secret({
    id: 'buildkite-token',
    tags: ['secret.token.buildkite'],
    anchors: ['bkua_', 'bkaj_', 'bkcq_', 'bkct_'],
    pattern: `${START}bk(?:ua|aj|cq|ct)_[0-9a-zA-Z]{32,128}${END}`,
    maxLength: 133,
    confidence: 0.9,
    source: 'https://buildkite.com/docs/apis/managing-api-tokens',
    examples: {
      positive: [`BUILDKITE_API_TOKEN=bkua_${hex(40)}`, `bkua_${hex(40)}`],
      negative: ['bkua_name', `bkua_${hex(12)}`],
    },
  }),
  secret({
    id: 'octopus-key',
    tags: ['secret.api_key.octopus'],
    anchors: ['API-'],
    pattern: `${START}API-(?=[A-Z]{0,31}[0-9])[A-Z0-9]{25,32}${END_URL}`,
    maxLength: 36,
    confidence: 0.85,
    source: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
    examples: {
      positive: [`octo login --apiKey API-${upper(26)}`, `X-Octopus-ApiKey: API-${upper(26)}`],
      negative: ['API-MANAGEMENT', 'REST-API-V2', 'API-REFERENCEDOCUMENTATIONINDEX'],
    },
  }),
  secret({
    id: 'harness-token',
    tags: ['secret.token.harness'],
    anchors: ['pat.', 'sat.'],
    pattern: `${START}[ps]at\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9]{24}\\.[A-Za-z0-9]{20}${END}`,
    maxLength: 72,
    confidence: 0.95,
    source: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/',
    examples: {
      positive: [
        `x-api-key: pat.${alnum(22)}.${hex(24)}.${alnum(20)}`,
        `sat.${alnum(22)}.${hex(24)}.${alnum(20)}`,
      ],
      negative: ['Eat. Sat. Pat.', 'pat.com'],
    },
  }),
  secret({
    id: 'sonar-token',
    tags: ['secret.token.sonar'],
    anchors: ['squ_', 'sqp_', 'sqa_', 'sqb_'],
    pattern: `${START}sq[upab]_[0-9a-f]{40}${END}`,
    maxLength: 44,
    confidence: 0.95,
    source: 'https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens',
    examples: {
      positive: [`SONAR_TOKEN=squ_${hex(40)}`, `-Dsonar.token=sqp_${hex(40)}`],
      negative: ['squ_dron', `squ_${hex(10)}`],
    },
  }),
  secret({
    id: 'prefect-key',
    tags: ['secret.api_key.prefect'],
    anchors: ['pnu_', 'pnb_'],
    pattern: `${START}pn[ub]_[A-Za-z0-9]{36}${END}`,
    maxLength: 40,
    confidence: 0.95,
    source: 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys',
    examples: {
      positive: [`PREFECT_API_KEY=pnu_${lower(36)}`, `pnb_${alnum(36)}`],
      negative: ['pnu_matic', `pnu_${lower(10)}`],
    },
  }),
  secret({
    id: 'jenkins-token',
    tags: ['secret.token.jenkins'],
    anchors: ['jenkins'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?:11[0-9a-f]{32}|[0-9a-f]{32})${END}`,
    maxLength: 34,
    confidence: 0.8,
    generic: true,
    entropy: 3,
    source: 'https://www.jenkins.io/doc/book/using/remote-access-api/',
    examples: {
      positive: [`JENKINS_API_TOKEN=11${hex(32)}`, `jenkins_crumb: "${hex(32)}"`],
      negative: ['JENKINS_URL=https://ci.example.com', 'jenkins: 2.440.1'],
    },
  }),
  secret({
    id: 'postman-key',
    tags: ['secret.api_key.postman'],
    anchors: ['PMAK-', 'PMAT-'],
    pattern: `${START}(?:PMAK-[0-9a-f]{24}-[0-9a-f]{34}|PMAT-[A-Z0-9]{26})${END}`,
    maxLength: 64,
    confidence: 0.95,
    source: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
    examples: {
      positive: [`X-Api-Key: PMAK-${hex(24)}-${hex(34)}`, `PMAT-${upper(26)}`],
      negative: ['PMAK-', `PMAK-${hex(24)}`],
    },
  }),
];
