import type { Frame, Seen } from './scan-worker.ts';

/** Reads the QR codes in the picture that a video shows now. */
export interface Reader {
  read(video: HTMLVideoElement): Promise<readonly string[]>;
  close(): void;
}

interface Detector {
  detect(image: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** The browser's own detector, where it has one that works: some name the format and fail when asked to look. */
async function browsersOwn(): Promise<Reader | undefined> {
  const { BarcodeDetector: Own } = globalThis as { BarcodeDetector?: DetectorClass };
  try {
    if (!Own || !(await Own.getSupportedFormats()).includes('qr_code')) return undefined;
    const detector = new Own({ formats: ['qr_code'] });
    const blank = document.createElement('canvas');
    blank.getContext('2d')?.fillRect(0, 0, 1, 1);
    await detector.detect(blank);
    return {
      read: async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue),
      close: () => {},
    };
  } catch {
    return undefined;
  }
}

/** Longer side of the picture that is looked at, in pixels: enough for a card's code held at arm's length, and quick. */
const LOOKED_AT = 960;

/** The same in WebAssembly, in a worker, so that the preview never stands still. */
function inWorker(): Reader {
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let asked: { resolve(texts: readonly string[]): void; reject(error: Error): void } | undefined;
  let id = 0;
  const fail = (message: string) => asked?.reject(new Error(message));
  worker.onerror = () => fail('worker');
  worker.onmessage = ({ data }: MessageEvent<Seen>) => {
    if (data.id !== id) return;
    if ('error' in data) fail(data.error);
    else asked?.resolve(data.texts);
  };
  return {
    read: (video) =>
      new Promise((resolve, reject) => {
        const scale = Math.min(1, LOOKED_AT / Math.max(video.videoWidth, video.videoHeight));
        canvas.width = Math.round(video.videoWidth * scale);
        canvas.height = Math.round(video.videoHeight * scale);
        if (!context || canvas.width === 0) return resolve([]);
        context.drawImage(video, 0, 0, canvas.width, canvas.height);
        const image = context.getImageData(0, 0, canvas.width, canvas.height);
        asked = { resolve, reject };
        id += 1;
        worker.postMessage({ id, image } satisfies Frame, [image.data.buffer]);
        return undefined;
      }),
    close: () => worker.terminate(),
  };
}

export const openReader = async (): Promise<Reader> => (await browsersOwn()) ?? inWorker();
