import { FAKE_UUID, alnum, base32, hex } from '../samples.ts';
import { REPEATED } from './fillers.ts';
import { END, START, UUID, secret } from './shape.ts';

const AWS_KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';

/** Credentials of Amazon. */
export const AWS_RULES = [
  secret({
    id: 'aws-access-key-id',
    tags: ['secret.api_key.aws'],
    anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    pattern: `${START}(?:AKIA|ABIA|ACCA|ASIA(?=[A-Z]{0,15}[0-9]))[A-Z0-9]{16}${END}`,
    maxLength: 20,
    confidence: 0.9,
    allow: [...REPEATED, '*example'],
    source: AWS_KEYS,
    examples: {
      positive: [`aws_access_key_id = AKIA${base32(16)}`, `"AccessKeyId": "ASIA${base32(16)}"`],
      negative: ['ASIA PACIFIC', 'ASIAPACIFICREGIONALDESK', 'AKIA123'],
    },
  }),
  secret({
    id: 'aws-secret-access-key',
    tags: ['secret.credential.aws'],
    anchors: [
      'secret_access_key',
      'SECRET_ACCESS_KEY',
      'ecretAccessKey',
      'secret_key',
      'SECRET_KEY',
      'ecretKey',
      'aws_secret',
      'AWS_SECRET',
      'awsSecret',
      'ecret access key',
      'ecret Access Key',
    ],
    mode: 'assign',
    pattern:
      '(?=[A-Z/+0-9]{0,39}[a-z])(?=[a-z/+0-9]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])',
    maxLength: 40,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    // The key of AWS's own documentation, whose middle looks random.
    allow: [...REPEATED, 'wjalrxutnfemi/k7mdeng/bpxrficyexamplekey'],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    examples: {
      positive: [
        `aws_secret_access_key = ${alnum(20)}/${alnum(19)}`,
        `"SecretAccessKey": "${alnum(40)}"`,
      ],
      negative: [
        'aws_secret_access_key = ${AWS_SECRET}',
        `secret_key: ${hex(40)}`,
        'aws_secret_access_key =',
      ],
    },
  }),
  secret({
    id: 'aws-session-token',
    tags: ['secret.token.aws'],
    anchors: ['FwoGZXIvYXdz', 'IQoJb3JpZ2lu', 'FQoGZXIvYXdz'],
    pattern: `${START}(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=%]{40,2000}`,
    maxLength: 2012,
    confidence: 0.95,
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html',
    examples: {
      positive: [
        `aws_session_token = IQoJb3JpZ2luX2Vj${alnum(200)}==`,
        `FwoGZXIvYXdzEB${alnum(120)}`,
      ],
      negative: ['FwoGZXIvYXdz', 'IQoJb3JpZ2lu'],
    },
  }),
  secret({
    id: 'aws-mws-token',
    tags: ['secret.token.aws'],
    anchors: ['amzn.mws.'],
    pattern: `${START}amzn\\.mws\\.${UUID}${END}`,
    maxLength: 45,
    confidence: 0.95,
    source: 'https://developer-docs.amazon.com/sp-api/docs/sp-api-endpoints',
    examples: {
      positive: [`MWSAuthToken=amzn.mws.${FAKE_UUID}`, `"amzn.mws.${FAKE_UUID}"`],
      negative: ['amzn.mws.example', 'amzn.mws.'],
    },
  }),
];
