import { afterEach, describe, expect, it, vi } from 'vitest';
import { openCamera, troubleOf } from '../../../client/ui/scan/camera.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser whose getUserMedia answers so. */
function browser(answer: () => Promise<MediaStream>, devices = [{ kind: 'videoinput', deviceId: 'a' }], secure = true) {
  const asked: MediaStreamConstraints[] = [];
  vi.stubGlobal('isSecureContext', secure);
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', {
    mediaDevices: {
      enumerateDevices: async () => devices,
      getUserMedia: (wanted: MediaStreamConstraints) => {
        asked.push(wanted);
        return answer();
      },
    },
  });
  return asked;
}
const refusing = (name: string) => () => Promise.reject(new DOMException('', name));
const showing = (settings: MediaTrackSettings) => async () =>
  ({ getVideoTracks: () => [{ getSettings: () => settings }] }) as unknown as MediaStream;

describe('opening a camera', () => {
  it('says why there is none', async () => {
    for (const [name, kind] of [
      ['NotFoundError', 'none'],
      ['OverconstrainedError', 'none'],
      ['NotAllowedError', 'refused'],
      ['NotReadableError', 'busy'],
      ['AbortError', 'busy'],
      ['TypeError', 'broken'],
    ] as const) {
      expect(troubleOf(name)).toBe(kind);
      browser(refusing(name));
      expect(await openCamera('user')).toEqual({ ok: false, error: kind });
    }
  });

  it('does not ask where there cannot be one', async () => {
    const insecure = browser(showing({}), undefined, false);
    expect(await openCamera('user')).toEqual({ ok: false, error: 'insecure' });
    expect(insecure).toEqual([]);
    const without = browser(showing({}), [{ kind: 'audioinput', deviceId: 'm' }]);
    expect(await openCamera('user')).toEqual({ ok: false, error: 'none' });
    expect(without).toEqual([]);
  });

  it('asks for the facing side without insisting, never for sound, and mirrors only the front', async () => {
    const asked = browser(showing({ deviceId: 'a', facingMode: 'environment' }));
    const opened = await openCamera('user');
    expect(opened.ok && opened.value.front).toBe(false);
    expect(asked[0]).toMatchObject({ audio: false, video: { facingMode: { ideal: 'user' } } });
    browser(showing({ deviceId: 'a' }));
    const webcam = await openCamera('user');
    expect(webcam.ok && webcam.value.front).toBe(true);
  });
});
