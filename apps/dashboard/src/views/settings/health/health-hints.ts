/** What to do about a part that is not well. */
export interface HealthHint {
  readonly part: string;
  readonly text: string;
  /** Where in the dashboard more of it is. */
  readonly link?: { readonly href: string; readonly words: string };
}

const HINTS: Readonly<Record<string, Omit<HealthHint, 'part'>>> = {
  audit: {
    text: 'Decisions that cannot be put on record are refused, unless audit.on_failure says otherwise. Look at the free space and the rights of the folder of the log; safeai doctor checks both.',
  },
  state: {
    text: 'Memory, approvals, limits and budgets need the state. Look at the rights of its folder and at the disk, or at the Redis that the configuration names; safeai doctor checks it.',
  },
  secrets: {
    text: 'A secret that the configuration names is used on from memory, or has no value left.',
    link: { href: '~/dashboard/settings?tab=secrets', words: 'See which' },
  },
  alerts: {
    text: 'A channel does not take alerts. Decisions are made all the same.',
    link: { href: '~/dashboard/alerts', words: 'See the alerts' },
  },
  upstream: {
    text: 'Providers rest after failures and are tried again by themselves, or none is configured: proxy.target names one.',
    link: { href: '~/dashboard/settings?tab=configuration&find=proxy', words: 'See the settings' },
  },
};

/** What to do about each part that is not well, in the order of the answer. @param checks parts with their states */
export function hintsFor(checks: Readonly<Record<string, string>>): readonly HealthHint[] {
  return Object.entries(checks).flatMap(([part, state]) => {
    if (state === 'ok') return [];
    const hint = Object.hasOwn(HINTS, part) ? HINTS[part] : undefined;
    return [
      { part, ...(hint ?? { text: 'safeai doctor tells more on the machine of the server.' }) },
    ];
  });
}
