import { prefixed } from './prefixed.ts';

/** Building, testing, registries, version control and observing. */
export const PREFIXED_DEVELOPER_RULES = [
  'authress-key api_key.authress sc_{lower5-30}.{lower4-6}.acc_{url10-32}.{base30-120}|ext_{lower5-30}.{lower4-6}.acc_{url10-32}.{base30-120} https://authress.io/knowledge-base/docs/authorization/service-clients/',
  'bitbucket-data-center-token token.bitbucket BBDC-{base44} https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
  'coralogix-key api_key.coralogix cxtp_{alnum30} https://coralogix.com/docs/user-guides/account-management/api-keys/',
  'gitlab-further-token token.gitlab glsoat-{url20}|glimt-{url25}|glffct-{url20}|gldt-{url20} https://docs.gitlab.com/security/tokens/',
  'unkey-key api_key.unkey unkey_{alnum16-40} https://www.unkey.com/docs/security/root-keys',
  'logfire-token token.logfire pylf_v1_us_{alnum43}|pylf_v1_eu_{alnum43} https://logfire.pydantic.dev/docs/how-to-guides/create-write-tokens/',
  'newrelic-pixie-key api_key.newrelic px-api-{uuid}|px-dep-{uuid} https://docs.px.dev/reference/admin/api-keys/',
  'polar-token token.polar polar_oat_{alnum40-60}|polar_pat_{alnum40-60} https://polar.sh/docs/integrate/oat',
  'rootly-key api_key.rootly rootly_{hex64} https://rootly.com/api',
  'retool-token token.retool retool_{url20-40} https://docs.retool.com/org-users/guides/retool-api/authentication',
  'snyk-token token.snyk snyk_uat.{hex8}.{url100-400}|snyk_sat.{hex8}.{url60-400} https://docs.snyk.io/snyk-api/authentication-for-api',
  'statsig-key api_key.statsig secret-{alnum43}|console-{alnum43} https://docs.statsig.com/server/introduction',
  'settlemint-token token.settlemint sm_pat_{alnum16}|sm_aat_{alnum16}|sm_sat_{alnum16} https://console.settlemint.com/documentation/platform-components/security-and-authentication/personal-access-tokens',
  'thunderstore-token token.thunderstore tss_{alnum40} https://thunderstore.io/api/docs/',
  'tinybird-token token.tinybird p.eyJ{url60-200}.{url43} https://www.tinybird.co/docs/api-reference/token-api',
  'trigger-dev-key api_key.trigger_dev tr_dev_{alnum20-40}|tr_prod_{alnum20-40}|tr_stg_{alnum20-40}|tr_pat_{lower40} https://trigger.dev/docs/apikeys',
  'youtrack-token token.jetbrains perm:{base4-80}=.{base2-40}=.{alnum30}|perm-{base4-80}=.{base2-40}=.{alnum30}|perm:{base4-80}.{base4-40}.{alnum30}|perm-{base4-80}.{base4-40}.{alnum30} https://www.jetbrains.com/help/youtrack/devportal/authentication-with-permanent-token.html',
  'val-town-token token.val_town vtwn_{alnum28} https://docs.val.town/api/authentication/',
  'wakatime-key api_key.wakatime waka_{uuid} https://wakatime.com/developers',
  'sourcegraph-further-token token.sourcegraph sgp_local_{hex40}|sgd_{hex64}|slk_{hex64} https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  'nylas-key api_key.nylas nyk_v0_{alnum64} https://developer.nylas.com/docs/v3/auth/',
  'scrapfly-key api_key.scrapfly scp-live-{hex32}|scp-test-{hex32} https://scrapfly.io/docs/scrape-api/getting-started',
  'wandb-key api_key.wandb wandb_v1_{url70-90} https://docs.wandb.ai/support/find_api_key/',
].map(prefixed);
