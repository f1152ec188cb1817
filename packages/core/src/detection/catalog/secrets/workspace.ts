import { alnum, digits, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens of services that teams work with. */
export const WORKSPACE_RULES = [
  secret({
    id: 'notion-token',
    tags: ['secret.token.notion'],
    anchors: ['ntn_', 'secret_'],
    pattern: `${START}(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})${END}`,
    maxLength: 54,
    confidence: 0.9,
    source: 'https://developers.notion.com/docs/authorization',
    examples: {
      positive: [`NOTION_TOKEN=ntn_${alnum(46)}`, `auth: "secret_${alnum(43)}"`],
      negative: ['secret_manager_client', `ntn_${alnum(10)}`],
    },
  }),
  secret({
    id: 'linear-key',
    tags: ['secret.api_key.linear'],
    anchors: ['lin_api_', 'lin_oauth_', 'lin_wh_'],
    pattern: `${START}lin_(?:api_[A-Za-z0-9]{40}|oauth_[0-9a-f]{64}|wh_[A-Za-z0-9]{40})${END}`,
    maxLength: 74,
    confidence: 0.95,
    source: 'https://linear.app/developers/graphql',
    examples: {
      positive: [`LINEAR_API_KEY=lin_api_${alnum(40)}`, `Bearer lin_oauth_${hex(64)}`],
      negative: ['lin_api_', `lin_api_${alnum(8)}`],
    },
  }),
  secret({
    id: 'figma-token',
    tags: ['secret.token.figma'],
    anchors: ['figd_', 'figu_', 'figoh_', 'figor_'],
    pattern: `${START}fig(?:d|u|oh|or)_[A-Za-z0-9_-]{36,60}${END_URL}`,
    maxLength: 66,
    confidence: 0.95,
    source: 'https://www.figma.com/developers/api#access-tokens',
    examples: {
      positive: [`X-Figma-Token: figd_${alnum(40)}`, `FIGMA_TOKEN=figd_${alnum(20)}-${alnum(19)}`],
      negative: ['figd_', `figd_${alnum(10)}`],
    },
  }),
  secret({
    id: 'asana-token',
    tags: ['secret.token.asana'],
    anchors: [],
    mode: 'digits',
    pattern: `(?<![0-9A-Za-z_/])[0-2]/[0-9]{14,18}(?:/[0-9]{14,18})?:[0-9a-f]{32}${END}`,
    maxLength: 74,
    confidence: 0.95,
    source: 'https://developers.asana.com/docs/personal-access-token',
    examples: {
      positive: [
        `Authorization: Bearer 2/${digits(16)}/${digits(16)}:${hex(32)}`,
        `1/${digits(16)}:${hex(32)}`,
      ],
      negative: ['1/2:3', `1/${digits(16)}`],
    },
  }),
  secret({
    id: 'dropbox-token',
    tags: ['secret.token.dropbox'],
    anchors: ['sl.'],
    pattern: `${START}sl\\.(?:u\\.)?[A-Za-z0-9_=-]{100,1400}`,
    maxLength: 1406,
    confidence: 0.95,
    source: 'https://developers.dropbox.com/oauth-guide',
    examples: {
      positive: [`DROPBOX_TOKEN=sl.${alnum(140)}`, `sl.u.${alnum(300)}`],
      negative: ['sl.example.com', `sl.${alnum(30)}`],
    },
  }),
  secret({
    id: 'zoho-token',
    tags: ['secret.token.zoho'],
    anchors: [],
    mode: 'digits',
    pattern: `(?<![0-9A-Za-z.])1000\\.[0-9a-z]{32}\\.[0-9a-z]{32}${END}`,
    maxLength: 70,
    confidence: 0.95,
    source: 'https://www.zoho.com/accounts/protocol/oauth.html',
    examples: {
      positive: [
        `Zoho-oauthtoken 1000.${hex(32)}.${hex(32)}`,
        `refresh_token=1000.${hex(32)}.${hex(32)}`,
      ],
      negative: ['1000.50', `1000.${hex(32)}`],
    },
  }),
];
