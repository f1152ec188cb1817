/** Against the built command line, as a user runs it. Node has to be started with `--experimental-vm-modules`. */
export default {
  displayName: 'conformance',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/*.test.mjs'],
  transform: {},
  maxWorkers: 1,
};
