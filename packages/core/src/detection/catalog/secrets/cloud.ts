import { alnum, hex, upper } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Credentials of other clouds. */
export const CLOUD_RULES = [
  secret({
    id: 'digitalocean-token',
    tags: ['secret.token.digitalocean'],
    anchors: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    pattern: `do[opr]_v1_[0-9a-f]{64}${END}`,
    maxLength: 71,
    confidence: 0.95,
    source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    examples: {
      positive: [`DIGITALOCEAN_TOKEN=dop_v1_${hex(64)}`, `dor_v1_${hex(64)}`],
      negative: ['dop_v1_', `dop_v1_${hex(20)}`],
    },
  }),
  secret({
    id: 'alibaba-access-key-id',
    tags: ['secret.api_key.alibaba'],
    anchors: ['LTAI'],
    pattern: `${START}LTAI(?=[A-Za-z]{0,19}[0-9])[A-Za-z0-9]{12,20}${END}`,
    maxLength: 24,
    confidence: 0.85,
    source: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
    examples: {
      positive: [`ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI5t${alnum(18)}`, `"LTAI${alnum(20)}"`],
      negative: ['LTAI', 'SALTAIRE VILLAGE'],
    },
  }),
  secret({
    id: 'tencent-secret-id',
    tags: ['secret.api_key.tencent'],
    anchors: ['AKID'],
    pattern: `${START}AKID(?=[A-Za-z]{0,31}[0-9])[A-Za-z0-9]{32}${END}`,
    maxLength: 36,
    confidence: 0.9,
    source: 'https://www.tencentcloud.com/document/product/598/34228',
    examples: {
      positive: [`TENCENTCLOUD_SECRET_ID=AKID${alnum(32)}`, `secretId: "AKID${alnum(32)}"`],
      negative: ['AKID', `AKID${alnum(10)}`],
    },
  }),
  secret({
    id: 'yandex-key',
    tags: ['secret.api_key.yandex'],
    anchors: ['AQVN'],
    pattern: `${START}AQVN[A-Za-z0-9_-]{35,38}${END_URL}`,
    maxLength: 42,
    confidence: 0.9,
    source: 'https://yandex.cloud/en/docs/iam/concepts/authorization/api-key',
    examples: {
      positive: [`Authorization: Api-Key AQVN${alnum(36)}`, `YC_API_KEY=AQVN${alnum(36)}`],
      negative: ['AQVN', `AQVN${alnum(10)}`],
    },
  }),
  secret({
    id: 'scaleway-access-key',
    tags: ['secret.api_key.scaleway'],
    anchors: Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (next) => `SCW${next}`),
    pattern: `${START}SCW(?=[A-Z]{0,16}[0-9])[A-Z0-9]{17}${END}`,
    maxLength: 20,
    confidence: 0.85,
    source: 'https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/',
    examples: {
      positive: [`SCW_ACCESS_KEY=SCW${upper(17)}`, `"SCW${upper(17)}"`],
      negative: ['SCW_DEFAULT_REGION=fr-par', 'SCWAREHOUSEINVENTORY'],
    },
  }),
  secret({
    id: 'scalingo-token',
    tags: ['secret.token.scalingo'],
    anchors: ['tk-us-'],
    pattern: `${START}tk-us-[A-Za-z0-9_-]{48}${END_URL}`,
    maxLength: 54,
    confidence: 0.95,
    source: 'https://developers.scalingo.com/index#authentication',
    examples: {
      positive: [`SCALINGO_API_TOKEN=tk-us-${alnum(48)}`, `"tk-us-${alnum(48)}"`],
      negative: ['tk-us-east', `tk-us-${alnum(10)}`],
    },
  }),
  secret({
    id: 'databricks-token',
    tags: ['secret.token.databricks'],
    anchors: ['dapi', 'dose'],
    pattern: `${START}(?:dapi|dose)[0-9a-f]{32}(?:-[0-9])?${END}`,
    maxLength: 38,
    confidence: 0.9,
    source: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
    examples: {
      positive: [`DATABRICKS_TOKEN=dapi${hex(32)}`, `dapi${hex(32)}-2`],
      negative: ['dapi.call()', `dapi${hex(10)}`],
    },
  }),
];
