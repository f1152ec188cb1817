import { personal } from './shape.ts';

/** File name endings that look like a top-level domain: `icon@2x.png`. */
const NOT_A_DOMAIN =
  '(?:png|jpe?g|gif|svg|webp|pdf|js|mjs|cjs|ts|tsx|jsx|css|scss|json|ya?ml|html?|xml|txt|lock|local)';

/** Mail addresses. */
export const EMAIL_RULES = [
  personal({
    id: 'email',
    type: 'email',
    tags: ['personal.pii.email'],
    anchors: ['@'],
    mode: 'outward',
    lead: { class: "A-Za-z0-9._%+'~-", max: 72 },
    pattern:
      `(?:[bfruBFRU]{1,2}')?['.~%+-]{0,8}(?<value>(?!git@[A-Za-z0-9.-]{1,80}[:/])[A-Za-z0-9_][A-Za-z0-9._%+'~-]{0,63}(?<![.'%~])@(?![0-9]{1,3}\\.[0-9]|-)` +
      `(?:[A-Za-z0-9-]{1,63}\\.){1,6}(?!${NOT_A_DOMAIN}(?![A-Za-z0-9-]))(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,40}))(?![A-Za-z0-9_@]|-[A-Za-z0-9])`,
    maxLength: 560,
    confidence: 0.95,
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2',
    examples: {
      positive: [
        'Contact alice@example.com or call',
        'mailto:Bob.Smith+news@mail.example.co.uk',
        '<o_brien@example.org>',
        "to='x.y@example.com'",
      ],
      negative: [
        'icon@2x.png',
        'react@18.2.0',
        'git@github.com:owner/repo.git',
        '@types/node',
        'user@localhost',
        'a @ b.com',
      ],
    },
  }),
];
