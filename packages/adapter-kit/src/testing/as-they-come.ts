import type { AdapterDriver } from './driver.ts';

/** The same driver, with answers that are shown as they come (`mode: 'window'`). */
export function asTheyCome(driver: AdapterDriver): AdapterDriver {
  return {
    ...driver,
    name: `${driver.name}, answers as they come`,
    converse: (conversation) =>
      driver.converse({ ...conversation, options: { ...conversation.options, mode: 'window' } }),
  };
}
