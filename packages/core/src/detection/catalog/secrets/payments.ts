import { alnum, hex, lower } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Keys of payment providers. */
export const PAYMENT_RULES = [
  secret({
    id: 'stripe-key',
    tags: ['secret.api_key.stripe'],
    anchors: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    pattern: `(?:${START}[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,247}|(?<=[A-Za-z])[rs]k_(?:live|test|prod)_(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{24,247})${END}`,
    maxLength: 255,
    confidence: 0.95,
    source: 'https://docs.stripe.com/keys',
    examples: {
      positive: [
        `STRIPE_SECRET_KEY=sk_live_${alnum(24)}`,
        `stripe.api_key = "sk_test_51${alnum(97)}"`,
        `rk_live_${alnum(32)}`,
        `xsk_live_${alnum(24)}`,
      ],
      negative: [`pk_live_${alnum(24)}`, 'sk_live_...', 'sk_test_', 'desk_test_automation'],
    },
  }),
  secret({
    id: 'stripe-webhook-secret',
    tags: ['secret.credential.stripe'],
    anchors: ['whsec_'],
    pattern: `${START}whsec_(?:[A-Za-z0-9]{32,64}|[A-Za-z0-9+/]{32,90}={0,2})${END_URL}`,
    maxLength: 98,
    confidence: 0.95,
    source: 'https://docs.stripe.com/webhooks',
    examples: {
      positive: [`STRIPE_WEBHOOK_SECRET=whsec_${alnum(32)}`, `whsec_${hex(64)}`],
      negative: ['whsec_', 'whsec_...'],
    },
  }),
  secret({
    id: 'square-token',
    tags: ['secret.token.square'],
    anchors: ['sq0atp-', 'sq0csp-', 'EAAA'],
    pattern: `${START}(?:sq0atp-[A-Za-z0-9_-]{22}|sq0csp-[A-Za-z0-9_-]{43}|EAAA[A-Za-z0-9_-]{60})${END_URL}`,
    maxLength: 64,
    confidence: 0.9,
    source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    examples: {
      positive: [
        `SQUARE_ACCESS_TOKEN=sq0atp-${alnum(22)}`,
        `sq0csp-${alnum(43)}`,
        `EAAA${alnum(60)}`,
      ],
      negative: ['sq0idp-applicationid', `EAAA${alnum(12)}`],
    },
  }),
  secret({
    id: 'square-application-secret',
    tags: ['secret.credential.square'],
    anchors: ['sq0idp-', 'sq0idb-'],
    pattern: `${START}sq0id[pb]-[A-Za-z0-9_-]{22}${END_URL}`,
    maxLength: 29,
    confidence: 0.5,
    source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    examples: {
      positive: [`SQUARE_APPLICATION_ID=sq0idp-${alnum(22)}`, `"sq0idb-${alnum(22)}"`],
      negative: ['sq0idp-', 'sq0idp-short'],
    },
  }),
  secret({
    id: 'braintree-access-token',
    tags: ['secret.token.braintree'],
    anchors: ['access_token$'],
    pattern: `${START}access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}${END}`,
    maxLength: 73,
    confidence: 0.95,
    source: 'https://developer.paypal.com/braintree/docs/guides/extend/oauth/access-tokens',
    examples: {
      positive: [
        `access_token$production$${lower(16)}$${hex(32)}`,
        `"access_token$sandbox$${lower(16)}$${hex(32)}"`,
      ],
      negative: ['access_token$production$', 'access_token$'],
    },
  }),
  secret({
    id: 'razorpay-key',
    tags: ['secret.api_key.razorpay'],
    anchors: ['rzp_live_', 'rzp_test_'],
    pattern: `${START}rzp_(?:live|test)_[A-Za-z0-9]{14}${END}`,
    maxLength: 23,
    confidence: 0.9,
    source: 'https://razorpay.com/docs/api/authentication/',
    examples: {
      positive: [`RAZORPAY_KEY_ID=rzp_live_${alnum(14)}`, `rzp_test_${alnum(14)}`],
      negative: ['rzp_live_', 'rzp_test_key'],
    },
  }),
  secret({
    id: 'flutterwave-key',
    tags: ['secret.api_key.flutterwave'],
    anchors: ['FLWSECK'],
    pattern: `${START}FLWSECK(?:_TEST-[0-9a-zA-Z]{12,32}(?:-X)?|-[0-9a-zA-Z]{12,32}(?:-[0-9a-zA-Z]{10,20}vt)?-X|_TEST[0-9a-zA-Z]{12})${END}`,
    maxLength: 72,
    confidence: 0.95,
    source: 'https://developer.flutterwave.com/v3.0.0/docs/authentication',
    examples: {
      positive: [`FLWSECK_TEST-${hex(32)}-X`, `FLW_SECRET=FLWSECK-${hex(32)}-X`],
      negative: ['FLWSECK', `FLWPUBK_TEST-${hex(32)}-X`],
    },
  }),
  secret({
    id: 'paypal-client-secret',
    tags: ['secret.credential.paypal'],
    anchors: ['paypal'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `E[A-Z][A-Za-z0-9_-]{78}${END_URL}`,
    maxLength: 80,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    source: 'https://developer.paypal.com/api/rest/authentication/',
    examples: {
      positive: [`PAYPAL_CLIENT_SECRET=EF${alnum(78)}`, `paypal_secret: "EL${alnum(78)}"`],
      negative: ['PAYPAL_MODE=sandbox', 'paypal: enabled'],
    },
  }),
];
