import { alnum, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Keys of services that send mail. */
export const MAIL_RULES = [
  secret({
    id: 'sendgrid-key',
    tags: ['secret.api_key.sendgrid'],
    anchors: ['SG.'],
    pattern: `${START}SG\\.(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_.=-]{60,70}${END_URL}`,
    maxLength: 78,
    confidence: 0.95,
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    examples: {
      positive: [
        `SENDGRID_API_KEY=SG.${alnum(22)}.${alnum(43)}`,
        `"SG.${alnum(22)}.${alnum(20)}_${alnum(22)}"`,
      ],
      negative: ['MSG.size.large', 'SG.x.y'],
    },
  }),
  secret({
    id: 'brevo-key',
    tags: ['secret.api_key.brevo'],
    anchors: ['xkeysib-', 'xsmtpsib-'],
    pattern: `${START}x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}${END}`,
    maxLength: 90,
    confidence: 0.95,
    source: 'https://developers.brevo.com/docs/getting-started',
    examples: {
      positive: [`api-key: xkeysib-${hex(64)}-${alnum(16)}`, `xsmtpsib-${hex(64)}-${alnum(16)}`],
      negative: ['xkeysib-', `xkeysib-${hex(10)}`],
    },
  }),
  secret({
    id: 'mailgun-key',
    tags: ['secret.api_key.mailgun'],
    anchors: ['key-', 'pubkey-'],
    pattern: `${START}(?:pub)?key-[0-9a-f]{32}${END}`,
    maxLength: 39,
    confidence: 0.9,
    source: 'https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth',
    examples: {
      positive: [`MAILGUN_API_KEY=key-${hex(32)}`, `curl -s --user 'api:key-${hex(32)}'`],
      negative: ['key-value store', `monkey-${hex(32)}`, 'key-0123'],
    },
  }),
  secret({
    id: 'mailchimp-key',
    tags: ['secret.api_key.mailchimp'],
    anchors: Array.from('123456789', (digit) => `-us${digit}`),
    lead: { class: '0-9a-f', max: 32 },
    pattern: `(?<![0-9A-Za-z_-])[0-9a-f]{32}-us[0-9]{1,2}${END_URL}`,
    maxLength: 38,
    confidence: 0.9,
    source: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
    examples: {
      positive: [`MAILCHIMP_API_KEY=${hex(32)}-us6`, `"${hex(32)}-us21"`],
      negative: ['server-us1', `${hex(12)}-us6`],
    },
  }),
  secret({
    id: 'resend-key',
    tags: ['secret.api_key.resend'],
    anchors: ['re_'],
    pattern: `${START}re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{22,26}${END_URL}`,
    maxLength: 40,
    confidence: 0.9,
    source: 'https://resend.com/docs/dashboard/api-keys/introduction',
    examples: {
      positive: [
        `RESEND_API_KEY=re_${alnum(8)}_${alnum(24)}`,
        `new Resend("re_${alnum(8)}_${alnum(24)}")`,
      ],
      negative: ['re_compile_pattern', 're_xxxxxxxxx'],
    },
  }),
];
