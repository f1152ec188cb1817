import preset from '../../jest.preset.js';

/** Commands and servers run as processes; a loaded machine takes its time. */
export default { ...preset, displayName: 'cli', testTimeout: 30_000 };
