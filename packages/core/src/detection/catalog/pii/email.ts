import { personal } from './shape.ts';

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
      "['.~%+-]{0,8}(?<value>[A-Za-z0-9_][A-Za-z0-9._%+'~-]{0,63}(?<![.'%~])@(?![0-9]{1,3}\\.[0-9])" +
      '(?:[A-Za-z0-9-]{1,63}\\.){1,6}(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,40}))',
    maxLength: 544,
    confidence: 0.95,
    // The account of a version control host, and file names: `icon@2x.png`.
    allow: [
      'git@*',
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
    ],
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
