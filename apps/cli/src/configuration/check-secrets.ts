// A module of its own, to be loaded when it is needed: the runtime comes with it.
export { checkSecrets } from '@safeai/runtime';
