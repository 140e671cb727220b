// What a camera would see: QR codes as raw video (YUV4MPEG2), which Chromium plays as its fake camera.
import { closeSync, openSync, writeSync } from 'node:fs';
import { encode } from 'uqr';

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES_A_SECOND = 5;

/** One picture: the code, dark on a light card, before a grey room. */
function frame(text: string): Buffer {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const module = Math.floor((HEIGHT * 0.62) / size);
  const side = module * size;
  const [left, top] = [Math.floor((WIDTH - side) / 2), Math.floor((HEIGHT - side) / 2)];
  const luma = Buffer.alloc(WIDTH * HEIGHT, 110);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      luma[(top + y) * WIDTH + left + x] = data[Math.floor(y / module)]?.[Math.floor(x / module)] ? 30 : 225;
  return Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc(WIDTH * HEIGHT * 0.5, 128)]);
}

/** Writes a video that shows each code for so many seconds, and then from the start again. */
export function writeVideo(file: string, shown: readonly { text: string; seconds: number }[]): void {
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`);
  for (const { text, seconds } of shown) {
    const picture = frame(text);
    for (let i = 0; i < seconds * FRAMES_A_SECOND; i++) writeSync(out, picture);
  }
  closeSync(out);
}

/** Starts Chromium with this video as its camera, allowed to every page. */
export const cameraArguments = (file: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];
