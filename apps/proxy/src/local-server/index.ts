/**
 * How programs of this machine find its running server and talk to it, without loading one. Any export added here
 * becomes public API: named exports only.
 */

export { askAsAnyone, askLocally, type Ask, type Sent } from './ask.ts';
export { isAlive, liveServer, readServerFile, serverFile, type ServerFile } from './live-server.ts';
export { isLoopbackHost } from './loopback-host.ts';
