import { GenieChannel, type GenieOptions } from './genie-channel.ts';

/** How alerts reach Jira Service Management. */
export interface JsmOptions extends GenieOptions {
  /** Another address than Atlassian's own. */
  readonly baseUrl?: string | undefined;
}

const BASE = 'https://api.atlassian.com/jsm/ops/integration';

/** Jira Service Management operations, by the key of an API integration. Follows Opsgenie. */
export class JsmAlertChannel extends GenieChannel {
  readonly type = 'jsm';

  /** @throws SafeAIError `invalid_config` */
  constructor(options: JsmOptions) {
    super(options.baseUrl ?? BASE, options);
  }
}
