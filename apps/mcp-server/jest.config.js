import preset from '../../jest.preset.js';

/** Servers run as processes; a loaded machine takes its time. */
export default { ...preset, displayName: 'mcp-server', testTimeout: 30_000 };
