import { GenieChannel, type GenieOptions } from './genie-channel.ts';

/** How alerts reach Opsgenie. */
export interface OpsgenieOptions extends GenieOptions {
  /** `us` if absent. */
  readonly region?: 'us' | 'eu' | undefined;
  /** Another address than Opsgenie's own. */
  readonly baseUrl?: string | undefined;
}

const HOSTS = { us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com' };

/** The day on which Atlassian ends the service. */
const END = Date.UTC(2027, 3, 5);

/**
 * Opsgenie, Alert API. Atlassian ends it on 5 April 2027; {@link JsmAlertChannel} follows it.
 *
 * @example
 * const ops = new OpsgenieAlertChannel({ apiKey: process.env.OPSGENIE_KEY, region: 'eu' });
 */
export class OpsgenieAlertChannel extends GenieChannel {
  readonly type = 'opsgenie';

  /** @throws SafeAIError `invalid_config` */
  constructor(options: OpsgenieOptions) {
    const { region = 'us', baseUrl = HOSTS[region] } = options;
    super(baseUrl, options);
  }

  override notes(now: number): readonly string[] {
    const said = now < END ? 'ends' : 'has ended';
    return [
      `Opsgenie ${said} on 5 April 2027, and for an account 120 days after it was moved to Jira Service Management. Use a channel of the type jsm.`,
    ];
  }
}
