/** What limits on requests cost a POST /v1/scan/input of 1 KB of clean text, against none. */
import { cpuOfRounds } from './http/servers.mjs';
import { printTable, spread, withSpread } from './measure.mjs';

const ROUND = 4_000;

const servers = await cpuOfRounds(
  [
    ['none', 'limited.mjs', 'none'],
    ['the shipped ones', 'limited.mjs', 'shipped'],
    ['all kinds', 'limited.mjs', 'all'],
  ],
  { round: ROUND },
);
const none = servers[0].samples;
printTable(
  'Limits on requests, POST /v1/scan/input',
  servers.map(({ name, samples }) => ({
    limits: name,
    'CPU µs/request [min–max]': withSpread(spread(samples.map((cpuTime) => cpuTime / ROUND))),
    'of none [min–max]': withSpread(spread(samples.map((cpuTime, round) => cpuTime / none[round]))),
  })),
);
