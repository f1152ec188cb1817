import { personal } from './shape.ts';

/** Letters with marks, and of scripts that put blanks between words. */
const MARKED =
  '\\u00c0-\\u024f\\u0370-\\u052f\\u0531-\\u0587\\u05d0-\\u05ea\\u0620-\\u06ff\\u0900-\\u0dff';
/** Letters of scripts without blanks: what stands before an address may touch it. */
const DENSE = '\\u0e00-\\u0e7f\\u3005-\\u3007\\u3041-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3';
const LOCAL = "A-Za-z0-9._%+'~-";

/** What stands before the host in a URL of these is an account there and no mailbox. */
const NO_ACCOUNT = '(?<!(?:ssh|sftp|rsync|svn|git)://)';

const DOMAIN =
  '@(?![0-9]{1,3}\\.[0-9])(?:[A-Za-z0-9-]{1,63}\\.){1,6}(?:xn--[A-Za-z0-9-]{2,40}|[A-Za-z]{2,24})';
const ANY_DOMAIN = `@(?:[A-Za-z0-9${MARKED}${DENSE}-]{1,63}[.\\u3002]){1,6}(?:xn--[A-Za-z0-9-]{2,40}|[A-Za-z${MARKED}]{2,24}|[${DENSE}]{2,12})`;

/** Accounts of version control hosts, and file names such as `icon@2x.png`. */
const ALLOW = [
  'git@*',
  'hg@*',
  'svn@*',
  '*.png',
  '*.jpg',
  '*.jpeg',
  '*.gif',
  '*.svg',
  '*.webp',
  '*.js',
  '*.ts',
  '*.css',
  '*.json',
  '*.lock',
  '*.local',
  '*.internal',
  '*.service',
];

/** Mail addresses. */
export const EMAIL_RULES = [
  personal({
    id: 'email',
    type: 'email',
    tags: ['personal.pii.email'],
    anchors: ['@'],
    mode: 'outward',
    lead: { class: LOCAL, max: 72 },
    pattern: `${NO_ACCOUNT}['.~%+-]{0,8}(?<value>[A-Za-z0-9_][${LOCAL}]{0,63}(?<![.'%~])${DOMAIN})`,
    maxLength: 544,
    confidence: 0.95,
    allow: ALLOW,
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2',
    examples: {
      positive: [
        'Contact alice@example.com or call',
        'mailto:Bob.Smith+news@mail.example.co.uk',
        '<o_brien@example.org>',
        "to='x.y@example.com'",
        'bob@xn--bcher-kva.example: hello',
      ],
      negative: [
        'icon@2x.png',
        'react@18.2.0',
        'git@github.com:owner/repo.git',
        'ssh://deploy@host.example.com/srv',
        '@types/node',
        'user@localhost',
        'a @ b.com',
      ],
    },
  }),
  personal({
    id: 'email-international',
    type: 'email',
    tags: ['personal.pii.email'],
    anchors: ['@'],
    mode: 'outward',
    lead: { class: `${MARKED}${LOCAL}`, max: 72 },
    pattern: `['.~%+-]{0,8}(?<value>[A-Za-z0-9_${MARKED}][${MARKED}${LOCAL}]{0,63}(?<![.'%~])${ANY_DOMAIN})`,
    maxLength: 544,
    confidence: 0.95,
    priority: 101,
    generic: true,
    validator: 'beyondAscii',
    allow: ALLOW,
    source: 'https://www.rfc-editor.org/rfc/rfc6531#section-3.3',
    examples: {
      positive: ['an jörg@example.com', 'info@bücher.example', 'почта@пример.рф,'],
      negative: ['alice@example.com', 'señal@3x.png', 'ü@b'],
    },
  }),
  personal({
    id: 'email-without-blanks',
    type: 'email',
    tags: ['personal.pii.email'],
    anchors: ['@'],
    mode: 'outward',
    lead: { class: `0-9${DENSE}`, max: 40 },
    pattern: `[${DENSE}]{1,32}[0-9]{0,8}${ANY_DOMAIN}`,
    maxLength: 500,
    confidence: 0.9,
    priority: 101,
    source: 'https://www.rfc-editor.org/rfc/rfc6531#section-3.3',
    examples: {
      positive: ['用户@例子.公司', '이메일@예시.한국'],
      negative: ['用户@', '12@例子', 'alice@example.com'],
    },
  }),
  personal({
    id: 'email-quoted',
    type: 'email',
    tags: ['personal.pii.email'],
    anchors: ['@'],
    mode: 'outward',
    lead: { class: `"!#$&*/=?^\`{|}${LOCAL}`, max: 72 },
    pattern: `[^"\\r\\n@]{0,72}(?<value>"[!#$&*/=?^\`{|}${LOCAL}]{1,62}"${DOMAIN})`,
    maxLength: 600,
    confidence: 0.9,
    priority: 101,
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2',
    examples: {
      positive: ['to "john..doe"@example.com', 'mail "a/b"@mail.example.org today'],
      negative: ['"john"', 'say "x" @example', 'import "a" from "@scope/name"'],
    },
  }),
];
