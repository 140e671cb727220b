/** Entry of the worker thread that writes the ledger's workbook and answers with its bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Ledger, writeLedger } from './ledger.ts';

parentPort?.postMessage(await writeLedger(workerData as Ledger));
