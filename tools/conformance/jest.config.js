/** Against the built command line, as a user runs it. Node has to be started with `--experimental-vm-modules`. */
export default {
  displayName: 'conformance',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/*.test.mjs'],
  transform: {},
  // Files wait for servers and browsers more than they compute.
  maxWorkers: 2,
  // A test waits for states more than once; a busy machine takes its time for each.
  testTimeout: 120_000,
};
