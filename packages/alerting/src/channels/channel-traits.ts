import type { AlertChannel } from './channel.ts';

/** What is the same for all channels of a type, known before there is one. */
export type ChannelTraits = Pick<AlertChannel, 'pages' | 'leastGapMs'>;

/** The channels of this package, by type. */
export const CHANNEL_TRAITS = {
  email: { pages: false },
  pagerduty: { pages: true },
  opsgenie: { pages: true },
  jsm: { pages: true },
  slack: { pages: false, leastGapMs: 1000 },
  webhook: { pages: false },
  file: { pages: false },
} as const satisfies Readonly<Record<string, ChannelTraits>>;
