import preset from '../../jest.preset.js';

/** Servers, sockets and password hashes; a loaded machine takes its time. */
export default { ...preset, displayName: 'proxy', testTimeout: 30_000 };
