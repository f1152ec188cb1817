import { alnum, upper } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Credentials of Google. */
export const GOOGLE_RULES = [
  secret({
    id: 'google-api-key',
    tags: ['secret.api_key.google'],
    anchors: ['AIza'],
    pattern: `${START}AIza[0-9A-Za-z_-]{35}${END_URL}`,
    maxLength: 39,
    confidence: 0.95,
    entropy: 2,
    source: 'https://cloud.google.com/docs/authentication/api-keys',
    examples: {
      positive: [
        `https://maps.googleapis.com/maps/api/js?key=AIza${alnum(35)}`,
        `apiKey: "AIza${alnum(35)}"`,
      ],
      negative: ['AIza', `AIza${alnum(12)}`, `xAIza${alnum(35)}`],
    },
  }),
  secret({
    id: 'google-oauth-client-secret',
    tags: ['secret.credential.google'],
    anchors: ['GOCSPX-'],
    pattern: `${START}GOCSPX-[A-Za-z0-9_-]{28}${END_URL}`,
    maxLength: 35,
    confidence: 0.95,
    source: 'https://developers.google.com/identity/protocols/oauth2',
    examples: {
      positive: [`"client_secret": "GOCSPX-${alnum(28)}"`, `GOCSPX-${alnum(28)}`],
      negative: ['GOCSPX-', `GOCSPX-${alnum(8)}`],
    },
  }),
  secret({
    id: 'google-oauth-access-token',
    tags: ['secret.token.google'],
    anchors: ['ya29.'],
    pattern: `${START}ya29\\.[A-Za-z0-9_-]{20,1024}`,
    maxLength: 1029,
    confidence: 0.95,
    source: 'https://cloud.google.com/docs/authentication/token-types',
    examples: {
      positive: [`Authorization: Bearer ya29.${alnum(120)}`, `access_token=ya29.a0${alnum(60)}`],
      negative: ['ya29.', 'ya29.short'],
    },
  }),
  secret({
    id: 'google-oauth-refresh-token',
    tags: ['secret.token.google'],
    anchors: ['1//0'],
    pattern: `${START}1//0[A-Za-z0-9_-]{40,200}${END_URL}`,
    maxLength: 204,
    confidence: 0.9,
    source: 'https://developers.google.com/identity/protocols/oauth2',
    examples: {
      positive: [`"refresh_token": "1//0g${alnum(60)}-L9Ir${alnum(30)}"`, `1//0e${alnum(96)}`],
      negative: ['1//0', 'page 1//02'],
    },
  }),
  secret({
    id: 'google-hmac-key-id',
    tags: ['secret.credential.google'],
    anchors: ['GOOG1E', 'GOOG'],
    pattern: `${START}GOOG(?:1E[A-Z0-9]{55}|(?=[A-Z]{0,19}[0-9])[A-Z0-9]{20})${END}`,
    maxLength: 61,
    confidence: 0.85,
    source: 'https://cloud.google.com/storage/docs/authentication/hmackeys',
    examples: {
      positive: [`gs_access_key_id = GOOG1E${upper(55)}`, `GOOG${upper(20)}`],
      negative: ['GOOG rose by two percent', 'GOOGLE_APPLICATION_CREDENTIALS'],
    },
  }),
  secret({
    id: 'google-chat-webhook',
    tags: ['secret.credential.google'],
    anchors: ['chat.googleapis.com/v1/spaces/'],
    pattern:
      'chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_-]{6,20}/messages\\?key=[A-Za-z0-9_-]{30,45}&(?:amp;)?token=[A-Za-z0-9_%-]{30,60}',
    maxLength: 200,
    confidence: 0.95,
    source: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
    examples: {
      positive: [
        `https://chat.googleapis.com/v1/spaces/${upper(11)}/messages?key=${alnum(39)}&token=${alnum(43)}`,
        `https://chat.googleapis.com/v1/spaces/${upper(11)}/messages?key=${alnum(39)}&token=${alnum(43)}%3D`,
      ],
      negative: [
        'https://chat.googleapis.com/v1/spaces/AAAA/messages',
        'https://chat.googleapis.com/v1/spaces/',
      ],
    },
  }),
];
