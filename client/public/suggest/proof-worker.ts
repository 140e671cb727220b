import { findProof } from '../../../core/collection/proof.ts';

addEventListener('message', ({ data }: MessageEvent<string>) => postMessage(findProof(data)));
