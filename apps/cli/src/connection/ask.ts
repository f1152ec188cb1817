export { askAsAnyone, askLocally, type Ask } from '@safeai/proxy/local-server';
