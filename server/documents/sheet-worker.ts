/** Entry of the worker thread that reads one uploaded spreadsheet and answers with one message. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseSheets } from './sheet-parse.ts';

const { bytes } = workerData as { bytes: Uint8Array };
parentPort?.postMessage(await parseSheets(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
