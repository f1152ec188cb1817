export {
  isAlive,
  liveServer,
  readServerFile,
  serverFile,
  type ServerFile,
} from '@safeai/proxy/local-server';
