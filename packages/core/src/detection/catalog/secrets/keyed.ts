import type { DetectorRule } from '../../rule.ts';
import { FAKE_UUID, alnum, hex, lower, upper } from '../samples.ts';
import { END_URL, UUID, secret } from './shape.ts';

/** Alphabets of keys, and a filler of each. */
const FORMS: Readonly<
  Record<
    string,
    { readonly pattern: (length: number) => string; readonly sample: (length: number) => string }
  >
> = {
  hex: { pattern: (length) => `[0-9a-f]{${length}}`, sample: hex },
  lower: { pattern: (length) => `[a-z0-9]{${length}}`, sample: lower },
  upper: { pattern: (length) => `[A-Z0-9]{${length}}`, sample: upper },
  alnum: { pattern: (length) => `[A-Za-z0-9]{${length}}`, sample: alnum },
  url: { pattern: (length) => `[A-Za-z0-9_-]{${length}}`, sample: alnum },
  uuid: { pattern: () => UUID, sample: () => FAKE_UUID },
};

/** Vendors whose keys have no prefix: only a name beside them tells whose they are. Rule, name, kind, form, source. */
const VENDORS = [
  'datadog datadog api_key hex32 https://docs.datadoghq.com/account_management/api-app-keys/',
  'datadog-application datadog api_key hex40 https://docs.datadoghq.com/account_management/api-app-keys/',
  'algolia algolia api_key hex32 https://www.algolia.com/doc/guides/security/api-keys/',
  'snyk snyk token uuid36 https://docs.snyk.io/snyk-api/authentication-for-api',
  'heroku-legacy heroku api_key uuid36 https://devcenter.heroku.com/articles/authentication',
  'auth0 auth0 credential url64 https://auth0.com/docs/get-started/applications/application-settings',
  'facebook-app facebook credential hex32 https://developers.facebook.com/docs/facebook-login/security/',
  'twitter-consumer-secret twitter credential alnum50 https://developer.x.com/en/docs/authentication/oauth-1-0a/api-key-and-secret',
  'twitter-access-secret twitter token alnum45 https://developer.x.com/en/docs/authentication/oauth-1-0a/api-key-and-secret',
  'twitter-consumer-key twitter api_key alnum25 https://developer.x.com/en/docs/authentication/oauth-1-0a/api-key-and-secret',
  'linkedin linkedin credential alnum16 https://learn.microsoft.com/en-us/linkedin/shared/authentication/client-credentials-flow',
  'spotify spotify credential hex32 https://developer.spotify.com/documentation/web-api/concepts/apps',
  'twitch twitch credential lower30 https://dev.twitch.tv/docs/authentication/register-app/',
  'github-oauth-app github credential hex40 https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
  'trello-key trello api_key hex32 https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  'trello-token trello token hex64 https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  'jira jira token alnum24 https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  'zendesk zendesk token alnum40 https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
  'mailjet mailjet api_key hex32 https://dev.mailjet.com/email/guides/',
  'sumologic sumo api_key alnum64 https://help.sumologic.com/docs/manage/security/access-keys/',
  'splunk splunk token uuid36 https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector',
  'rollbar rollbar token hex32 https://docs.rollbar.com/docs/access-tokens',
  'bugsnag bugsnag api_key hex32 https://docs.bugsnag.com/api/',
  'honeycomb honeycomb api_key alnum22 https://docs.honeycomb.io/configure/environments/manage-api-keys/',
  'loggly loggly token uuid36 https://documentation.solarwinds.com/en/success_center/loggly/content/admin/customer-token-authentication-token.htm',
  'onesignal onesignal api_key uuid36 https://documentation.onesignal.com/docs/en/keys-and-ids',
  'amplitude amplitude api_key hex32 https://amplitude.com/docs/apis/keys-and-tokens',
  'mixpanel mixpanel credential hex32 https://docs.mixpanel.com/docs/orgs-and-projects/managing-projects',
  'segment segment api_key alnum32 https://segment.com/docs/connections/find-writekey/',
  'vonage vonage credential alnum16 https://developer.vonage.com/en/account/secret-management',
  'messagebird messagebird api_key alnum25 https://developers.messagebird.com/api/',
  'postmark postmark token uuid36 https://postmarkapp.com/developer/api/overview',
  'sparkpost sparkpost api_key hex40 https://developers.sparkpost.com/api/',
  'mandrill mandrill api_key url22 https://mailchimp.com/developer/transactional/guides/quick-start/',
  'asana-client asana credential hex32 https://developers.asana.com/docs/oauth',
  'codecov codecov token uuid36 https://docs.codecov.com/docs/codecov-tokens',
  'travis travis token url22 https://docs.travis-ci.com/user/triggering-builds/',
  'droneci drone token lower32 https://docs.drone.io/cli/configure/',
  'linode linode token hex64 https://techdocs.akamai.com/cloud-computing/docs/manage-personal-access-tokens',
  'hetzner hcloud token alnum64 https://docs.hetzner.cloud/',
  'fastly fastly api_key url32 https://www.fastly.com/documentation/guides/account-info/account-management/using-api-tokens/',
  'gandi gandi api_key alnum24 https://api.gandi.net/docs/authentication/',
  'infura infura api_key hex32 https://docs.metamask.io/services/get-started/infura/',
  'alchemy alchemy api_key url32 https://www.alchemy.com/docs/create-an-api-key',
  'coinbase coinbase credential alnum64 https://docs.cdp.coinbase.com/get-started/docs/cdp-api-keys',
  'binance binance api_key alnum64 https://developers.binance.com/docs/binance-spot-api-docs/rest-api',
  'cohere cohere api_key alnum40 https://docs.cohere.com/reference/about',
  'mistral mistral api_key alnum32 https://docs.mistral.ai/getting-started/quickstart/',
  'deepgram deepgram api_key hex40 https://developers.deepgram.com/docs/authenticating',
  'assemblyai assemblyai api_key hex32 https://www.assemblyai.com/docs',
  'wandb wandb api_key hex40 https://docs.wandb.ai/quickstart/',
  'openweather openweather api_key hex32 https://openweathermap.org/appid',
  'giphy giphy api_key alnum32 https://developers.giphy.com/docs/api/',
  'ipinfo ipinfo token hex14 https://ipinfo.io/developers',
  'azure-cognitive ocp-apim-subscription api_key hex32 https://learn.microsoft.com/en-us/azure/ai-services/authentication',
  'azure-openai azure_openai api_key hex32 https://learn.microsoft.com/en-us/azure/ai-services/openai/reference',
  'azure-openai-long azure_openai api_key alnum84 https://learn.microsoft.com/en-us/azure/ai-services/openai/reference',
  'ibm-cloud ibm_cloud api_key url44 https://cloud.ibm.com/docs/account?topic=account-userapikey',
  'alibaba-secret alibaba credential alnum30 https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
  'tencent-secret tencent credential alnum32 https://www.tencentcloud.com/document/product/598/34228',
  'vultr vultr api_key upper36 https://docs.vultr.com/platform/other/api',
  'etherscan etherscan api_key upper34 https://docs.etherscan.io/getting-started',
];

/** The rule that a line of {@link VENDORS} states. */
function keyed(line: string): DetectorRule {
  const [vendor = '', name = '', kind = '', form = '', source = ''] = line.split(' ');
  const length = Number(form.replace(/[a-z]/g, ''));
  const { pattern, sample } = FORMS[form.replace(/[0-9]/g, '')] ?? {
    pattern: () => '',
    sample: () => '',
  };
  const variable = name.replaceAll('-', '_').toUpperCase();
  return secret({
    id: `${vendor}-by-name`,
    tags: [`secret.${kind}.${name.replaceAll('-', '_')}`],
    anchors: [...new Set(['_', '-', ''].map((joint) => name.replaceAll(/[_-]/g, joint)))],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?<!(?:id|name|url|host|user|sha|commit|hash|version)["']? ?[:=] ?["']?)${pattern(length)}${END_URL}`,
    maxLength: length,
    confidence: 0.75,
    priority: 180,
    entropy: 2.8,
    generic: true,
    source,
    examples: {
      positive: [
        `${variable}_API_KEY=${sample(length)}`,
        `{"${name}_secret": "${sample(length)}"}`,
      ],
      negative: [
        `${variable}_URL=https://www.example.com`,
        `${variable}_ID=${sample(length)}`,
        `${name}: enabled`,
      ],
    },
  });
}

/** Keys of vendors that give them no prefix, found by the vendor's name in the variable's. */
export const KEYED_RULES: readonly DetectorRule[] = VENDORS.map(keyed);
