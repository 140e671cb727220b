import { describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../core/contract/devices.ts';

vi.mock('../../../client/i18n/index.ts', () => ({
  language: 'zh-CN',
  defineTexts: (_: string, zh: Record<string, string>) => (key: string, params?: Record<string, unknown>) =>
    zh[key]!.replace(/\{(\w+)\}/g, (_whole, name: string) => String(params?.[name])),
}));
const { batteryWords, buildOf, connectionOf, stateOf } = await import('../../../client/console/devices/words.ts');

const device = (seen: Partial<NonNullable<Device['seen']>> | null, more: Partial<Device> = {}): Device =>
  ({
    id: 'd',
    name: '平板01',
    mode: 'shared',
    suspended: false,
    seen: seen && { state: 'waiting', battery: null, build: null, seconds: 3, ...seen },
    ...more,
  }) as Device;

describe('a tablet in words', () => {
  it('is on line for half a minute after its last word', () => {
    expect(connectionOf(device({ seconds: 30 }))).toBe('在线，30 秒前');
    expect(connectionOf(device({ seconds: 31 }))).toBe('离线，31 秒前联系过');
    expect(connectionOf(device({ seconds: 600 }))).toBe('离线，10 分钟前联系过');
    expect(connectionOf(device({ seconds: 7300 }))).toBe('离线，2 小时前联系过');
    expect(connectionOf(device(null))).toBe('尚未联系');
  });

  it('says its state only while it is heard, but for a ballot that it may still hold', () => {
    expect(stateOf(device({ state: 'marking' }))).toBe('填写中');
    expect(stateOf(device({ state: 'marking', seconds: 60 }))).toBe('未连接');
    expect(stateOf(device({ state: 'network', seconds: 60 }))).toBe('待网络');
    expect(stateOf(device({ state: 'marking' }, { suspended: true }))).toBe('已暂停');
  });

  it('asks to be charged when it must', () => {
    expect(batteryWords(device({ battery: { level: 19, charging: false } }))).toBe('19%，请充电');
    expect(batteryWords(device({ battery: { level: 19, charging: true } }))).toBe('19%，充电中');
    expect(batteryWords(device({ battery: { level: 20, charging: false } }))).toBe('20%');
    expect(batteryWords(device({}))).toBe('平板未提供');
  });

  it('runs the same program as the server, another, or it is not known', () => {
    expect(buildOf(device({ build: 'A' }), 'A')).toBe('same');
    expect(buildOf(device({ build: 'A' }), 'B')).toBe('other');
    expect(buildOf(device({ build: null }), 'B')).toBe('unknown');
    expect(buildOf(device({ build: 'A' }), null)).toBe('unknown');
  });
});
