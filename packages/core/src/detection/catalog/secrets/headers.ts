import { alnum, hex } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';
import { MIXED } from './value.ts';

/** Secrets in HTTP headers and URLs. */
export const HEADER_RULES = [
  secret({
    id: 'bearer-token',
    tags: ['secret.token'],
    anchors: ['bearer ', 'bearer: '],
    ignoreCase: true,
    pattern: `bearer:? {1,3}(?<value>(?=[^0-9\\s]{0,80}[0-9])[A-Za-z0-9._~+/=-]{12,2048})`,
    maxLength: 2064,
    confidence: 0.75,
    priority: 190,
    entropy: 3,
    generic: true,
    allow: FILLERS,
    source: 'https://www.rfc-editor.org/rfc/rfc6750',
    examples: {
      positive: [`Authorization: Bearer ${alnum(32)}`, `-H "authorization: bearer ${hex(40)}"`],
      negative: [
        'Authorization: Bearer $TOKEN',
        'Bearer authentication',
        'Bearer <token>',
        'bearer xxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  secret({
    id: 'authorization-header',
    tags: ['secret.token'],
    anchors: ['authorization'],
    ignoreCase: true,
    mode: 'assign',
    pattern: `(?:[A-Za-z-]{3,12} (?:token=)?"?)?(?<value>(?![a-z]{2,8}://)${MIXED}[A-Za-z0-9_~+/=:-][A-Za-z0-9._~+/=:-]{14,255}[A-Za-z0-9_~+/=-])(?![A-Za-z0-9(.])`,
    maxLength: 281,
    confidence: 0.75,
    priority: 195,
    entropy: 3,
    generic: true,
    allow: FILLERS,
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2',
    examples: {
      positive: [
        `Authorization: Api-Token ${hex(40)}`,
        `'Authorization': 'Token token="${alnum(32)}"'`,
        `authorization: ${hex(64)}`,
      ],
      negative: [
        'Authorization: Bearer <token>',
        'Authorization: Token $TOKEN',
        'authorization: required',
      ],
    },
  }),
  secret({
    id: 'url-token',
    tags: ['secret.token'],
    anchors: [
      'token=',
      'api_key=',
      'apikey=',
      'api-key=',
      '?key=',
      '&key=',
      'secret=',
      'signature=',
      'password=',
    ],
    ignoreCase: true,
    pattern: `(?<=[?&](?:[A-Za-z]{1,12}[_-]?){0,1})(?:token|api[_-]?key|key|secret|signature|password)=(?<value>${MIXED}[A-Za-z0-9._~%+-]{16,512})`,
    maxLength: 524,
    confidence: 0.7,
    priority: 195,
    entropy: 3.2,
    generic: true,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/598.html',
    examples: {
      positive: [
        `https://example.com/search?token=${alnum(30)}.${alnum(20)}`,
        `?a=1&api_key=${hex(32)}`,
      ],
      negative: [
        'https://example.com/?key=value',
        '?token=$TOKEN',
        '?key={api_key}',
        `?page_token_size=${hex(8)}`,
      ],
    },
  }),
  secret({
    id: 'basic-credentials',
    tags: ['secret.password'],
    anchors: ['basic '],
    ignoreCase: true,
    pattern: 'basic {1,3}(?<value>[A-Za-z0-9+/=]{8,402})',
    maxLength: 412,
    confidence: 0.85,
    priority: 190,
    generic: true,
    validator: 'basicCredentials',
    source: 'https://www.rfc-editor.org/rfc/rfc7617',
    examples: {
      positive: [
        `Authorization: Basic ${btoa('fake:fake0nly7')}`,
        `curl -H "Authorization: Basic ${btoa('apiuser:Ex4mple-pw')}"`,
      ],
      negative: [
        'Basic authentication',
        'basic understanding of types',
        'Authorization: Basic <credentials>',
      ],
    },
  }),
  secret({
    id: 'curl-user',
    tags: ['secret.password'],
    anchors: [' -u ', ' --user ', ' --user='],
    pattern: ` (?:-u |--user[ =])["']?(?<value>[^\\s:"'$<>{}]{1,64}:(?![$<{*])[^\\s"'<>$]{3,128})`,
    maxLength: 210,
    confidence: 0.75,
    priority: 150,
    context: { words: ['curl', 'wget', 'http', 'https'], window: 200, required: true, boost: 0 },
    allow: ['user:pass', 'user:password', 'username:password', '*:password', '*:xxxx*', '*:your*'],
    source: 'https://curl.se/docs/manpage.html#-u',
    examples: {
      positive: [
        'curl -u admin:fake0nly7 https://api.example.com',
        "curl --user 'fake:Ex4mple' https://example.com",
      ],
      negative: [
        'curl -u $USER:$PASS https://x',
        'docker run -u 1000:1000 image',
        'curl -u user:password https://x',
      ],
    },
  }),
];
