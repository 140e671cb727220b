import type { Battery } from '../../core/contract/devices.ts';

interface BatteryManager {
  /** 0 … 1 */
  readonly level: number;
  readonly charging: boolean;
}

/** The tablet's battery, where its browser tells; null elsewhere. */
export async function batteryOf(): Promise<Battery | null> {
  try {
    const battery = await (navigator as { getBattery?: () => Promise<BatteryManager> }).getBattery?.();
    return battery ? { level: Math.round(battery.level * 100), charging: battery.charging } : null;
  } catch {
    return null;
  }
}
