import { alnum } from '../samples.ts';
import { END_URL, START, secret } from './shape.ts';

/** Base64url of a JSON object's first characters, `{"a` … `{"z` and with a blank or a line end after the brace. */
const JWT_STARTS = [
  ...Array.from('0123468hijklmnopqruwz', (next) => `eyJ${next}`),
  'eyAi',
  'ewog',
  'ewoJ',
  'ew0K',
];

/** JSON Web Tokens. */
export const SIGNED_TOKEN_RULES = [
  secret({
    id: 'jwt',
    tags: ['secret.token.jwt'],
    anchors: JWT_STARTS,
    pattern: `${START}e[yw][A-Za-z0-9_-]{10,1500}\\.e[yw][A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{16,1400}`,
    maxLength: 6910,
    confidence: 0.8,
    priority: 80,
    validator: 'jwt',
    doubtful: 0.5,
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
    examples: {
      positive: [
        `Authorization: Bearer ${btoa('{"alg":"HS256","typ":"JWT"}')}.${btoa('{"sub":"fake-only","iat":1}').replace(/=+$/, '')}.${alnum(43)}`,
        `${btoa('{"typ":"JWT","alg":"ES256"}')}.${btoa('{"iss":"https://example.com","sub":"a"}').replace(/=+$/, '')}.${alnum(86)}`,
      ],
      negative: ['eyJhbGciOiJIUzI1NiJ9', 'eyJ0eXAi.example.com', 'eyJx.eyJy.z'],
    },
  }),
  secret({
    id: 'jwt-unsigned',
    tags: ['secret.token.jwt'],
    anchors: JWT_STARTS,
    pattern: `${START}e[yw][A-Za-z0-9_-]{10,1500}\\.e[yw][A-Za-z0-9_-]{8,4000}`,
    maxLength: 5506,
    confidence: 0.5,
    priority: 85,
    generic: true,
    validator: 'jwt',
    source: 'https://www.rfc-editor.org/rfc/rfc7519#section-6',
    examples: {
      positive: [
        `${btoa('{"alg":"none","typ":"JWT"}')}.${btoa('{"sub":"fake-only","iat":17}').replace(/=+$/, '')}.`.replaceAll(
          '=',
          '',
        ),
        `cut off: ${btoa('{"typ":"JWT","alg":"ES256"}').replaceAll('=', '')}.${btoa('{"iss":"https://example.com"}').replaceAll('=', '')}`,
      ],
      negative: ['eyJhbGciOiJIUzI1NiJ9', 'eyJx.eyJyc2FtcGxl'],
    },
  }),
  secret({
    id: 'jwe',
    tags: ['secret.token.jwt'],
    anchors: ['eyJhbGci', 'eyJlbmMi'],
    pattern: `${START}eyJ[A-Za-z0-9_-]{20,1000}\\.[A-Za-z0-9_-]{0,1400}\\.[A-Za-z0-9_-]{12,24}\\.[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{20,44}${END_URL}`,
    maxLength: 6480,
    confidence: 0.85,
    priority: 75,
    validator: 'jwt',
    doubtful: 0.5,
    source: 'https://www.rfc-editor.org/rfc/rfc7516',
    examples: {
      positive: [
        `${btoa('{"alg":"RSA-OAEP","enc":"A256GCM"}').replace(/=+$/, '')}.${alnum(342)}.${alnum(16)}.${alnum(60)}.${alnum(22)}`,
        `token ${btoa('{"alg":"dir","enc":"A128GCM"}').replace(/=+$/, '')}..${alnum(16)}.${alnum(80)}.${alnum(22)}`,
      ],
      negative: ['eyJhbGciOiJkaXIifQ..a.b.c', 'eyJhbGci'],
    },
  }),
];
