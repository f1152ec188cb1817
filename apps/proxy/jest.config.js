import preset from '../../jest.preset.js';

/**
 * Servers, sockets and password hashes; a loaded machine takes its time. The longest suite does not end alone on one core,
 * and modules of earlier files do not stay in memory.
 */
export default {
  ...preset,
  displayName: 'proxy',
  testTimeout: 30_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
