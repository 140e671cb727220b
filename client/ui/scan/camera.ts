import { err, ok, type Result } from '../../../core/result.ts';

/** Why there is no picture: the page is not served securely, no camera is there, it was refused, another program has it, anything else. */
export type CameraTrouble = 'insecure' | 'none' | 'refused' | 'busy' | 'broken';
/** Towards whoever looks at the screen, or away from them. */
export type Facing = 'user' | 'environment';

export interface Camera {
  readonly stream: MediaStream;
  readonly id: string;
  /** Its picture is shown mirrored, as people know themselves. */
  readonly front: boolean;
}

const CHOSEN = 'piaojue.camera';

/** What a refusal of the browser means; the names are those of the Media Capture specification, section 10.2. */
export function troubleOf(name: string): CameraTrouble {
  switch (name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'broken';
  }
}

/** What is known without asking for the camera: a page that is not secure gets none, and a device may have none. */
export async function withoutCamera(): Promise<CameraTrouble | undefined> {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) return 'insecure';
  return (await cameras()).length === 0 ? 'none' : undefined;
}

export async function cameras(): Promise<readonly MediaDeviceInfo[]> {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return all.filter(({ kind }) => kind === 'videoinput');
}

/** The camera chosen on this device before, else one that faces as wanted, else any. Its frames go nowhere but to this page. */
export async function openCamera(facing: Facing): Promise<Result<Camera, CameraTrouble>> {
  const missing = await withoutCamera();
  if (missing) return err(missing);
  const chosen = localStorage.getItem(CHOSEN);
  // `ideal` throughout: a camera that has gone is no reason to have no picture.
  const video: MediaTrackConstraints = {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    ...(chosen ? { deviceId: { ideal: chosen } } : { facingMode: { ideal: facing } }),
  };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    const { deviceId = '', facingMode } = stream.getVideoTracks()[0]?.getSettings() ?? {};
    return ok({ stream, id: deviceId, front: (facingMode ?? facing) !== 'environment' });
  } catch (error) {
    return err(troubleOf(error instanceof DOMException ? error.name : ''));
  }
}

/** Takes the camera after the one in use from now on, on this device. */
export async function chooseNext(current: string): Promise<void> {
  const all = await cameras();
  const next = all[(all.findIndex(({ deviceId }) => deviceId === current) + 1) % all.length];
  if (next) localStorage.setItem(CHOSEN, next.deviceId);
}

export const stopCamera = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
