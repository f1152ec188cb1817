import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';
import { NOT_A_SECRET_KEY, NOT_CODE } from './value.ts';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Passwords that are assigned to a name, and secrets of environment files. */
export const PASSWORD_RULES = [
  secret({
    id: 'generic-password',
    tags: ['secret.password'],
    anchors:
      'password|passwd|passphrase|passcode|passwort|contraseña|_pwd|pwd:|pwd=|pwd"|pwd |db_pass|dbpass|user_pass|smtp_pass|_pass=|_pass:'.split(
        '|',
      ),
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_A_SECRET_KEY}${NOT_CODE}(?=[^0-9!@#$%^&*\\s"'\`]{0,64}[0-9!@#$%^&*])(?:(?<=["'])[^\\s"'\`<>]{6,128}(?=["'])|(?<!["'\`])[^\\s"'\`<>(){}\\[\\],;]{6,128}(?![A-Za-z0-9_.(\\[{<-]))`,
    maxLength: 128,
    confidence: 0.7,
    priority: 200,
    entropy: 2,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [
        'password = "fake0nly7"',
        'DB_PASSWORD: Ex4mple!pw',
        '{"password":"fake-0nly"}',
        'mysql passwd=fake0nly7',
      ],
      negative: [
        'password: string',
        'password = getPassword()',
        'password: ${DB_PASSWORD}',
        'password: changeme',
        'Password: ********',
        'password=process.env.DB_PASSWORD_1',
      ],
    },
  }),
  secret({
    id: 'weak-password',
    tags: ['secret.password'],
    anchors: ['password', 'passwd', 'passphrase', 'passcode'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_A_SECRET_KEY}(?<=["'])[A-Za-z_-]{6,64}(?=\\\\{0,2}["'])`,
    maxLength: 64,
    confidence: 0.45,
    priority: 230,
    entropy: 2,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: ['password = "onlyletters"', '"AdminPassword" : "justsomewords"'],
      negative: ['password = "password"', 'password: string', "password: 'your-password'"],
    },
  }),
  secret({
    id: 'env-secret',
    tags: ['secret.credential'],
    anchors: [
      'PASSWORD=',
      'PASSWD=',
      'PASSPHRASE=',
      '_PASS=',
      'SECRET=',
      'SECRET_KEY=',
      'API_KEY=',
      'TOKEN=',
    ],
    ignoreCase: true,
    pattern:
      '(?<=(?:^|\\n)(?:# ?|export )?[A-Za-z_]{0,40})(?:PASSWORD|PASSWD|PASSPHRASE|_PASS|SECRET|SECRET_KEY|API_KEY|TOKEN)=["\']?(?<value>(?![$<{(%*/])[^\\s"\'`$<>(){}\\[\\],;.]{8,128})(?![^\\s"\'`#])',
    maxLength: 150,
    confidence: 0.6,
    priority: 210,
    entropy: 2.5,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: ['DB_PASSWORD=fakeonlypassphrase', 'PORT=80\nAPP_SECRET=only-a-fake-value\n'],
      negative: [
        'DB_PASSWORD=',
        'DB_PASSWORD=$OTHER',
        'PASSWORD=changeme',
        'TOKEN=<token>',
        '  token=lexer.nextToken',
      ],
    },
  }),
];
