import { alnum, hex } from '../samples.ts';
import { END, START, secret } from './shape.ts';

/** Keys of shops, carriers and travel. */
export const SHOP_RULES = [
  secret({
    id: 'shopify-token',
    tags: ['secret.token.shopify'],
    anchors: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_', 'shpua_', 'shprt_'],
    pattern: `${START}shp(?:at|ca|pa|ss|tka|ua|rt)_[0-9a-fA-F]{32}${END}`,
    maxLength: 39,
    confidence: 0.95,
    source: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens',
    examples: {
      positive: [`X-Shopify-Access-Token: shpat_${hex(32)}`, `shpss_${hex(32)}`],
      negative: ['shpat_', `shpat_${hex(8)}`],
    },
  }),
  secret({
    id: 'shippo-token',
    tags: ['secret.token.shippo'],
    anchors: ['shippo_live_', 'shippo_test_'],
    pattern: `${START}shippo_(?:live|test)_[0-9a-fA-F]{40}${END}`,
    maxLength: 52,
    confidence: 0.95,
    source: 'https://docs.goshippo.com/docs/guides_general/authentication/',
    examples: {
      positive: [`Authorization: ShippoToken shippo_test_${hex(40)}`, `shippo_live_${hex(40)}`],
      negative: ['shippo_test_', `shippo_live_${hex(10)}`],
    },
  }),
  secret({
    id: 'easypost-key',
    tags: ['secret.api_key.easypost'],
    anchors: ['EZAK', 'EZTK'],
    pattern: `${START}EZ[AT]K[A-Za-z0-9]{54}${END}`,
    maxLength: 58,
    confidence: 0.95,
    source: 'https://docs.easypost.com/docs/authentication',
    examples: {
      positive: [`EASYPOST_API_KEY=EZAK${alnum(54)}`, `"EZTK${alnum(54)}"`],
      negative: ['EZAK', `EZTK${alnum(12)}`],
    },
  }),
  secret({
    id: 'duffel-token',
    tags: ['secret.token.duffel'],
    anchors: ['duffel_test_', 'duffel_live_'],
    pattern: `${START}duffel_(?:test|live)_[A-Za-z0-9_=-]{43}(?![A-Za-z0-9_=-])`,
    maxLength: 55,
    confidence: 0.95,
    source: 'https://duffel.com/docs/api/overview/authentication',
    examples: {
      positive: [`Bearer duffel_test_${alnum(43)}`, `DUFFEL=duffel_live_${alnum(43)}`],
      negative: ['duffel_test_', 'duffel_live_key'],
    },
  }),
];
