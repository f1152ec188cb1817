import { alnum, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

const BODY = `\n${Array.from({ length: 6 }, () => alnum(64)).join('\n')}\n`;

/** Base64url of a JSON object's first characters, `{"a` … `{"z` and with a blank or a line end after the brace. */
const JWT_STARTS = [
  ...Array.from('0123468hijklmnopqruwz', (next) => `eyJ${next}`),
  'eyAi',
  'ewog',
  'ewoJ',
  'ew0K',
];

const PEM_BEGIN = '-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----';
const PEM_BODY = '[A-Za-z0-9+/=\\\\\\s,:.()"\']{16,7400}';
const PEM_END = '-----END [A-Z0-9 ]{4,48}-----';

/** Private keys, signed tokens and password hashes: formats of standards, not of one vendor. */
export const KEY_RULES = [
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
    id: 'jwt',
    tags: ['secret.token.jwt'],
    anchors: JWT_STARTS,
    pattern: `${START}e[yw][A-Za-z0-9_-]{10,1500}\\.e[yw][A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{16,1400}`,
    maxLength: 6910,
    confidence: 0.8,
    priority: 80,
    validator: 'jwt',
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
    source: 'https://www.rfc-editor.org/rfc/rfc7516',
    examples: {
      positive: [
        `${btoa('{"alg":"RSA-OAEP","enc":"A256GCM"}').replace(/=+$/, '')}.${alnum(342)}.${alnum(16)}.${alnum(60)}.${alnum(22)}`,
        `token ${btoa('{"alg":"dir","enc":"A128GCM"}').replace(/=+$/, '')}..${alnum(16)}.${alnum(80)}.${alnum(22)}`,
      ],
      negative: ['eyJhbGciOiJkaXIifQ..a.b.c', 'eyJhbGci'],
    },
  }),
  secret({
    id: 'password-hash',
    tags: ['secret.password.hash'],
    anchors: [
      '$1$',
      '$apr1$',
      '$2a$',
      '$2b$',
      '$2y$',
      '$5$',
      '$6$',
      '$y$',
      '$argon2',
      '$pbkdf2',
      '$scrypt$',
      'pbkdf2_sha256$',
    ],
    pattern:
      '(?:\\$(?:1|apr1)\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}|\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}|\\$[56]\\$(?:rounds=[0-9]{4,9}\\$)?[^$\\s:]{1,16}\\$[./A-Za-z0-9]{43,86}|\\$y\\$[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{0,86}\\$[./A-Za-z0-9]{43}|' +
      '\\$argon2(?:id?|d)\\$(?:v=[0-9]{1,3}\\$)?m=[0-9]{1,10},t=[0-9]{1,6},p=[0-9]{1,5}\\$[A-Za-z0-9+/]{8,88}\\$[A-Za-z0-9+/]{16,172}|' +
      '\\$pbkdf2(?:-sha[0-9]{1,3})?\\$[0-9]{1,9}\\$[./A-Za-z0-9]{8,88}\\$[./A-Za-z0-9]{16,120}|\\$scrypt\\$ln=[0-9]{1,3},r=[0-9]{1,3},p=[0-9]{1,3}\\$[A-Za-z0-9+/]{8,88}\\$[A-Za-z0-9+/]{16,120}|' +
      'pbkdf2_sha256\\$[0-9]{1,9}\\$[A-Za-z0-9]{8,44}\\$[A-Za-z0-9+/]{40,48}={0,2})',
    maxLength: 320,
    confidence: 0.85,
    source: 'https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html',
    examples: {
      positive: [
        `root:$6$fakesalt$${alnum(86)}:19000:0:99999:7:::`,
        `hash = "$2b$12$${alnum(53)}"`,
        `$argon2id$v=19$m=65536,t=3,p=4$${alnum(22)}$${alnum(43)}`,
      ],
      negative: ['$2b$ is bcrypt', 'it costs $6$ per unit', '$argon2id'],
    },
  }),
  secret({
    id: 'ansible-vault',
    tags: ['secret.credential.ansible'],
    anchors: ['$ANSIBLE_VAULT;'],
    pattern:
      '\\$ANSIBLE_VAULT;1\\.[0-9];AES(?:256)?(?:;[A-Za-z0-9_.-]{1,64})?\\r?\\n[0-9a-f\\s]{40,8000}',
    maxLength: 8192,
    confidence: 0.7,
    source:
      'https://docs.ansible.com/ansible/latest/vault_guide/vault_using_encrypted_content.html',
    examples: {
      positive: [
        `$ANSIBLE_VAULT;1.1;AES256\n${'61626364'.repeat(10)}\n${'3132'.repeat(20)}\n`,
        `$ANSIBLE_VAULT;1.2;AES256;prod\n${'6566'.repeat(20)}`,
      ],
      negative: ['$ANSIBLE_VAULT;1.1;AES256', '$ANSIBLE_VAULT;'],
    },
  }),
  secret({
    id: 'extended-private-key',
    tags: ['secret.private_key.bitcoin'],
    anchors: ['xprv', 'yprv', 'zprv', 'tprv'],
    pattern: `${START}[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107,108}${END}`,
    maxLength: 112,
    confidence: 0.95,
    placeholder: 'PRIVATE_KEY',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    examples: {
      positive: [
        `xprv9${'FakeNyExMpe7'.repeat(9).slice(0, 106)}`,
        `seed: zprv${'FakeNyExMpe7'.repeat(9).slice(0, 107)}`,
      ],
      negative: ['xprv', `xpub${'FakeNyExMpe7'.repeat(9).slice(0, 107)}`],
    },
  }),
  secret({
    id: 'nostr-secret-key',
    tags: ['secret.private_key.nostr'],
    anchors: ['nsec1'],
    pattern: `${START}nsec1[02-9ac-hj-np-z]{58}${END}`,
    maxLength: 63,
    confidence: 0.9,
    placeholder: 'PRIVATE_KEY',
    source: 'https://github.com/nostr-protocol/nips/blob/master/19.md',
    examples: {
      positive: [
        `nsec1${'fake0n7ex4mp'.repeat(5).slice(0, 58)}`,
        `key nsec1${'qpzry9x8gf2t'.repeat(5).slice(0, 58)}`,
      ],
      negative: ['nsec1', `npub1${'fake0n7ex4mp'.repeat(5).slice(0, 58)}`],
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
  secret({
    id: 'ethereum-private-key',
    tags: ['secret.private_key.ethereum'],
    anchors: [
      'private_key',
      'privatekey',
      'private key',
      'priv_key',
      'deployer_key',
      'wallet_key',
      'mnemonic',
    ],
    mode: 'assign',
    ignoreCase: true,
    pattern: '(?:0x)?[0-9a-fA-F]{64}(?![0-9a-zA-Z])',
    maxLength: 66,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    placeholder: 'PRIVATE_KEY',
    source: 'https://ethereum.org/en/developers/docs/accounts/',
    examples: {
      positive: [
        `PRIVATE_KEY=0x${'fa4e0123456789bcd'.repeat(4).slice(0, 64)}`,
        `private key: ${'0fa4e1234567890bcd'.repeat(4).slice(0, 64)}`,
      ],
      negative: ['private_key = load_key()', `private_key_hash: ${'0'.repeat(64)}`],
    },
  }),
  secret({
    id: 'kerberos-hash',
    tags: ['secret.password.hash'],
    anchors: ['$krb5'],
    pattern: '\\$krb5(?:asrep|tgs|pa)\\$[0-9]{1,3}\\$[!-~]{16,4000}',
    maxLength: 4020,
    confidence: 0.9,
    source: 'https://www.rfc-editor.org/rfc/rfc4120',
    examples: {
      positive: [
        `$krb5asrep$23$fake@EXAMPLE.COM:${'fa4e0123'.repeat(4)}$${'0123fa4e'.repeat(40)}`,
        `$krb5tgs$23$*fake$EXAMPLE.COM$svc*$${'fa4e0123'.repeat(40)}`,
      ],
      negative: ['$krb5', '$krb5tgs$ hashes'],
    },
  }),
];
