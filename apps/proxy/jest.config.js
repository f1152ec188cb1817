import preset from '../../jest.preset.js';

/** The longest suite does not end alone on one core, and modules of earlier files do not stay in memory. */
export default {
  ...preset,
  displayName: 'proxy',
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
