import { parentPort, workerData } from 'node:worker_threads';
import { verifyLog, type VerifyOptions } from './safeai-verify.ts';

/** The thread of one verification: its options come as data, its report goes as the one message. */
if (parentPort !== null) parentPort.postMessage(await verifyLog(workerData as VerifyOptions));
