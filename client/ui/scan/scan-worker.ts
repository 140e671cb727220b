import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
// From our own build: a hall has no internet to fetch it from.
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** One frame of the camera. It is looked at here and nowhere kept. */
export interface Frame {
  readonly id: number;
  readonly image: ImageData;
}
export type Seen =
  | { readonly id: number; readonly texts: readonly string[] }
  | { readonly id: number; readonly error: string };

prepareZXingModule({ overrides: { locateFile: () => reader } });
const detector = new BarcodeDetector({ formats: ['qr_code'] });

addEventListener('message', async ({ data: { id, image } }: MessageEvent<Frame>) => {
  try {
    const found = await detector.detect(image);
    postMessage({ id, texts: found.map(({ rawValue }) => rawValue) } satisfies Seen);
  } catch (error) {
    postMessage({ id, error: String(error) } satisfies Seen);
  }
});
