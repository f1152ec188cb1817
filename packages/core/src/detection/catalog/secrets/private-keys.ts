import { alnum, hex } from '../samples.ts';
import { END, START, secret } from './shape.ts';

const BODY = `\n${Array.from({ length: 6 }, () => alnum(64)).join('\n')}\n`;

const PEM_BEGIN = '-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----';

const PEM_BODY = '[A-Za-z0-9+/=\\\\\\s,:.()"\']{16,7400}';

const PEM_END = '-----END [A-Z0-9 ]{4,48}-----';

/** Private keys in the formats of standards. */
export const PRIVATE_KEY_RULES = [
  secret({
    id: 'private-key',
    tags: ['secret.private_key'],
    anchors: ['-----BEGIN '],
    pattern: PEM_BEGIN + PEM_BODY + PEM_END,
    maxLength: 7700,
    confidence: 0.98,
    priority: 10,
    placeholder: 'PRIVATE_KEY',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    examples: {
      positive: [
        `-----BEGIN RSA PRIVATE KEY-----${BODY}-----END RSA PRIVATE KEY-----`,
        `"private_key": "-----BEGIN PRIVATE KEY-----\\n${alnum(64)}\\n${alnum(20)}==\\n-----END PRIVATE KEY-----\\n"`,
      ],
      negative: [
        `-----BEGIN PUBLIC KEY-----${BODY}-----END PUBLIC KEY-----`,
        `-----BEGIN CERTIFICATE-----${BODY}-----END CERTIFICATE-----`,
        '-----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----',
      ],
    },
  }),
  secret({
    id: 'private-key-encrypted',
    tags: ['secret.private_key'],
    anchors: ['-----BEGIN '],
    pattern: `${PEM_BEGIN}\\s{1,4}Proc-Type: ?4,ENCRYPTED\\s{1,4}DEK-Info: ?[A-Z0-9-]{3,20},[0-9A-F]{16,64}\\s${PEM_BODY}${PEM_END}`,
    maxLength: 7700,
    confidence: 0.98,
    priority: 10,
    placeholder: 'PRIVATE_KEY',
    source: 'https://www.rfc-editor.org/rfc/rfc1421#section-4.6',
    examples: {
      positive: [
        `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${hex(32).toUpperCase()}\n${BODY}-----END RSA PRIVATE KEY-----`,
        `-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,${hex(16).toUpperCase()}\n${BODY}-----END EC PRIVATE KEY-----`,
      ],
      negative: [
        'Proc-Type: 4,ENCRYPTED',
        '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n',
      ],
    },
  }),
  secret({
    id: 'private-key-cut-off',
    tags: ['secret.private_key'],
    anchors: ['-----BEGIN '],
    pattern: `${PEM_BEGIN}[\\s\\\\"',]{1,12}[A-Za-z0-9+/=]{16}[A-Za-z0-9+/=\\\\\\s"',]{0,7400}`,
    maxLength: 7700,
    confidence: 0.95,
    priority: 11,
    placeholder: 'PRIVATE_KEY',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    examples: {
      positive: [
        `-----BEGIN OPENSSH PRIVATE KEY-----${BODY}`,
        `-----BEGIN EC PRIVATE KEY-----\\n${alnum(64)}\\n...`,
      ],
      negative: [
        `-----BEGIN PUBLIC KEY-----${BODY}`,
        'a file that starts with -----BEGIN PRIVATE KEY-----',
      ],
    },
  }),
  secret({
    id: 'private-key-base64',
    tags: ['secret.private_key'],
    anchors: ['LS0tLS1CRUdJTi'],
    pattern: `LS0tLS1CRUdJTi(?:BQUklWQVRF|BSU0EgUFJJVkFUR|BPUEVOU1NIIFBSSVZBVE|BFQyBQUklWQVRF|BFTkNSWVBURUQg|BEU0EgUFJJVkFUR|BQR1AgUFJJVkFUR)[A-Za-z0-9+/=]{16,8100}`,
    maxLength: 8140,
    confidence: 0.97,
    priority: 10,
    placeholder: 'PRIVATE_KEY',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    examples: {
      positive: [
        `privateKey: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ${alnum(80)}`,
        `LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t${alnum(64)}==`,
      ],
      negative: ['LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUZha2U=', 'LS0tLS1CRUdJTi'],
    },
  }),
  secret({
    id: 'putty-private-key',
    tags: ['secret.private_key.putty'],
    anchors: ['Private-Lines: '],
    pattern: 'Private-Lines: [0-9]{1,3}\\r?\\n(?<value>[A-Za-z0-9+/=\\r\\n]{16,3000})',
    maxLength: 3020,
    confidence: 0.98,
    placeholder: 'PRIVATE_KEY',
    source: 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html',
    examples: {
      positive: [
        `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: fake\nPublic-Lines: 1\n${alnum(64)}\nPrivate-Lines: 1\n${alnum(64)}\n`,
        `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${alnum(48)}\nPrivate-MAC: 0`,
      ],
      negative: ['PuTTY-User-Key-File-2: ssh-rsa\nPublic-Lines: 4\n', 'Private-Lines: 14'],
    },
  }),
  secret({
    id: 'age-secret-key',
    tags: ['secret.private_key.age'],
    anchors: ['AGE-SECRET-KEY-'],
    pattern: `${START}AGE-SECRET-KEY-(?:1[02-9AC-HJ-NP-Z]{58}|PQ-1[02-9AC-HJ-NP-Z]{50,110})${END}`,
    maxLength: 130,
    confidence: 0.98,
    placeholder: 'PRIVATE_KEY',
    source: 'https://age-encryption.org/v1',
    examples: {
      positive: [
        `AGE-SECRET-KEY-1${'FAKE0N7EX4MP'.repeat(5).slice(0, 58)}`,
        `key: AGE-SECRET-KEY-1${'QPZRY9X8GF2T'.repeat(5).slice(0, 58)}`,
      ],
      negative: ['AGE-SECRET-KEY-1', 'age1publickey'],
    },
  }),
  secret({
    id: 'wireguard-private-key',
    tags: ['secret.private_key.wireguard'],
    anchors: ['PrivateKey', 'PresharedKey'],
    mode: 'assign',
    pattern: '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![A-Za-z0-9+/=])',
    maxLength: 44,
    confidence: 0.95,
    placeholder: 'PRIVATE_KEY',
    source: 'https://www.wireguard.com/quickstart/',
    examples: {
      positive: [`[Interface]\nPrivateKey = ${alnum(42)}A=`, `PresharedKey=${alnum(42)}8=`],
      negative: [`PublicKey = ${alnum(42)}A=`, 'PrivateKey = <key>'],
    },
  }),
];
