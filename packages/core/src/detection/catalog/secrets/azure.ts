import { alnum, hex } from '../samples.ts';
import { secret } from './shape.ts';

const IDENTIFIABLE = 'https://learn.microsoft.com/en-us/purview/sit-defn-azure';

const BASE64 = 'A-Za-z0-9+/';

/** Keys and secrets of Microsoft Azure; the newer ones carry a fixed signature near their end. */
export const AZURE_RULES = [
  secret({
    id: 'logic-app-url',
    tags: ['secret.credential.azure'],
    anchors: ['/triggers/'],
    pattern:
      '/triggers/[A-Za-z0-9_%-]{1,80}/(?:paths/invoke|run)[^\\s"\'<>]{1,240}[?&]sig=(?<value>[A-Za-z0-9_%-]{40,64})(?![A-Za-z0-9_%-])',
    maxLength: 412,
    confidence: 0.85,
    source: 'https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app',
    examples: {
      positive: [
        `https://x.logic.azure.com/workflows/${hex(32)}/triggers/manual/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${alnum(43)}`,
        `/triggers/manual/paths/invoke?sv=1.0&sig=${alnum(43)}`,
      ],
      negative: ['/triggers/manual/paths/invoke?sv=1.0', '/triggers/list'],
    },
  }),
  secret({
    id: 'azure-storage-key',
    tags: ['secret.api_key.azure'],
    anchors: ['AccountKey=', '+ASt'],
    lead: { class: BASE64, max: 76 },
    pattern: `(?:AccountKey=(?<value>[${BASE64}]{86}==)|[${BASE64}]{76}\\+ASt[${BASE64}]{6}==)`,
    maxLength: 110,
    confidence: 0.95,
    source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
    examples: {
      positive: [
        `DefaultEndpointsProtocol=https;AccountName=fake;AccountKey=${alnum(86)}==;EndpointSuffix=core.windows.net`,
        `"${alnum(76)}+ASt${alnum(5)}A=="`,
      ],
      negative: ['AccountKey=<key>', 'AccountName=fake;AccountKey=', `${alnum(20)}+ASt`],
    },
  }),
  secret({
    id: 'azure-shared-access-key',
    tags: ['secret.connection_string.azure'],
    anchors: ['SharedAccessKey='],
    pattern: `SharedAccessKey=(?<value>[${BASE64}]{43}=)`,
    maxLength: 60,
    confidence: 0.95,
    source: 'https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas',
    examples: {
      positive: [
        `Endpoint=sb://fake.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${alnum(43)}=`,
        `HostName=fake.azure-devices.net;DeviceId=d;SharedAccessKey=${alnum(43)}=`,
      ],
      negative: ['SharedAccessKey=', 'SharedAccessKeyName=RootManageSharedAccessKey'],
    },
  }),
  secret({
    id: 'azure-identifiable-key',
    tags: ['secret.api_key.azure'],
    anchors: [
      'AzSe',
      'AzFu',
      'AzCa',
      '+ACR',
      'ACDb',
      '+ABa',
      '+AMC',
      'AIoT',
      '+AEh',
      '+ASb',
      '+ARm',
      'AzEG',
      'APIM',
    ],
    lead: { class: `${BASE64}_-`, max: 76 },
    pattern:
      `(?<![${BASE64}_-])(?:[A-Za-z0-9]{42}AzSe[A-Za-z0-9]{6}|[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{6}==|` +
      `[A-Za-z0-9]{33}Az(?:Ca|EG)[A-Za-z0-9]{6}=|[${BASE64}]{42}\\+ACR[A-Za-z0-9]{6}|` +
      `[${BASE64}]{76}(?:ACDb|\\+ABa|\\+AMC|APIM)[${BASE64}]{6}==|[${BASE64}]{33}(?:AIoT|\\+AEh|\\+ASb|\\+ARm)[${BASE64}]{6}=)(?![${BASE64}=])`,
    maxLength: 88,
    confidence: 0.95,
    source: IDENTIFIABLE,
    examples: {
      positive: [
        `api-key: ${alnum(42)}AzSeA${alnum(5)}`,
        `https://fake.azurewebsites.net/api/f?code=${alnum(44)}AzFu${alnum(5)}A==`,
        `COSMOS_KEY=${alnum(76)}ACDb${alnum(5)}A==`,
      ],
      negative: ['ACDbase', `${alnum(12)}AzSeA${alnum(5)}`, 'APIM gateway'],
    },
  }),
  secret({
    id: 'azure-ad-client-secret',
    tags: ['secret.credential.azure'],
    anchors: Array.from('0123456789', (digit) => `${digit}Q~`),
    lead: { class: 'A-Za-z0-9_.~-', max: 3 },
    pattern:
      '(?<![A-Za-z0-9_.~-])[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_~-])',
    maxLength: 40,
    confidence: 0.95,
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/how-to-add-credentials',
    examples: {
      positive: [
        `AZURE_CLIENT_SECRET=fA48Q~${alnum(34)}`,
        `"client_secret": "xYz7Q~${alnum(20)}.${alnum(13)}"`,
      ],
      negative: ['8Q~', 'fA48Q~short'],
    },
  }),
  secret({
    id: 'azure-sas-signature',
    tags: ['secret.token.azure'],
    anchors: ['sig='],
    pattern:
      '(?<=[?&;])sig=(?<value>[A-Za-z0-9+/]{43}=|[A-Za-z0-9%]{43,66}%3[Dd])(?![A-Za-z0-9%+/=])',
    maxLength: 76,
    confidence: 0.85,
    source: 'https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas',
    examples: {
      positive: [
        `https://fake.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sp=r&sig=${alnum(43)}%3D`,
        `SharedAccessSignature=sv=2022-11-02&se=2030-01-01&sig=${alnum(20)}%2F${alnum(22)}%3D`,
      ],
      negative: ['?sig=abc', '&sig=', `design=${alnum(43)}%3D`],
    },
  }),
  secret({
    id: 'azure-function-host-key',
    tags: ['secret.api_key.azure'],
    anchors: ['?code=', '&code='],
    pattern: `[?&]code=(?<value>[A-Za-z0-9_/+-]{54,56}(?:==|%3[Dd]%3[Dd]))`,
    maxLength: 70,
    confidence: 0.85,
    source: 'https://learn.microsoft.com/en-us/azure/azure-functions/function-keys-how-to',
    examples: {
      positive: [
        `https://fake.azurewebsites.net/api/run?code=${alnum(54)}==`,
        `?clientId=x&code=${alnum(54)}%3D%3D`,
      ],
      negative: ['https://example.com/callback?code=abc&state=1', `?code=${alnum(54)}`],
    },
  }),
];
