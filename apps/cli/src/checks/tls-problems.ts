/** As a server reads the files. A file of its own, for loading it loads a server. */
export { tlsProblems } from '@safeai/proxy';
