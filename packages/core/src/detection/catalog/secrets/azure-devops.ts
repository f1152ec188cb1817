import { alnum, lower } from '../samples.ts';
import { END, START, secret } from './shape.ts';

/** Personal access tokens of Azure DevOps. */
export const AZURE_DEVOPS_RULES = [
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
    id: 'azure-devops-legacy-pat',
    tags: ['secret.token.azure_devops'],
    anchors: [
      'azure_devops',
      'azuredevops',
      'azure-devops',
      'vsts',
      'system_accesstoken',
      'AZURE_DEVOPS_EXT_PAT',
      'ADO_PAT',
      'AZDO_PAT',
    ],
    mode: 'assign',
    ignoreCase: true,
    pattern: `[a-z2-7]{52}${END}`,
    maxLength: 52,
    confidence: 0.85,
    entropy: 3,
    generic: true,
    source:
      'https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
    examples: {
      positive: [
        `AZURE_DEVOPS_EXT_PAT=${lower(52).replace(/[0189]/g, '2')}`,
        `vsts_token: "${lower(52).replace(/[0189]/g, '3')}"`,
      ],
      negative: ['AZURE_DEVOPS_ORG=example', 'vsts: true'],
    },
  }),
];
