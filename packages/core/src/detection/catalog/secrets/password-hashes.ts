import { alnum } from '../samples.ts';
import { secret } from './shape.ts';

/** Hashes from which a password can be guessed. */
export const PASSWORD_HASH_RULES = [
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
      '$P$B',
      '$P$D',
      '$H$9',
      '{SSHA',
      '{SHA}',
      '{CRYPT}$',
    ],
    pattern:
      '(?:\\$(?:1|apr1)\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}|\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}|\\$[56]\\$(?:rounds=[0-9]{4,9}\\$)?[^$\\s:]{1,16}\\$[./A-Za-z0-9]{43,86}|\\$y\\$[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{0,86}\\$[./A-Za-z0-9]{43}|' +
      '\\$argon2(?:id?|d)\\$(?:v=[0-9]{1,3}\\$)?m=[0-9]{1,10},t=[0-9]{1,6},p=[0-9]{1,5}\\$[A-Za-z0-9+/]{8,88}\\$[A-Za-z0-9+/]{16,172}|' +
      '\\$pbkdf2(?:-sha[0-9]{1,3})?\\$[0-9]{1,9}\\$[./A-Za-z0-9]{8,88}\\$[./A-Za-z0-9]{16,120}|\\$scrypt\\$ln=[0-9]{1,3},r=[0-9]{1,3},p=[0-9]{1,3}\\$[A-Za-z0-9+/]{8,88}\\$[A-Za-z0-9+/]{16,120}|' +
      '\\$[PH]\\$[BD9][./A-Za-z0-9]{30}|\\{S?SHA(?:256|512)?\\}[A-Za-z0-9+/]{27,140}={0,2}|\\{CRYPT\\}\\$[!-|~]{20,140}|' +
      'pbkdf2_sha256\\$[0-9]{1,9}\\$[A-Za-z0-9]{8,44}\\$[A-Za-z0-9+/]{40,48}={0,2})',
    maxLength: 320,
    confidence: 0.85,
    source: 'https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html',
    examples: {
      positive: [
        `root:$6$fakesalt$${alnum(86)}:19000:0:99999:7:::`,
        `userPassword: {SSHA}${alnum(32)}`,
        `$P$B${alnum(30)}`,
        `hash = "$2b$12$${alnum(53)}"`,
        `$argon2id$v=19$m=65536,t=3,p=4$${alnum(22)}$${alnum(43)}`,
      ],
      negative: ['{SHA} is old', '$2b$ is bcrypt', 'it costs $6$ per unit', '$argon2id'],
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
