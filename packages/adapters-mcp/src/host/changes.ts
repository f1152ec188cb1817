/** Notifications that tell of a change and carry nothing else. */
export const LIST_CHANGES: Readonly<Record<string, string>> = {
  'notifications/tools/list_changed': 'tools',
  'notifications/prompts/list_changed': 'prompts',
  'notifications/resources/list_changed': 'resources',
};

/** The notification that a resource has changed. */
export const RESOURCE_UPDATED = 'notifications/resources/updated';

/** The notification that carries a log message. */
export const LOG_MESSAGE = 'notifications/message';
