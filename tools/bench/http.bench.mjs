/**
 * What a POST /v1/scan/input of 1 KB of clean text costs the server: requests a second of CPU time, against a
 * bare Express and a bare node:http server that parse the body and answer. Each server is a process of its
 * own; the load comes from this one, over 32 connections. Every server is warmed with 10 000 requests; then
 * they take turns. CPU time is compared, not time on the clock: it does not depend on who else is busy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuOfRounds } from './http/servers.mjs';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const ROUND = 4_000;

const stateFolder = await mkdtemp(join(tmpdir(), 'safeai-bench-'));

const SERVERS = [
  ['bare Express', 'bare-express.mjs'],
  ['bare node:http', 'bare-node.mjs'],
  ['SafeAI, ahead of Express', 'safeai.mjs', 'hot'],
  ['SafeAI, through Express', 'safeai.mjs', 'none'],
  ['SafeAI, recording on disk', 'safeai.mjs', 'hot', stateFolder],
];

const servers = await cpuOfRounds(SERVERS, { round: ROUND });
await rm(stateFolder, { recursive: true, force: true });

const express = servers[0].samples;
const unrecorded = servers[2].samples;
printTable(
  'POST /v1/scan/input, 1 KB of clean text',
  servers.map(({ name, samples }) => ({
    server: name,
    'CPU µs/request [min–max]': withSpread(spread(samples.map((cpuTime) => cpuTime / ROUND))),
    'requests/CPU-second': figure((ROUND / spread(samples).median) * 1e6),
    'of bare Express [min–max]': withSpread(
      spread(samples.map((cpuTime, round) => express[round] / cpuTime)),
    ),
    'CPU of SafeAI without records': withSpread(
      spread(samples.map((cpuTime, round) => cpuTime / unrecorded[round])),
    ),
  })),
);
