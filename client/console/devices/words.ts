import { type Device, OFFLINE_AFTER } from '../../../core/contract/devices.ts';
import { t } from './texts.ts';

/** A battery below this (per cent) that is not being charged does not last a session. */
const LOW = 20;

export const isOnline = ({ seen }: Device): boolean => seen !== null && seen.seconds <= OFFLINE_AFTER;

/** The state in words. Of a tablet off line nothing is known now, but that a ballot may still be on it. */
export function stateOf(device: Device): string {
  if (device.suspended) return t('state.suspended');
  if (!device.seen) return t('state.unknown');
  return isOnline(device) || device.seen.state === 'network' ? t(`state.${device.seen.state}`) : t('state.unknown');
}

export function connectionOf(device: Device): string {
  if (!device.seen) return t('never');
  const { seconds } = device.seen;
  if (isOnline(device)) return t('online', { seconds });
  const time =
    seconds < 120
      ? t('seconds', { count: seconds })
      : seconds < 7200
        ? t('minutes', { count: Math.floor(seconds / 60) })
        : t('hours', { count: Math.floor(seconds / 3600) });
  return t('offline', { time });
}

export const isLow = ({ seen }: Device): boolean =>
  seen?.battery != null && seen.battery.level < LOW && !seen.battery.charging;

export function batteryWords(device: Device): string {
  const battery = device.seen?.battery;
  if (!battery) return t('battery.unknown');
  const { level } = battery;
  return t(battery.charging ? 'battery.charging' : isLow(device) ? 'battery.low' : 'battery.percent', { level });
}

/** Whether the tablet runs the program that the server hands out; unknown where one of the two is. */
export function buildOf({ seen }: Device, own: string | null): 'same' | 'other' | 'unknown' {
  if (own === null || !seen?.build) return 'unknown';
  return seen.build === own ? 'same' : 'other';
}
